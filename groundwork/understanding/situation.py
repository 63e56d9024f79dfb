"""Rasa component: which situation a person's own words describe, for the topic question.

A plain logistic regression on sentence vectors over the `start_<journey>` examples, with everything else that people say as "other". It
reads the whole message and its sentences apart, since one sentence of five often names what it is about. Character n-grams, which help with
short commands, hurt here: in a post of 300 characters their counts drown the meaning (topic accuracy on dev .41 with them, .68 without).
"""
from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from groundwork.dialogue.script import START_PREFIX
from groundwork.dialogue.topics import OTHER
from groundwork.understanding.encoder import shared_encoder
from groundwork.understanding.sentence_encoder import SENTENCE_VECTOR
from groundwork.understanding.typed_text import is_choice_payload, spoken_text

#: Key in what was parsed: journey (or "other") -> share, 0 to 1.
SITUATIONS = "situations"
_FILE = "situations.npz"
#: Shorter parts ("My wife.") say too little to be read alone.
_FEWEST_WORDS = 3
_SCALE = 8.0
_MOST_SENTENCES = 12


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SituationRecognition(GraphComponent):
    """Placed after SentenceEncoder, whose vector it reuses."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: Optional[LogisticRegression] = None) -> None:
        """`model`: None until it is trained."""
        self._model_storage, self._resource, self._model = model_storage, resource, model

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SituationRecognition:
        """A new, untrained component (called by Rasa)."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SituationRecognition:
        """The trained component (called by Rasa)."""
        model = LogisticRegression()
        with model_storage.read_from(resource) as folder, np.load(folder / _FILE, allow_pickle=False) as learned:
            model.classes_, model.coef_, model.intercept_ = learned["classes"], learned["weights"], learned["intercepts"]
        return cls(model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        vectors = np.stack([_unit_feature(example) for example in examples])
        situations = [situation_of_intent(example.get(INTENT)) for example in examples]
        model = LogisticRegression(C=1.0, max_iter=100, tol=1e-3, class_weight="balanced", random_state=0)
        model.fit(vectors * _SCALE, situations)
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / _FILE, classes=model.classes_.astype(str), weights=model.coef_, intercepts=model.intercept_)
        self._model = model
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets the shares on each message that has words."""
        for message in messages:
            text = spoken_text(message.get(TEXT) or "")
            if text and not is_choice_payload(text) and self._model is not None:
                message.set(SITUATIONS, self._shares(message, text), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing later in the pipeline learns from situations."""
        return training_data

    def _shares(self, message: Message, text: Text) -> Dict[Text, float]:
        assert self._model is not None
        whole = self._model.predict_proba(_vector(message)[None, :] * _SCALE)[0]
        parts = sentences_of(text)
        if len(parts) > 1:
            apart = self._model.predict_proba(shared_encoder().encode(parts) * _SCALE).mean(axis=0)
            whole = (whole + apart) / 2
        return {str(name): float(share) for name, share in zip(self._model.classes_, whole)}


def situation_of_intent(intent: Text) -> Text:
    """`start_betrayal_hurt` -> `betrayal_hurt`; every other intent is "other"."""
    return intent[len(START_PREFIX):] if intent.startswith(START_PREFIX) else OTHER


def sentences_of(text: Text) -> List[Text]:
    """The sentences that say enough to be read alone, at most twelve."""
    parts = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n", text)]
    return [part for part in parts if len(part.split()) >= _FEWEST_WORDS][:_MOST_SENTENCES]


def _unit_feature(example: Message) -> np.ndarray:
    """The sentence vector of a training example, from the feature that SentenceEncoder computed in batches."""
    feature = example.get_dense_features(TEXT)[1]
    assert feature is not None
    vector = np.asarray(feature.features)[0]
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _vector(message: Message) -> np.ndarray:
    kept = message.get(SENTENCE_VECTOR)
    return np.asarray(kept if kept is not None else shared_encoder().encode([message.get(TEXT)])[0])
