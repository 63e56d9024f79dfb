"""Danger -> the scripted way that answers it (pure). The ways themselves are stories under `data/safety/ways/`."""
from __future__ import annotations

from typing import Optional

from groundwork.dialogue import answering
from groundwork.dialogue.script import CHECK_SUFFIX, DANGER_PREFIX, Place, Script, way_of
from groundwork.dialogue.walking import Walk

#: Where a class has no way of its own, help is still named.
_OTHERWISE = "help_now"
_YES = "yes"


def danger_way(script: Script, danger: str) -> Optional[str]:
    """The interruption for a danger ("self_harm", "self_harm_check"); None only in a project without any."""
    names = (DANGER_PREFIX + danger, DANGER_PREFIX + danger.removesuffix(CHECK_SUFFIX), _OTHERWISE)
    return next((name for name in names if name in script.interruptions), None)


def in_same_way(walk: Walk, way: str) -> bool:
    """Whether the open question already belongs to this danger's way, in either tier."""
    return walk.state.place is not None and is_part_of(way, walk.state.place)


def is_part_of(way: str, place: Place) -> bool:
    """Whether a place belongs to a way, in either tier."""
    return way_of(place[0]) == way_of(way)


def danger_again(walk: Walk, way: str) -> None:
    """Danger named once more inside its own way, in words that are none of its choices.

    A clear sign at a check-in question goes on to the hard stop. Elsewhere it counts as "yes": at the open question where that is a choice,
    else at the way's first question, which is not asked a second time of someone who has just said it. A way without such a question,
    or a weaker sign, begins again in its next wording. It never loops on one question.
    """
    assert walk.state.place is not None
    is_clear = not way.endswith(CHECK_SUFFIX)
    here, step = walk.state.place
    if is_clear and here.endswith(CHECK_SUFFIX) and step == walk.script.journey(here).opening.question:
        walk.interrupt(way)
        return
    opening = walk.script.journey(way).opening.question or ""
    yes = next((choice for choice in walk.choices() if choice.id == _YES), None)
    if yes:
        answering.answer_with_choices(walk, [yes])
    elif is_clear and _YES in walk.script.journey(way).exits.get(opening, {}):
        walk.follow(way, walk.script.journey(way).exits[opening][_YES])
    else:
        walk.interrupt(way)
