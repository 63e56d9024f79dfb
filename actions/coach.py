"""The coach: says what it notices in the answer just given, and asks for one more try at most."""
from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Dict, List, Optional, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from groundwork.coaching.coach import coach
from groundwork.coaching.findings import KINDS
from groundwork.coaching.saying import Speaker
from groundwork.dialogue.message import PLAIN_TEXT_MARK
from groundwork.dialogue.open_question import base_journey
from groundwork.dialogue.state import DialogueState
from groundwork.dialogue.tracker_reading import ASK_AGAIN, COACHING_SLOT, STATE_SLOT

#: How often each of the coach's responses was said, so that variations come in turn.
SAID_SLOT = "coach_said"

for _kind in KINDS:  # loads the model and the rules when the action server starts, not while somebody waits
    coach("You and I.", _kind)


class CoachAction(Action, ABC):
    """Looks at the latest message as one kind of sentence (`groundwork.coaching.findings.KINDS`)."""

    @property
    @abstractmethod
    def kind(self) -> Text:
        """What the answer is meant to be."""

    def name(self) -> Text:
        return f"action_coach_{self.kind}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]) -> List[Dict[Text, Any]]:
        state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
        if state.coached_at is None:
            return []
        journey, step = base_journey(state.coached_at[0]), state.coached_at[1]
        words = str(tracker.latest_message.get("text") or "").replace(PLAIN_TEXT_MARK, "").strip()
        said = tracker.get_slot(SAID_SLOT) or {}
        spoken = Speaker(domain["responses"], journey, self.kind, said).speak(coach(words, self.kind), words, second_try=state.last_try)
        for message in spoken.messages:
            dispatcher.utter_message(text=message)
        if not spoken.messages:
            _acknowledge(dispatcher, step, journey, domain)
        events = [SlotSet(SAID_SLOT, dict(spoken.said))] if spoken.said != said else []
        return events + ([SlotSet(COACHING_SLOT, ASK_AGAIN)] if spoken.asks_again else [])


def _acknowledge(dispatcher: CollectingDispatcher, step: Text, journey: Text, domain: Dict[Text, Any]) -> None:
    """The step's own word after an answer, where the coach has nothing to say."""
    names = (f"{step}_{journey}_after", f"{step}_after")
    written: Optional[Text] = next((name for name in names if name in domain["responses"]), None)
    if written:
        dispatcher.utter_message(response=written)


class ActionCoachOpening(CoachAction):
    """An opening line."""

    kind = "opening"


class ActionCoachApology(CoachAction):
    """An apology."""

    kind = "apology"


class ActionCoachBoundary(CoachAction):
    """A boundary."""

    kind = "boundary"


class ActionCoachRequest(CoachAction):
    """A request."""

    kind = "request"


class ActionCoachFacts(CoachAction):
    """What happened, as a camera would have seen it."""

    kind = "facts"


class ActionCoachListening(CoachAction):
    """A line for a partner who is ashamed."""

    kind = "listening"
