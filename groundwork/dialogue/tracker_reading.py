"""Rasa's trackers -> stories, rules and turns of this project (no decisions here)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.structures import RuleStep, StoryGraph

from groundwork.dialogue.message import Message
from groundwork.dialogue.script import Script
from groundwork.dialogue.state import STATE_SLOT
from groundwork.dialogue.story_reading import Story, StoryError, Turn, read_script

ANSWERS_SLOT = "answers"
CONSENT_SLOT = "consent"
ERASE_SLOT = "erase_requested"
#: Values of the erase slot: the whole conversation, or all that was said before this turn.
ERASE_ALL, ERASE_EARLIER = "all", "earlier"
COACHING_SLOT = "coaching"
#: Value of the coaching slot that an action sets to ask for another try.
ASK_AGAIN = "ask_again"
_SILENT = (ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME)


@dataclass(frozen=True)
class TrackerTurn:
    """One turn as the tracker shows it. actions_done: executed since the message; state_set: this turn was already decided."""

    message: Message
    actions_done: int = 0
    state_set: bool = False
    coach_asks_again: bool = False

    @classmethod
    def latest(cls, tracker: DialogueStateTracker) -> Optional["TrackerTurn"]:
        """The turn in progress, or None before the first message."""
        since: List[Event] = []
        for event in reversed(tracker.events):
            if isinstance(event, UserUttered):
                return _turn(event, list(reversed(since)))
            since.append(event)
        return None


def turns_of(tracker: DialogueStateTracker) -> List[TrackerTurn]:
    """Every turn of the conversation, oldest first."""
    groups: List[Tuple[UserUttered, List[Event]]] = []
    for event in tracker.events:
        if isinstance(event, UserUttered):
            groups.append((event, []))
        elif groups:
            groups[-1][1].append(event)
    return [_turn(user, since) for user, since in groups]


def _turn(user: UserUttered, since: Sequence[Event]) -> TrackerTurn:
    done = sum(1 for event in since if isinstance(event, ActionExecuted) and event.action_name not in _SILENT)
    slots = {event.key: event.value for event in since if isinstance(event, SlotSet)}
    return TrackerTurn(read_message(user), done, STATE_SLOT in slots, slots.get(COACHING_SLOT) == ASK_AGAIN)


def read_message(user: UserUttered) -> Message:
    """Rasa's user event as the dialogue reads it."""
    intent: Dict[str, Any] = user.intent or {}
    parse: Dict[str, Any] = user.parse_data or {}
    dangers = _entities(user, "danger")
    ranking = {entry["name"]: float(entry["confidence"]) for entry in parse.get("intent_ranking") or [] if entry.get("name")}
    return Message(
        text=user.text or "",
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        near_exact=bool(intent.get("near_exact")),
        choice=_entity(user, "choice"),
        danger=dangers[0] if dangers else None,
        danger_next=dangers[1] if len(dangers) > 1 else None,
        ranking=ranking,
        situations=parse.get("situations") or {},
        feelings=tuple(_entities(user, "feeling")),
        named=user.text is None,
        locale=(user.metadata or {}).get("locale"),
        zone=(user.metadata or {}).get("zone"),
        channel=user.input_channel,
        at=user.timestamp,
    )


def _entity(user: UserUttered, name: str) -> Optional[str]:
    return next(iter(_entities(user, name)), None)


def _entities(user: UserUttered, name: str) -> List[str]:
    return [str(entity.get("value")) for entity in user.entities or [] if entity.get("entity") == name]


def stories_from(trackers: Iterable[TrackerWithCachedStates]) -> List[Story]:
    """The stories as the training trackers tell them."""
    return [
        Story(tracker.sender_id, _story_turns(tracker.applied_events()))
        for tracker in trackers
        if not tracker.is_rule_tracker and not tracker.is_augmented
    ]


def rules_from(trackers: Iterable[TrackerWithCachedStates]) -> Dict[str, Tuple[str, ...]]:
    """intent -> actions of the one-answer rules."""
    rules: Dict[str, Tuple[str, ...]] = {}
    for tracker in trackers:
        if tracker.is_rule_tracker:
            for turn in _story_turns(tracker.applied_events()):
                rules[turn.intent] = turn.actions
    return rules


def script_from(graph: StoryGraph) -> Script:
    """The script straight from the story files, before anything is trained.

    Raises:
        StoryError: see `read_script`.
    """
    rules = _rules([step for step in graph.story_steps if isinstance(step, RuleStep)])
    stories = [Story(step.block_name, _story_turns(step.events)) for step in graph.story_steps if not isinstance(step, RuleStep)]
    return read_script(stories, rules)


def _rules(steps: Sequence[RuleStep]) -> Dict[str, Tuple[str, ...]]:
    rules: Dict[str, Tuple[str, ...]] = {}
    for step in steps:
        for turn in _story_turns(step.events):
            if rules.setdefault(turn.intent, turn.actions) != turn.actions:
                raise StoryError(f"Rule '{step.block_name}': another rule answers {turn.intent} in another way. Keep one of them.")
    return rules


def _story_turns(events: Iterable[Event]) -> Tuple[Turn, ...]:
    turns: List[Tuple[UserUttered, List[str]]] = []
    for event in events:
        if isinstance(event, UserUttered):
            turns.append((event, []))
        elif isinstance(event, ActionExecuted) and turns and event.action_name not in _SILENT and event.action_name:
            turns[-1][1].append(event.action_name)
    return tuple(Turn((user.intent or {}).get("name", ""), _entity(user, "choice"), tuple(said)) for user, said in turns)
