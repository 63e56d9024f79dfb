"""Moves that work at every question: back, repeat, skip, why, example (pure)."""
from __future__ import annotations

from groundwork.dialogue import answering
from groundwork.dialogue.walking import Walk


def make(walk: Walk, move: str) -> None:
    """Carry out a move by its name in `config.yml`; an unknown one asks the question again."""
    {"back": back, "skip": skip, "why": why, "example": example}.get(move, repeat)(walk)


def repeat(walk: Walk) -> None:
    """Say the question again, in full."""
    if walk.state.place and not walk.question().dynamic:
        walk.ask(as_before=True)
    else:
        walk.ask_again()


def back(walk: Walk) -> None:
    """To the question before this one, along the way that was walked."""
    if walk.in_danger_way():
        walk.say("utter_back_at_first")
        walk.ask_again()
    elif walk.state.heard:
        answering.ask_for_other_feelings(walk, afresh=True)
    elif walk.state.interrupted:
        walk.go_on()
    elif walk.state.editing:
        walk.return_from_edit()
    elif walk.state.visited:
        place = walk.state.visited[-1]
        walk.state = walk.state.but(visited=walk.state.visited[:-1])
        if walk.script.has(place) and not walk.is_closed(place):
            walk.open(place, as_before=True)
        else:
            back(walk)
    else:
        walk.say("utter_back_at_first")
        walk.ask_again()


def skip(walk: Walk) -> None:
    """Past this question, where the way does not depend on its answer; a way after danger is walked on, never jumped out of."""
    if walk.state.interrupted and not walk.in_danger_way():
        walk.go_on()
    elif not answering.skip(walk):
        walk.say("utter_cannot_skip")
        walk.ask_again()


def why(walk: Walk) -> None:
    """Why this is asked, then the question again."""
    _tell(walk, "why", "utter_no_why")


def example(walk: Walk) -> None:
    """An example of an answer, then the question again."""
    _tell(walk, "example", "utter_no_example")


def _tell(walk: Walk, part: str, otherwise: str) -> None:
    if walk.state.place and not walk.say_of_step(walk.asked_step(), part):
        walk.say(otherwise)
    walk.ask_again()
