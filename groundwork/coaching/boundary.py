"""A boundary: what I will do, told apart from a rule for you, a request to you, and an ultimatum (pure)."""
from __future__ import annotations

from typing import Iterator, List, Optional

from groundwork.coaching.noticing import Mark, limits, without_overlaps
from groundwork.coaching.noticing.absolutes import absolutes
from groundwork.coaching.noticing.labels import labels
from groundwork.coaching.parse import Text

_STRENGTHS = (limits.own_actions, limits.clarity, limits.kindness)


def remarks(text: Text) -> List[Mark]:
    """What makes it less of a boundary."""
    acts = any(True for sentence in text.sentences for _ in limits.own_actions(sentence))
    found: List[Mark] = []
    for sentence in text.sentences:
        marks = [*limits.ultimatums(sentence), *labels(sentence), *limits.rules_for_other(sentence)]
        marks += [] if acts else [*limits.requests_instead(sentence)]
        marks += absolutes(sentence)
        marks += [] if acts or any(mark.code == "rule_for_other" for mark in marks) else [*limits.vague(sentence)]
        found += without_overlaps(marks, beside=("vague",))
    return found


def strengths(text: Text) -> List[Mark]:
    """What makes it a boundary."""
    return [mark for sentence in text.sentences for rule in _STRENGTHS for mark in rule(sentence)]


def missing(strong: List[Mark]) -> Iterator[str]:
    """A boundary needs something that I do."""
    if not any(mark.code == "own_action" for mark in strong):
        yield "no_own_action"


def form(said: List[Mark], strong: List[Mark]) -> Optional[str]:
    """What the text really is."""
    codes = {mark.code for mark in said}
    if codes & {"ultimatum", "punishment"}:
        return "ultimatum"
    if any(mark.code == "own_action" for mark in strong):
        return "boundary"
    if "rule_for_other" in codes:
        return "rule"
    return "request" if "only_request" in codes else None
