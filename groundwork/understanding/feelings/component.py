"""Rasa component: which feelings a message names, so that they can be named back."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.understanding.encoder import shared_encoder
from groundwork.understanding.feelings.classifier import FeelingClassifier
from groundwork.understanding.feelings.examples import DEFAULT_FOLDER, PATTERNS_FILE, fingerprint
from groundwork.understanding.feelings.recognizer import THRESHOLD, FeelingRecognizer, fit_classifier
from groundwork.understanding.feelings.wording import FeelingWords
from groundwork.understanding.sentence_encoder import SENTENCE_VECTOR
from groundwork.understanding.typed_text import is_choice_payload, spoken_text

#: The entity that names a feeling; its values are groundwork.understanding.feelings.labels.FEELINGS.
FEELING = "feeling"
NAME = "FeelingRecognition"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FeelingRecognition(GraphComponent):
    """Adds one entity for each feeling, the surest first. Placed anywhere after SentenceEncoder; without it the text is encoded here."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`folder`: examples and patterns; `threshold`: see recognizer.THRESHOLD."""
        return {"folder": str(DEFAULT_FOLDER), "threshold": THRESHOLD}

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, config: Dict[Text, Any], recognizer: Optional[FeelingRecognizer]
    ) -> None:
        """`recognizer`: None until it is trained and loaded."""
        self._config, self._model_storage, self._resource = config, model_storage, resource
        self._recognizer = recognizer

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> FeelingRecognition:
        """A new, untrained component (called by Rasa)."""
        return cls(model_storage, resource, config, None)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FeelingRecognition:
        """The trained component (called by Rasa)."""
        with model_storage.read_from(resource) as folder:
            words, classifier = FeelingWords.load(folder / PATTERNS_FILE), FeelingClassifier.load(folder)
        return cls(model_storage, resource, config, FeelingRecognizer(words, classifier, float(config["threshold"])))

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Rasa trains anew when an example or a pattern has changed."""
        return fingerprint(Path({**cls.get_default_config(), **config}["folder"]))

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """0 < threshold < 1."""
        if not 0 < float({**cls.get_default_config(), **config}["threshold"]) < 1:
            raise ValueError("FeelingRecognition: `threshold` must be above 0 and below 1.")

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the project's own examples of feelings; Rasa's training data are not used."""
        source = Path(self._config["folder"])
        with self._model_storage.write_to(self._resource) as folder:
            fit_classifier(source, shared_encoder()).save(folder)
            shutil.copy(source / PATTERNS_FILE, folder / PATTERNS_FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the feelings after the entities that are there. A clicked choice says nothing in words and gets none."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._recognizer and spoken_text(text) and not is_choice_payload(text):
                self._mark(message, self._recognizer)
        return messages

    def _mark(self, message: Message, recognizer: FeelingRecognizer) -> None:
        text, vector = message.get(TEXT), message.get(SENTENCE_VECTOR)
        if vector is None:
            vector = shared_encoder().encode([spoken_text(text)])[0]
        found = [{"entity": FEELING, "value": value, "start": 0, "end": len(text), "extractor": NAME} for value in recognizer.feelings(text, vector)]
        message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
