"""Rasa's NLG for this project: says the scripted wording, with the person's own words, the open choices and the progress.

`endpoints.yml` names it (`nlg: type:`). It has no wording of its own, and it is the same every time: variations are said in turn.
"""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from groundwork.dialogue.choices import write_payload
from groundwork.dialogue.filling import choose_variation, fill, quotations
from groundwork.dialogue.open_question import open_choices
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.state import Answers, DialogueState, answers_from_dict
from groundwork.dialogue.tracker_reading import ANSWERS_SLOT, STATE_SLOT
from groundwork.settings import load_settings

PROGRESS = "utter_progress"


class ScriptedWording(NaturalLanguageGenerator):
    """Renders responses; see the module's text."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        self.responses: Dict[Text, List[Dict[Text, Any]]] = domain.responses if domain else {}
        self._questions = Questions(self.responses)
        self._settings_values = {"life_hours": f"{load_settings().life_hours:g}"}

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """The message for a response: text, the choices with their place, and the response's metadata; None if it is not written."""
        state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
        answers = answers_from_dict(tracker.get_slot(ANSWERS_SLOT))
        values = {**quotations(answers), **self._settings_values, **{name: str(value) for name, value in kwargs.items()}}
        variation = choose_variation(
            self.responses.get(utter_action, []), values, output_channel, state.said.get(utter_action, 1)
        )
        if variation is None:
            return None
        message: Dict[Text, Any] = {key: value for key, value in variation.items() if key not in ("text", "buttons", "channel")}
        message["text"] = fill(variation.get("text") or "", values)
        if utter_action == state.asked:
            message["text"] = self._progress(utter_action, state) + message["text"]
            message["buttons"] = self._buttons(state, answers)
        return message

    def _progress(self, utter_action: Text, state: DialogueState) -> Text:
        """ "3 of 9. " before a question of a journey that leads to a plan, where it is asked in full."""
        wordings = self.responses.get(PROGRESS)
        if not state.progress or not wordings or utter_action.endswith("_again") or state.editing or state.tried:
            return ""
        number, total = state.progress
        return fill(wordings[0]["text"], {"number": str(number), "total": str(total)}).strip() + " "

    def _buttons(self, state: DialogueState, answers: Answers) -> List[Dict[Text, Any]]:
        assert state.place is not None
        return [
            {"title": choice.title, "payload": write_payload(*state.place, choice.id)}
            for choice in open_choices(state, answers, self._questions)
        ]
