"""Signposts and directives of the stories, followed (pure). What each means is told in `docs/authors.md`."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from groundwork.dialogue import script as signs
from groundwork.dialogue.partner_naming import write_my_partner
from groundwork.dialogue.state import DialogueState

if TYPE_CHECKING:
    from groundwork.dialogue.walking import Walk


def go(walk: Walk, signpost: str) -> None:
    """Follow a signpost: on to a journey, a role, an answer to change, or back to what was interrupted."""
    if signpost == signs.GO_ON or (signpost == signs.GO_PAST and not walk.state.interrupted):
        if walk.walked == walk.ways.gate_again:
            walk.state = walk.state.but(gate_passed=walk.now)
        walk.go_on()
    elif signpost == signs.GO_PAST:
        walk.past = True
    elif signpost == signs.GO_QUESTION_BEFORE:
        _open_before(walk)
    elif signpost == signs.GO_CHOSEN_ANSWER:
        answer = walk.answers.get(walk.chosen_answer or "")
        walk.edit(answer.place) if answer and walk.script.has(answer.place) else walk.go_on()
    elif signpost == signs.GO_CHOSEN_ROLE:
        _open_chosen_role(walk)
    elif signpost == signs.GO_CHOSEN_JOURNEY:
        if walk.walked == walk.ways.gate:
            walk.state = walk.state.but(gate_passed=walk.now)
            if walk.state.partner_steps_closed:
                walk.state = walk.state.but(closed_by=(), taken_back=False, visited=())
        walk.open_journey(_chosen_journey(walk, with_length=True))
    elif signpost == signs.GO_CHOSEN_WAY:
        _open_chosen_way(walk)
    elif signpost[len(signs.GO_PREFIX):] in walk.script.interruptions:
        name = signpost[len(signs.GO_PREFIX):]
        walk.interrupt(name, instead=name.startswith(signs.DANGER_PREFIX))
    else:
        walk.open_journey(signpost[len(signs.GO_PREFIX):])


def _open_before(walk: Walk) -> None:
    """The question before this one, word for word; the answer just given is not on the path."""
    *path, place = walk.path or (walk.state.place,)
    assert place is not None
    walk.state = walk.state.but(visited=tuple(path))
    walk.open(place, as_before=True)


def _open_chosen_way(walk: Walk) -> None:
    """The safety questions come first. Once something has closed what faces the partner they are not asked in passing: three times "no"
    may be said out of fear, so only the safe lane's "that is not how it is" leads back to them."""
    chosen = _chosen_journey(walk, with_length=False)
    name = chosen if walk.is_open(chosen) else walk.ways.gate
    if walk.is_closed((name, "")):
        walk.say("utter_still_closed")
    walk.open_journey(name)


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


def _leave_time_open(walk: Walk) -> None:
    """The words of the interrupted question stay, without the time that was understood in them."""
    name = walk.questions.get(walk.state.interrupted[-1][1]).keeps if walk.state.interrupted else None
    if name in walk.answers:
        walk.answers[name] = replace(walk.answers[name], when=None)


def obey(walk: Walk, directive: str) -> None:
    """Carry out a directive: close or reopen partner-facing steps, forget."""
    if directive == signs.CLOSE_PARTNER_STEPS:
        causes = tuple(dict.fromkeys((*walk.state.closed_by, walk.walked)))
        walk.state = walk.state.but(closed_by=causes, taken_back=False)
    elif directive == signs.ASK_SAFETY_ANEW:
        walk.state = walk.state.but(taken_back=True)
    elif directive == signs.REOPEN_PARTNER_STEPS:
        walk.state = walk.state.but(closed_by=tuple(cause for cause in walk.state.closed_by if cause != walk.walked))
    elif directive == signs.LEAVE_TIME_OPEN:
        _leave_time_open(walk)
    elif directive == signs.WRITE_MY_PARTNER:
        write_my_partner(walk)
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
