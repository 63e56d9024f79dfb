"""Rasa component: a message whose wording is a training example's is that example's intent, for certain."""
from __future__ import annotations

from typing import Any, Dict, List, Text

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.understanding.typed_text import is_choice_payload, normalise

#: Key in the intent of a message whose wording is an example's.
NEAR_EXACT = "near_exact"
_FILE = "wordings.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearExact(GraphComponent, IntentClassifier):
    """Placed after the classifiers. A wording that stands under two intents counts for neither."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, wordings: Dict[Text, Text]) -> None:
        """`wordings`: normalised example -> intent."""
        self._model_storage = model_storage
        self._resource = resource
        self._wordings = wordings

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> NearExact:
        """A new, empty component (called by Rasa)."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NearExact:
        """The trained component (called by Rasa)."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, rasa.shared.utils.io.read_json_file(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the wording of all examples that have an intent."""
        pairs = [(example.get(TEXT), example.get(INTENT)) for example in training_data.intent_examples]
        self._wordings = unambiguous_wordings([(text, intent) for text, intent in pairs if text and intent])
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / _FILE, self._wordings)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets intent, confidence 1.0, ranking and the `near_exact` key where the wording is known."""
        for message in messages:
            text = message.get(TEXT) or ""
            intent = None if is_choice_payload(text) else self._wordings.get(normalise(text))
            if intent:
                _settle(message, intent)
        return messages


def unambiguous_wordings(examples: List[tuple[Text, Text]]) -> Dict[Text, Text]:
    """(text, intent) pairs -> normalised text -> intent, without wordings that belong to two intents."""
    intents: Dict[Text, set[Text]] = {}
    for text, intent in examples:
        intents.setdefault(normalise(text), set()).add(intent)
    return {wording: min(found) for wording, found in sorted(intents.items()) if wording and len(found) == 1}


def _settle(message: Message, intent: Text) -> None:
    certain: Dict[Text, Any] = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0, NEAR_EXACT: True}
    others = [rank for rank in message.get(INTENT_RANKING_KEY, []) if rank[INTENT_NAME_KEY] != intent]
    message.set(INTENT, certain, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [certain, *[{**rank, PREDICTED_CONFIDENCE_KEY: 0.0} for rank in others]], add_to_output=True)
