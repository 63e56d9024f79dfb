"""What the person has said so far, and all that is kept about them."""
from __future__ import annotations

from typing import Any, Dict, List, Sequence, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from groundwork.dialogue.state import DialogueState
from groundwork.dialogue.tracker_reading import STATE_SLOT
from groundwork.plan.kept import everything_kept
from groundwork.plan.page import Line, chat_text, plan_of
from groundwork.services.directory import shared_directory


class ActionSayAnswers(Action):
    """"What have I said so far": the labelled answers."""

    def name(self) -> Text:
        return "action_say_answers"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        _say_lines(dispatcher, "utter_answers", plan_of(tracker.get_slot("answers") or {}, domain["responses"]).lines, tracker, domain)
        return []


class ActionSayKept(Action):
    """"What do you have about me": every kept answer, with a label or without, and what else is known."""

    def name(self) -> Text:
        return "action_say_kept"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
        lines = everything_kept(tracker.get_slot("answers") or {}, state, domain["responses"], shared_directory())
        _say_lines(dispatcher, "utter_kept", lines, tracker, domain)
        return []


def _say_lines(dispatcher: CollectingDispatcher, response: Text, lines: Sequence[Line], tracker: Tracker, domain: Dict[Text, Any]) -> None:
    if lines:
        dispatcher.utter_message(response=response, lines=chat_text(lines, domain["responses"], tracker.get_latest_input_channel() or ""))
    else:
        dispatcher.utter_message(response=f"{response}_empty")
