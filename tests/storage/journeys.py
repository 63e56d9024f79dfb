"""Random conversations as Rasa's events, turn by turn, from a seed: what a store may be given."""
from __future__ import annotations

import random
import string
from typing import Any, Dict, List

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted, ActiveLoop, AllSlotsReset, BotUttered, ConversationPaused, ConversationResumed, Event, FollowupAction, Restarted, SessionStarted,
    SlotSet, UserUttered, UserUtteranceReverted,
)

NAMES = ("dialogue_state", "answers", "coach_said", "rehearsal", "coaching")
SLOTS = {
    name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}], **({"initial_value": "none yet"} if name == "coaching" else {})}
    for name in ("consent", "erase_requested", "keep_days", *NAMES)
}
DOMAIN = Domain.from_dict({"intents": ["inform"], "entities": ["danger"], "slots": SLOTS, "actions": ["action_coach"], "responses": {}})


class RandomConversation:
    """One conversation; `turn()` gives the events of the next turn."""

    def __init__(self, seed: int, undoing: bool = True) -> None:
        """undoing: whether turns may hold events that undo others."""
        self._random = random.Random(seed)
        self._undoing = undoing
        self._begun = False

    def turn(self) -> List[Event]:
        """What Rasa adds to the tracker in one turn."""
        events: List[Event] = [] if self._begun else [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
        self._begun = True
        if self._random.random() < 0.97:
            parse = {"text": self._words(), "intent": {"name": "inform", "confidence": self._random.random()}, "entities": [], "intent_ranking": []}
            events.append(UserUttered(parse["text"], parse["intent"], [], parse, input_channel=self._random.choice(["web", "rest"]), message_id=self._words()))
        for _ in range(self._random.randrange(5)):
            events.append(self._event())
        if self._undoing and self._random.random() < 0.08:
            events.append(self._random.choice([UserUtteranceReverted, AllSlotsReset, Restarted, SessionStarted])())
            events.append(SlotSet("answers", self._value()))
        return [*events, ActionExecuted("action_listen")]

    def _event(self) -> Event:
        made: Dict[str, Any] = {
            "slot": self._slot,
            "bot": lambda: BotUttered(self._words(), {"buttons": [{"title": "One", "payload": "a:b"}]}, {"metadata": {"progress": [1, 3]}}),
            "action": lambda: ActionExecuted("action_coach", policy="JourneyPolicy", confidence=1.0),
            "loop": lambda: ActiveLoop(self._random.choice(["form", None])),
            "pause": lambda: self._random.choice([ConversationPaused, ConversationResumed])(),
            "next": lambda: FollowupAction("action_coach"),
        }
        kind = self._random.choices(list(made), weights=[6, 5, 5, 1, 1, 1])[0]
        event: Event = made[kind]()
        return event

    def _slot(self) -> SlotSet:
        name = self._random.choice(NAMES)
        return SlotSet(name, {"said": {self._words(): 1}} if name == "dialogue_state" else self._value())

    def _value(self) -> Any:
        return self._random.choice([None, True, self._words(), {self._words(): [self._random.random(), None, {"words": self._words()}]}, [], "none yet"])

    def _words(self) -> str:
        letters = string.ascii_letters + " äß…🙂\"\\\n"
        return "".join(self._random.choice(letters) for _ in range(self._random.randrange(1, 60)))
