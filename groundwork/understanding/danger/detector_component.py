"""Rasa component: reads every message for danger, before anything is made of its intent."""
from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.understanding.danger.classes import CHECK, MINOR, SELDOM_SHOWN
from groundwork.understanding.danger.examples import DEFAULT_FOLDER, PATTERNS_FILE, fingerprint, load_examples
from groundwork.understanding.danger.ordinary import ordinary_examples
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.classifier import DangerClassifier
from groundwork.understanding.danger.reading import DangerDetector, DangerReading, Thresholds
from groundwork.understanding.danger.training import fit_on
from groundwork.understanding.encoder import shared_encoder
from groundwork.understanding.sentence_encoder import MESSAGE_VECTORS, known_vectors
from groundwork.understanding.typed_text import PLAIN_TEXT_MARK

#: The entity that names the danger: "<class>" for a hard stop, "<class>_check" for a question.
DANGER = "danger"
CHECK_SUFFIX = "_check"
NAME = "DangerDetection"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DangerDetection(GraphComponent):
    """Adds one danger entity to a dangerous message. Placed anywhere after SentenceEncoder; without it the text is encoded here."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Thresholds were chosen on own held-out text; docs/safety.md has the curve. `folder`: examples and patterns."""
        return {
            "folder": str(DEFAULT_FOLDER),
            "hard": 0.90,
            "check": 0.72,
            "short_words": 8,
            "short_hard": 0.95,
            "by_class": {name: {"check": 0.85} for name in SELDOM_SHOWN},
        }

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, detector: Optional[DangerDetector]) -> None:
        """`detector`: None until it is trained."""
        self._config, self._model_storage, self._resource = config, model_storage, resource
        self._detector = detector

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> DangerDetection:
        """A new, untrained component (called by Rasa)."""
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DangerDetection:
        """The trained component (called by Rasa). A missing model stops the start: nothing runs without danger detection."""
        with model_storage.read_from(resource) as folder:
            patterns = DangerPatterns.load(folder / PATTERNS_FILE)
            classifier = DangerClassifier.load(folder)
        return cls(config, model_storage, resource, DangerDetector(patterns, classifier, shared_encoder(), thresholds_of(config)))

    @classmethod
    def fingerprint_addon(cls, config: Dict[Text, Any]) -> Optional[Text]:
        """Rasa trains anew when an example or a pattern has changed."""
        return fingerprint(Path({**cls.get_default_config(), **config}["folder"]))

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """0 < check <= hard <= short_hard <= 1."""
        thresholds = thresholds_of({**cls.get_default_config(), **config})
        if not 0 < thresholds.check <= thresholds.hard <= 1 or not thresholds.hard <= thresholds.short_hard <= 1:
            raise ValueError("DangerDetection: thresholds must be 0 < check <= hard <= short_hard <= 1.")

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the project's own danger examples, and from Rasa's training data what is harmless."""
        source = Path(self._config["folder"])
        patterns, own = DangerPatterns.load(source / PATTERNS_FILE), load_examples(source)
        messages = training_data.intent_examples
        ordinary = ordinary_examples([(message.get(INTENT), message.get(TEXT) or "") for message in messages], own, patterns)
        with self._model_storage.write_to(self._resource) as folder:
            fit_on([*own, *ordinary], shared_encoder(), known_vectors(messages)).save(folder)
            shutil.copy(source / PATTERNS_FILE, folder / PATTERNS_FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the danger entity, before all others, to each message that needs it."""
        for message in messages:
            if self._detector and message.get(TEXT):
                _mark(message, self._detector.read(message.get(TEXT), message.get(MESSAGE_VECTORS)))
        return messages


def thresholds_of(config: Dict[Text, Any]) -> Thresholds:
    """The thresholds named in config.yml."""
    by_class: Mapping[str, Mapping[str, float]] = config.get("by_class") or {}
    short = int(config.get("short_words", 0)), float(config.get("short_hard", 1.0))
    return Thresholds(float(config["hard"]), float(config["check"]), by_class, *short)


def _mark(message: Message, reading: DangerReading) -> None:
    """The danger first; that the person is under 18 as a second entity, where something else goes before it."""
    if not reading.danger:
        return
    values = [reading.danger + (CHECK_SUFFIX if reading.tier == CHECK else "")]
    values += [MINOR] if reading.minor and reading.danger != MINOR else []
    text = message.get(TEXT)
    found = [{"entity": DANGER, "value": value, "start": 0, "end": len(text), "extractor": NAME} for value in values]
    message.set(ENTITIES, [*found, *message.get(ENTITIES, [])], add_to_output=True)
    if text.lstrip().startswith("/"):
        message.set(TEXT, PLAIN_TEXT_MARK + text, add_to_output=True)
