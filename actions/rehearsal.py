"""The rehearsal: a comment on the answer to a partner's reaction, and a summary of what worked."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from groundwork.dialogue.state import Answer, answers_from_dict
from groundwork.rehearsal.judging import judge
from groundwork.rehearsal.rounds import Round, rounds_in, summarise, with_round
from groundwork.rehearsal.saying import Commentary
from groundwork.rehearsal.signs import shared_replies

SLOT = "rehearsal"
_NOTHING = Answer("", (), "", "")

judge("Loads the model when the action server starts, not while somebody waits.", "", "", shared_replies())


class ActionCoachReply(Action):
    """Says what the answer just given does, at most one praise and two remarks; it never asks for another try."""

    def name(self) -> Text:
        return "action_coach_reply"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        answers, slot = answers_from_dict(tracker.get_slot("answers")), tracker.get_slot(SLOT) or {}
        reply = answers.get("reply", _NOTHING)
        reaction, journey = _choice(answers, "reaction"), _choice(answers, "journey")
        commentary = Commentary(domain["responses"], reaction, journey, slot.get("said") or {})
        if reply.choices:
            does = shared_replies().setting(reaction).quiet if reply.choices[0] == "quiet" else ""
            spoken, played = commentary.without_words("_".join(part for part in (reply.choices[0], does) if part)), None
        else:
            judgement = judge(reply.words, reaction, journey, shared_replies())
            spoken = commentary.comment(judgement, reply.words)
            played = Round(reaction, judgement.praise.code if judgement.praise else None, tuple(remark.code for remark in judgement.remarks))
        for message in spoken.messages:
            dispatcher.utter_message(text=message)
        played = played or Round(reaction, reply.choices[0], ())
        return [SlotSet(SLOT, with_round(slot, played, spoken.said))]


class ActionSumUpRehearsal(Action):
    """Says what worked in the answers, and begins the count anew."""

    def name(self) -> Text:
        return "action_sum_up_rehearsal"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        slot, answers = tracker.get_slot(SLOT) or {}, answers_from_dict(tracker.get_slot("answers"))
        rounds = rounds_in(slot)
        if not rounds:
            return []
        summary = summarise(rounds)
        commentary = Commentary(domain["responses"], "", _choice(answers, "journey"), slot.get("said") or {})
        lines = [line for line in (commentary.say(f"worked_{code}") for code in summary.worked) if line]
        if lines:
            lines += [line for line in (commentary.say(f"better_{summary.better}"),) if summary.better and line]
            dispatcher.utter_message(response="utter_reply_worked", lines="\n".join(lines))
        else:
            dispatcher.utter_message(response="utter_reply_worked_nothing")
        mind = commentary.say(f"mind_{summary.mind}") if summary.mind else None
        if mind:
            dispatcher.utter_message(text=mind)
        return [SlotSet(SLOT, {"rounds": [], "said": slot.get("said") or {}})]


def _choice(answers: Mapping[str, Answer], name: str) -> str:
    """The choice kept under a name, or nothing."""
    choices = answers.get(name, _NOTHING).choices
    return choices[0] if choices else ""
