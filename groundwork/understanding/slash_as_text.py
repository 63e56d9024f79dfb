"""Rasa component, first in the pipeline: a leading slash is a character like any other.

Rasa reads slash messages last and lets them replace everything that was understood, so that danger behind `/skip` would be lost. With the
mark in front they stay text on every channel, `rasa shell` too.
"""
from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from groundwork.dialogue.message import PLAIN_TEXT_MARK


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SlashAsText(GraphComponent):
    """Puts the plain-text mark in front of a message that begins with a slash."""

    @classmethod
    def create(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SlashAsText:
        """A new component (called by Rasa)."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples have no slashes; nothing to do."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Marks slash messages."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.lstrip().startswith("/"):
                message.set(TEXT, PLAIN_TEXT_MARK + text.lstrip(), add_to_output=True)
        return messages
