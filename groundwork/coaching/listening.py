"""Listening lines, for a partner who is ashamed (pure)."""
from __future__ import annotations

from typing import Iterator, List

from groundwork.coaching.noticing import Mark, hearing, without_overlaps
from groundwork.coaching.noticing.absolutes import absolutes
from groundwork.coaching.noticing.asking import why_questions
from groundwork.coaching.noticing.blame import blame
from groundwork.coaching.noticing.labels import labels
from groundwork.coaching.noticing.minds import mind_reading
from groundwork.coaching.noticing.threats import threats
from groundwork.coaching.parse import Text
from groundwork.coaching.phrases import phrases

_REMARKS = (threats, labels, hearing.pressure, hearing.dismissal, absolutes, mind_reading, hearing.advice, why_questions, blame)
_STRENGTHS = (hearing.open_questions, hearing.room)


def remarks(text: Text) -> List[Mark]:
    """What makes it harder to speak."""
    if any(True for sentence in text.sentences for _ in phrases("contrast", sentence)):
        return []  # words that would close are named there, to be replaced
    found: List[Mark] = []
    for sentence in text.sentences:
        found += without_overlaps([mark for rule in _REMARKS for mark in rule(sentence)])
    return found


def strengths(text: Text) -> List[Mark]:
    """What makes room."""
    return [mark for sentence in text.sentences for rule in _STRENGTHS for mark in rule(sentence)]


def missing(strong: List[Mark]) -> Iterator[str]:
    """Nothing: one kind sentence is enough."""
    yield from ()
