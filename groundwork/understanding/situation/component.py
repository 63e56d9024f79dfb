"""Rasa component: which situation a person's own words describe, for the topic question.

It learns from own posts (`data/journeys/<journey>/situations.yml`) and, counting less, from the `start_<journey>` examples and from what
people ordinarily say ("other"). It reads the whole message and its sentences apart, since one sentence of five often names what it is about.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.dialogue.script import START_PREFIX
from groundwork.dialogue.topics import OTHER
from groundwork.understanding.danger.sentences import plain_text, units_of
from groundwork.understanding.encoder import Encoder, encode_many, shared_encoder
from groundwork.understanding.sentence_encoder import MESSAGE_VECTORS, known_vectors
from groundwork.understanding.situation.examples import DEFAULT_FOLDER, fingerprint, load_examples
from groundwork.understanding.text_classifier import ClassifierSettings, TermSettings, TextClassifier, even_counts

#: Key in what was parsed: journey (or "other") -> share, 0 to 1.
SITUATIONS = "situations"
#: Shorter sentences ("My wife.") say too little to be read alone.
FEWEST_WORDS = 3
#: What an NLU example counts beside a post: one of a journey, and one of the many of anything else.
START_COUNT, ORDINARY_COUNT = 0.2, 0.05
#: Chosen by cross-validation on own posts. Words stand beside the vector, since one ("cheated", "relapsed") often decides a long post.
SETTINGS = ClassifierSettings(8.0, (TermSettings("word", (1, 2), 5.0),), 0.1, 60)
_FILE = "situations.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SituationRecognition(GraphComponent):
    """Placed after SentenceEncoder, whose vectors it reads. A clicked choice has none and gets no situation."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`folder`: the journeys, each with its posts."""
        return {"folder": str(DEFAULT_FOLDER)}

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, classifier: Optional[TextClassifier] = None
    ) -> None:
        """`classifier`: None until it is trained and loaded."""
        self._config, self._model_storage, self._resource, self._classifier = config, model_storage, resource, classifier

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SituationRecognition:
        """A new, untrained component (called by Rasa)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> SituationRecognition:
        """The trained component (called by Rasa)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TextClassifier.load(SETTINGS, folder / _FILE))

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Rasa trains anew when a post has changed."""
        return fingerprint(Path({**cls.get_default_config(), **config}["folder"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the posts and from all examples that have an intent."""
        posts = load_examples(Path(self._config["folder"]))
        texts, situations = [plain_text(post.text) for post in posts], [post.situation for post in posts]
        vectors, counts = list(encode_many(texts, shared_encoder())), [1.0] * len(posts)
        known = known_vectors(training_data.intent_examples)
        for message in training_data.intent_examples:
            text, situation = plain_text(message.get(TEXT) or ""), situation_of_intent(message.get(INTENT))
            if text in known:
                texts.append(text)
                vectors.append(known[text])
                situations.append(situation)
                counts.append(ORDINARY_COUNT if situation == OTHER else START_COUNT)
        classifier = TextClassifier.fit(SETTINGS, texts, np.stack(vectors), situations, even_counts(situations, counts))
        with self._model_storage.write_to(self._resource) as folder:
            classifier.save(folder / _FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets the shares on each message that has words."""
        for message in messages:
            encoder = message.get(MESSAGE_VECTORS)
            if encoder and self._classifier is not None:
                message.set(SITUATIONS, shares(self._classifier, message.get(TEXT), encoder), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing later in the pipeline learns from situations."""
        return training_data


def shares(classifier: TextClassifier, text: str, encoder: Encoder) -> Dict[str, float]:
    """The shares of the whole text and of its sentences on average, half each."""
    units = units_of(text)
    kept = [units[0], *(unit for unit in units[1:] if len(unit.split()) >= FEWEST_WORDS)]
    vectors = dict(zip(units, encoder.encode(units)))
    table = classifier.probabilities(kept, np.stack([vectors[unit] for unit in kept]))
    mean = table[0] if len(kept) == 1 else (table[0] + table[1:].mean(axis=0)) / 2
    return {name: float(share) for name, share in zip(classifier.labels, mean)}


def situation_of_intent(intent: Text) -> Text:
    """`start_betrayal_hurt` -> `betrayal_hurt`; every other intent is "other"."""
    return intent[len(START_PREFIX):] if intent.startswith(START_PREFIX) else OTHER
