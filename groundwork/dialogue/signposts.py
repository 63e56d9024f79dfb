"""Signposts and directives of the stories, followed (pure). What each means is told in `docs/authors.md`."""
from __future__ import annotations

from typing import TYPE_CHECKING

from groundwork.dialogue import script as signs
from groundwork.dialogue.state import DialogueState

if TYPE_CHECKING:
    from groundwork.dialogue.walking import Walk


def go(walk: Walk, signpost: str) -> None:
    """Follow a signpost: on to a journey, a role, an answer to change, or back to what was interrupted."""
    if signpost == signs.GO_ON:
        if walk.walked == walk.ways.gate_again:
            walk.state = walk.state.but(gate_passed=walk.now)
        walk.go_on()
    elif signpost == signs.GO_QUESTION_BEFORE:
        _open_before(walk)
    elif signpost == signs.GO_CHOSEN_ANSWER:
        answer = walk.answers.get(walk.chosen_answer or "")
        walk.edit(answer.place) if answer and walk.script.has(answer.place) else walk.go_on()
    elif signpost == signs.GO_CHOSEN_ROLE:
        _open_chosen_role(walk)
    elif signpost == signs.GO_CHOSEN_JOURNEY:
        if walk.walked == walk.ways.gate:
            walk.state = walk.state.but(closed_by=None, gate_passed=walk.now)
        walk.open_journey(_chosen_journey(walk, with_length=True))
    elif signpost == signs.GO_CHOSEN_WAY:
        chosen = _chosen_journey(walk, with_length=False)
        walk.open_journey(chosen if walk.is_open(chosen) else walk.ways.gate)
    else:
        name = signpost[len(signs.GO_PREFIX):]
        walk.interrupt(name) if walk.is_interruption(name) else walk.open_journey(name)


def _open_before(walk: Walk) -> None:
    """The question before this one, word for word; the answer just given is not on the path."""
    *path, place = walk.path or (walk.state.place,)
    assert place is not None
    walk.state = walk.state.but(visited=tuple(path))
    walk.open(place, as_before=True)


def _open_chosen_role(walk: Walk) -> None:
    topic = walk.answers["topic"].choices[:1] if "topic" in walk.answers else ()
    place = (walk.ways.home, f"utter_role_{topic[0]}") if topic else None
    walk.open(place) if place and walk.script.has(place) else walk.open_journey(walk.ways.home)


def _chosen_journey(walk: Walk, with_length: bool) -> str:
    chosen = walk.answers["journey"].choices[0] if "journey" in walk.answers else walk.ways.home
    length = walk.answers["length"].choices if "length" in walk.answers else ()
    short = chosen + signs.SHORT_SUFFIX
    if with_length and "short" in length and short in walk.script.journeys:
        return short
    return chosen if chosen in walk.script.journeys else walk.ways.home


def obey(walk: Walk, directive: str) -> None:
    """Carry out a directive: close or reopen partner-facing steps, forget."""
    if directive == signs.CLOSE_PARTNER_STEPS:
        closed_by = walk.state.closed_by or walk.walked
        walk.state = walk.state.but(closed_by=closed_by, visited=(), editing=None)
    elif directive == signs.REOPEN_PARTNER_STEPS:
        if walk.state.closed_by == walk.walked:
            walk.state = walk.state.but(closed_by=None)
    elif directive == signs.CHOOSE_IN_TURN:
        walk.in_turn = True
    elif directive == signs.FORGET_ANSWERS:
        walk.answers.clear()
        walk.forgotten = True
        walk.state = walk.state.but(visited=(), editing=None)
    elif directive == signs.FORGET_EVERYTHING:
        walk.answers.clear()
        walk.erased = True
        walk.state = DialogueState()
