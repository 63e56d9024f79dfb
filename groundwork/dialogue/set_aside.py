"""How an open question stood when it was interrupted, so that it comes back just so (pure).

A coached sentence stays at its second try, two close topics stay the only ones offered, and feelings that are being named back stay named.
"""
from __future__ import annotations

from typing import Any, Dict, Mapping

from groundwork.dialogue.script import Place
from groundwork.dialogue.state import DialogueState

#: What belongs to the open question alone, as it is when the question is asked afresh.
AFRESH: Mapping[str, Any] = {"tried": False, "offered": (), "heard": (), "named_back": False}


def set_aside(state: DialogueState) -> DialogueState:
    """The state with a note of how its open question stands; without one where it stands as it was asked."""
    assert state.place is not None
    stands = {name: getattr(state, name) for name, value in AFRESH.items() if getattr(state, name) != value}
    others = {key: value for key, value in state.set_aside.items() if key != _key(state.place)}
    return state.but(set_aside={**others, _key(state.place): stands} if stands else others)


def taken_up(state: DialogueState, place: Place) -> DialogueState:
    """The state with this question open as it stood when it was set aside, or afresh."""
    stands: Dict[str, Any] = {**AFRESH, **state.set_aside.get(_key(place), {})}
    left = {key: value for key, value in state.set_aside.items() if key != _key(place)}
    stands = {name: tuple(value) if isinstance(value, list) else value for name, value in stands.items()}
    return state.but(place=place, set_aside=left, **stands)


def dropped(state: DialogueState, place: Place) -> DialogueState:
    """The state without the note on this question: it will be asked afresh."""
    return state.but(set_aside={key: value for key, value in state.set_aside.items() if key != _key(place)})


def _key(place: Place) -> str:
    return "/".join(place)
