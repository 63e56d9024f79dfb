"""Facts: what a camera would have seen, and what it would not (pure)."""
from __future__ import annotations

from typing import Iterator, List

from groundwork.coaching.noticing import Mark, observing, without_overlaps
from groundwork.coaching.noticing.absolutes import absolutes
from groundwork.coaching.parse import Text


def remarks(text: Text) -> List[Mark]:
    """What can be argued with."""
    found: List[Mark] = []
    for sentence in text.sentences:
        found += without_overlaps([*absolutes(sentence), *observing.motives(sentence), *observing.verdicts(sentence)])
    return found


def strengths(text: Text) -> List[Mark]:
    """What was seen or heard."""
    return [mark for sentence in text.sentences for mark in observing.camera(sentence)]


def missing(strong: List[Mark]) -> Iterator[str]:
    """Nothing: how much is told is up to the person."""
    yield from ()
