"""The plan on one page."""
from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from groundwork.plan.page import page_lines


class ActionShowPlan(Action):
    """Says the plan: every labelled answer of this journey, line by line, in the person's own words."""

    def name(self) -> Text:
        return "action_show_plan"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        answers = tracker.get_slot("answers") or {}
        chosen = (answers.get("journey") or {}).get("choices") or [None]
        lines = page_lines(answers, domain["responses"], chosen[0])
        if lines:
            dispatcher.utter_message(response="utter_plan", lines="\n".join(lines))
        else:
            dispatcher.utter_message(response="utter_plan_empty")
        return []
