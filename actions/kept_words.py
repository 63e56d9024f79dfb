"""What the person has said so far, and all that is kept about them."""
from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from groundwork.plan.page import all_lines, page_lines


class ActionSayAnswers(Action):
    """"What have I said so far": the labelled answers."""

    def name(self) -> Text:
        return "action_say_answers"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        _say_lines(dispatcher, "utter_answers", page_lines(tracker.get_slot("answers") or {}, domain["responses"]))
        return []


class ActionSayKept(Action):
    """"What do you have about me": every kept answer, with a label or without."""

    def name(self) -> Text:
        return "action_say_kept"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        _say_lines(dispatcher, "utter_kept", all_lines(tracker.get_slot("answers") or {}, domain["responses"]))
        return []


def _say_lines(dispatcher: CollectingDispatcher, response: Text, lines: List[Text]) -> None:
    if lines:
        dispatcher.utter_message(response=response, lines="\n".join(lines))
    else:
        dispatcher.utter_message(response=f"{response}_empty")
