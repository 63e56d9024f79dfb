"""What the next turn needs of a conversation: the slots' values, whether it is paused, the active form, and the events of the last turn.

A snapshot is a list of serialised events whose replay gives the tracker that a replay of the whole history gives. It must be events, and nothing
beside them, since Rasa copies a tracker by replaying its events.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Container, Dict, List, Mapping, Sequence, Type

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted, ActionReverted, ActiveLoop, AllSlotsReset, ConversationPaused, Event, Restarted, SessionStarted, SlotSet, UserUtteranceReverted, UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

Stored = Dict[str, Any]
#: Events that undo others: what they leave of the slots cannot be told from the last turn alone.
_UNDOING = frozenset(event.type_name for event in (ActionReverted, AllSlotsReset, Restarted, SessionStarted, UserUtteranceReverted))
#: Where nobody speaks (events added over Rasa's API), at most this many events are taken for the last turn.
LONGEST_TURN = 200


def state_before(tracker: DialogueStateTracker, last_turn: Sequence[Stored]) -> List[Stored]:
    """The first part of a snapshot, whose second is the last turn: what the last turn does not tell itself.

    Args:
        tracker: as it is now.
        last_turn: serialised events, see `last_turn_of`.
    """
    at = float(last_turn[0].get("timestamp") or 0.0) if last_turn else 0.0
    undoing = any(event.get("event") in _UNDOING for event in last_turn)
    told = set() if undoing else {event.get("name") for event in last_turn if event.get("event") == SlotSet.type_name}
    before: List[Stored] = [
        SlotSet(slot.name, slot.value, timestamp=at).as_dict()
        for slot in tracker.slots.values()
        if slot.name not in told and slot.value != slot.initial_value
    ]
    if tracker.active_loop_name:
        before.append(ActiveLoop(tracker.active_loop_name, timestamp=at).as_dict())
    if tracker.is_paused():
        before.append(ConversationPaused(timestamp=at).as_dict())
    return before


def last_turn_of(events: Sequence[Stored]) -> List[Stored]:
    """The events from the wait before the last message on; of a snapshot or a history, with this turn's after it."""
    start = next((number for number in reversed(range(len(events))) if events[number].get("event") == UserUttered.type_name), 0)
    if start and _is_listen(events[start - 1]):
        start -= 1
    turn = list(events[start:])
    return turn if len(turn) <= LONGEST_TURN else turn[:2] + turn[-LONGEST_TURN:]


def events_from(stored: Sequence[Mapping[str, Any]]) -> List[Event]:
    """Serialised events -> events. Rasa's own way looks through all its classes for each."""
    return [_class_of(str(event["event"]))._from_parameters(dict(event)) for event in stored]


@lru_cache(maxsize=None)
def _class_of(type_name: str) -> Type[Event]:
    found: Type[Event] = Event.resolve_by_type(type_name)
    return found


def this_turn(tracker: DialogueStateTracker, without: Container[str], keeping: Sequence[str]) -> List[Event]:
    """The events of the last turn alone: a conversation without what was said earlier. without: slots that are left out. keeping: slots whose values stay."""
    since: List[Event] = []
    for event in reversed(tracker.events):
        if not (isinstance(event, SlotSet) and event.key in without):
            since.insert(0, event)
        if isinstance(event, UserUttered):
            break
    return [*(SlotSet(name, tracker.get_slot(name)) for name in keeping), ActionExecuted(ACTION_LISTEN_NAME), *since]


def _is_listen(event: Mapping[str, Any]) -> bool:
    return event.get("event") == ActionExecuted.type_name and event.get("name") == ACTION_LISTEN_NAME
