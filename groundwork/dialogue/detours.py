"""Detours: another story in the middle of a journey, and back (pure). `visit_<story>` in a story; told in `docs/authors.md`.

Also what belongs to practice alone: it ends with danger, and it is only open for some hours after the safety questions.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

from groundwork.dialogue import script as signs
from groundwork.dialogue.partner_naming import is_to_be_asked
from groundwork.dialogue.script import Place, Run
from groundwork.dialogue.state import Ahead

if TYPE_CHECKING:
    from groundwork.dialogue.walking import Walk


def visit(walk: Walk, signpost: str, journey: str, rest: Run) -> bool:
    """Walk another story first, and the rest of this run after it; False where there is nothing to visit.

    A changed answer is no reason to walk a detour again.
    """
    name = _visited(walk, signpost)
    if name is None or walk.state.editing or (name == walk.ways.naming and not is_to_be_asked(walk)):
        return False
    _begin(walk, name, journey, rest)
    return True


def _begin(walk: Walk, name: str, journey: str, rest: Run) -> None:
    ahead = still_ahead(walk, journey)
    walk.state = walk.state.but(ahead=(*ahead, Ahead(name, journey, rest.actions, rest.question)))
    if walk.is_closed((name, "")):
        walk.open_journey(walk.ways.safe)
    else:
        walk.follow(name, walk.script.journey(name).opening)


def _visited(walk: Walk, signpost: str) -> Optional[str]:
    """The story that a signpost names; `visit_chosen_x` names the story `x_<choice>` of the kept answer x, where there is one."""
    if not signpost.startswith(signs.VISIT_CHOSEN_PREFIX):
        return signpost[len(signs.VISIT_PREFIX):]
    kept = signpost[len(signs.VISIT_CHOSEN_PREFIX):]
    answer = walk.answers.get(kept)
    name = f"{kept}_{answer.choices[0]}" if answer and answer.choices else ""
    return name if name in walk.script.journeys else None


def is_over(walk: Walk) -> bool:
    """Whether what is walked to its end is a detour."""
    ahead = walk.state.ahead
    return bool(ahead) and not walk.state.interrupted and walk.walked == ahead[-1].detour


def leave(walk: Walk) -> None:
    """On with what follows the detour; its own questions are no longer on the path. A question that led into it is only asked again."""
    after = walk.state.ahead[-1]
    visited = tuple(place for place in walk.state.visited if place[0] != after.detour)
    walk.state = walk.state.but(ahead=walk.state.ahead[:-1], visited=visited)
    if after.question and after.actions == (after.question,) and (after.journey, after.question) in visited:
        walk.open_again((after.journey, after.question))
    else:
        walk.follow(after.journey, Run(after.actions, after.question))


def still_ahead(walk: Walk, journey: str) -> Tuple[Ahead, ...]:
    """What still follows once this journey is walked: a detour that was left by another way is not gone on with."""
    ahead = walk.state.ahead
    while ahead and ahead[-1].detour != journey and not walk.is_interruption(journey):
        ahead = ahead[:-1]
    return ahead


def needs_gate(walk: Walk, place: Place) -> bool:
    """Whether the safety questions come first: for practice, where they were answered too long ago, or never."""
    if place[0] not in walk.ways.practice or walk.ways.gate_again not in walk.script.journeys:
        return False
    passed = walk.state.gate_passed
    return passed is None or walk.now - passed > walk.ways.gate_lasts


def ask_gate(walk: Walk) -> None:
    """The safety questions, then the open question again."""
    assert walk.state.place is not None
    journey, step = walk.state.place
    _begin(walk, walk.ways.gate_again, journey, Run((step,), step))


def after_danger(walk: Walk, place: Place) -> Place:
    """Where to go on: practice does not go on after danger, it begins anew, where it can be left. After a false alarm (left at its
    first question) it goes on."""
    came_from = walk.came_from
    if place[0] not in walk.ways.practice or came_from is None or not came_from[0].startswith(signs.DANGER_PREFIX):
        return place
    if came_from[1] == walk.script.journey(came_from[0]).opening.question:
        return place
    return place[0], walk.script.journey(place[0]).opening.question or place[1]
