"""Rasa component: the intent of a message, by sentence vector, words and characters.

Rasa's own logistic regression takes n-gram counts as they are; weighed by rarity and brought to one length they understand 7 points more
of the own interruptions at the same share of answers kept. Its storage also imports skops, which cost 9 s of each start.
"""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.understanding.danger.sentences import plain_text
from groundwork.understanding.sentence_encoder import SENTENCE_VECTOR, known_vectors
from groundwork.understanding.text_classifier import ClassifierSettings, TermSettings, TextClassifier, even_counts

_FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Ranks all intents. Placed after SentenceEncoder, whose vectors it reads; a clicked choice has no language and gets no intent here."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Lengths of the three parts, inverse strength of the penalty, and steps: chosen on the own sets and on NLU examples left out."""
        return {"vector": 12.0, "words": 10.0, "characters": 6.0, "C": 0.5, "max_iter": 25}

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, classifier: Optional[TextClassifier] = None
    ) -> None:
        """`classifier`: None until it is trained and loaded."""
        self._config, self._model_storage, self._resource, self._classifier = config, model_storage, resource, classifier

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> IntentClassifier:
        """A new, untrained component (called by Rasa)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> IntentClassifier:
        """The trained component (called by Rasa)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TextClassifier.load(settings_of(config), folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that have an intent and are language."""
        known = known_vectors(training_data.intent_examples)
        pairs = [(plain_text(example.get(TEXT) or ""), example.get(INTENT)) for example in training_data.intent_examples]
        pairs = [(text, intent) for text, intent in pairs if text in known]
        texts, intents = [text for text, _ in pairs], [intent for _, intent in pairs]
        counts = even_counts(intents, [1.0] * len(intents))
        classifier = TextClassifier.fit(settings_of(self._config), texts, np.stack([known[text] for text in texts]), intents, counts)
        with self._model_storage.write_to(self._resource) as folder:
            classifier.save(folder / _FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets intent and ranking, the likeliest first; where no words are read (a clicked choice), that there is none."""
        for message in messages:
            ranking = self._ranking(message) or [{INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> List[Dict[Text, Any]]:
        vector = message.get(SENTENCE_VECTOR)
        if self._classifier is None or vector is None or not vector.any():
            return []
        shares = self._classifier.probabilities([plain_text(message.get(TEXT))], vector[None, :])[0]
        names = self._classifier.labels
        return [{INTENT_NAME_KEY: names[row], PREDICTED_CONFIDENCE_KEY: float(shares[row])} for row in np.argsort(-shares)]


def settings_of(config: Dict[Text, Any]) -> ClassifierSettings:
    """The settings named in config.yml."""
    words = TermSettings("word", (1, 2), float(config["words"]), 2, 3000)
    characters = TermSettings("char_wb", (2, 4), float(config["characters"]), 3, 4000)
    return ClassifierSettings(float(config["vector"]), (words, characters), float(config["C"]), int(config["max_iter"]))
