"""Danger -> the scripted way that answers it (pure). The ways themselves are stories under `data/safety/ways/`."""
from __future__ import annotations

from typing import Optional

from groundwork.dialogue import answering
from groundwork.dialogue.script import DANGER_PREFIX, Script
from groundwork.dialogue.walking import Walk

_CHECK = "_check"
#: Where a class has no way of its own, help is still named.
_OTHERWISE = "help_now"


def danger_way(script: Script, danger: str) -> Optional[str]:
    """The interruption for a danger ("self_harm", "self_harm_check"); None only in a project without any."""
    names = (DANGER_PREFIX + danger, DANGER_PREFIX + danger.removesuffix(_CHECK), _OTHERWISE)
    return next((name for name in names if name in script.interruptions), None)


def in_same_way(walk: Walk, way: str) -> bool:
    """Whether the open question already belongs to this danger's way, in either tier."""
    here = walk.state.place[0] if walk.state.place else ""
    return here.removesuffix(_CHECK) == way.removesuffix(_CHECK)


def danger_again(walk: Walk, way: str) -> None:
    """Danger named once more inside its own way, in words that are none of its choices.

    A clear sign at a check-in question goes on to the hard stop; elsewhere it counts as "yes" where that is a choice, else the way
    begins again in its next wording. It never loops on one question.
    """
    here = walk.state.place[0] if walk.state.place else ""
    yes = next((choice for choice in walk.choices() if choice.id == "yes"), None)
    if (here.endswith(_CHECK) and not way.endswith(_CHECK)) or yes is None:
        walk.interrupt(way)
    else:
        answering.answer_with_choices(walk, [yes])
