"""The plan on one page."""
from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from groundwork.plan.page import chat_text, chosen_journey, plan_of


class ActionShowPlan(Action):
    """Says the plan: every labelled answer of this journey, line by line, in the person's own words."""

    def name(self) -> Text:
        return "action_show_plan"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        answers = tracker.get_slot("answers") or {}
        lines = plan_of(answers, domain["responses"], chosen_journey(answers)).lines
        if lines:
            dispatcher.utter_message(response="utter_plan", lines=chat_text(lines, domain["responses"], tracker.get_latest_input_channel() or ""))
        else:
            dispatcher.utter_message(response="utter_plan_empty")
        return []
