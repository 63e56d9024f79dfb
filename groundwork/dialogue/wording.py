"""Rasa's NLG for this project: says the scripted wording, with the person's own words, the open choices and the progress.

`endpoints.yml` names it (`nlg: type:`). It has no wording of its own, and it is the same every time: variations are said in turn.
"""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from groundwork.dialogue.choices import write_payload
from groundwork.dialogue.filling import choose_variation, fill, names_in, quotations
from groundwork.dialogue.keeping_time import times_kept
from groundwork.dialogue.message import HANDOVER_CODE_MARK, HANDOVER_MINUTES, RETURN_CODE_MARK
from groundwork.dialogue.naming_back import naming_values
from groundwork.dialogue.open_question import asked_question, open_choices
from groundwork.dialogue.partner_naming import name_written
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.state import PARTNER_NAME, Answers, DialogueState, answers_from_dict
from groundwork.dialogue.tracker_reading import ANSWERS_SLOT, STATE_SLOT
from groundwork.plan.links import values_for_wording
from groundwork.plan.when import times_of
from groundwork.services.directory import shared_directory
from groundwork.services.wording import NONE_KNOWN, SERVICES, service_values, situation_of
from groundwork.settings import load_settings

PROGRESS = "utter_progress"
#: What the web is told where there are no steps to count.
NO_PROGRESS = (0, 0)
#: The channel that shows progress beside the text, and return codes.
WEB = "web"
#: Those that show a code for going on at another one.
WITH_HANDOVER = (WEB, "telegram", "slack", "messenger", "whatsapp", "sms")


class ScriptedWording(TemplatedNaturalLanguageGenerator):
    """Renders responses; see the module's text."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        super().__init__(domain.responses if domain else {})
        self._life_hours = load_settings().life_hours

    @property
    def responses(self) -> Dict[Text, List[Dict[Text, Any]]]:
        """The responses of the loaded model; Rasa sets them anew whenever it loads one."""
        return self._responses

    @responses.setter
    def responses(self, responses: Dict[Text, List[Dict[Text, Any]]]) -> None:
        self._responses = responses
        self._questions = Questions(responses)

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """The message for a response: text, the choices with their place, and the response's metadata; None if it is not written."""
        state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
        answers = answers_from_dict(tracker.get_slot(ANSWERS_SLOT))
        values = {**self._known_values(state, answers, output_channel), **_values_of_channel(output_channel, answers), **{name: value for name, value in kwargs.items() if isinstance(value, str)}}
        variations = self._variations(utter_action, values)
        if any(PARTNER_NAME in names_in(variation.get("text") or "") for variation in variations):
            values = {**values, PARTNER_NAME: name_written(answers) or ""}
        variation = choose_variation(variations, values, output_channel, state.said.get(utter_action, 1))
        if variation is None:
            return None
        message: Dict[Text, Any] = {key: value for key, value in variation.items() if key not in ("text", "buttons", "channel")}
        message["text"] = fill(variation.get("text") or "", values)
        if utter_action == state.asked:
            self._add_progress(message, utter_action, state, output_channel)
            message["buttons"] = self._buttons(state, answers, values)
        return message

    def _known_values(self, state: DialogueState, answers: Answers, output_channel: Text) -> Dict[Text, Text]:
        situation = situation_of(state.place[0] if state.place else None, [place[0] for place in state.interrupted])
        services = service_values(shared_directory(), state.country, situation, self.responses, output_channel)
        named = naming_values(asked_question(state, answers, self._questions), state.heard, self.responses) if state.heard else {}
        return {**quotations(answers), **times_of(answers), **services, **named, **times_kept(self._life_hours, state.keep_days, self.responses)}

    def _variations(self, utter_action: Text, values: Dict[Text, Text]) -> List[Dict[Text, Any]]:
        """The response's variations; for a country without a line of this kind, those that say so."""
        known_without_line = utter_action == SERVICES and "country_name" in values and "services" not in values
        return self.responses.get(NONE_KNOWN if known_without_line else utter_action, [])

    def _add_progress(self, message: Dict[Text, Any], utter_action: Text, state: DialogueState, output_channel: Text) -> None:
        """ "3 of 9. " before a question of a journey that leads to a plan, where it is asked in full. The web shows it beside the text, for as long
        as the journey goes on: also in an interruption, and no longer once a question is asked that is of no such journey."""
        if output_channel == WEB:
            if state.progress or not state.interrupted:
                message["metadata"] = {**(message.get("metadata") or {}), "progress": list(state.progress or NO_PROGRESS)}
            return
        wordings = self.responses.get(PROGRESS)
        if not state.progress or not wordings or utter_action.endswith("_again") or state.editing or state.tried or state.heard:
            return
        number, total = state.progress
        message["text"] = fill(wordings[0]["text"], {"number": str(number), "total": str(total)}).strip() + " " + message["text"]

    def _buttons(self, state: DialogueState, answers: Answers, values: Dict[Text, Text]) -> List[Dict[Text, Any]]:
        assert state.place is not None
        return [
            {
                "title": fill(choice.title, values) if names_in(choice.title) else choice.title,
                "payload": write_payload(*state.place, choice.id),
                **({"short": choice.short} if choice.short else {}),
            }
            for choice in open_choices(state, answers, self._questions)
        ]


def _values_of_channel(output_channel: Text, answers: Answers) -> Dict[Text, Text]:
    """What only some channels can say: a code for going on elsewhere; the web also return codes, and addresses that open once."""
    handover = {"handover_code": HANDOVER_CODE_MARK, "handover_minutes": str(HANDOVER_MINUTES)} if output_channel in WITH_HANDOVER else {}
    if output_channel != WEB:
        return handover
    return {**handover, "return_code": RETURN_CODE_MARK, **values_for_wording(day_chosen=bool(times_of(answers)))}
