"""A request: whether it can be done, seen and answered (pure)."""
from __future__ import annotations

from typing import Iterator, List

from groundwork.coaching.noticing import Mark, mark, requests, without_overlaps
from groundwork.coaching.noticing.absolutes import absolutes
from groundwork.coaching.noticing.labels import labels
from groundwork.coaching.noticing.threats import threats
from groundwork.coaching.parse import Text


def remarks(text: Text) -> List[Mark]:
    """What makes it hard to say yes to."""
    positive = any(True for sentence in text.sentences for _ in requests.positives(sentence))
    found: List[Mark] = []
    for sentence in text.sentences:
        marks = [*threats(sentence), *labels(sentence), *requests.not_doable(sentence), *requests.not_observable(sentence)]
        marks += [] if positive else [*requests.negatives(sentence)]
        marks += absolutes(sentence)
        found += without_overlaps(marks)
    return found + list(requests.several(text))


def strengths(text: Text) -> List[Mark]:
    """What makes it easy to answer."""
    found = [one for sentence in text.sentences for rule in (requests.positives, requests.concreteness) for one in rule(sentence)]
    if requests.count(text) == 1 and not list(requests.several(text)):
        first = next((one for one in found), None)
        if first is not None:
            found.append(mark("one_thing", first.sentence, first.first, first.last))
    return found


def missing(strong: List[Mark]) -> Iterator[str]:
    """Nothing: whatever is asked for can be kept as it is."""
    yield from ()
