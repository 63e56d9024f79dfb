"""An opening line: what closes it, what opens it, what it lacks (pure)."""
from __future__ import annotations

from typing import Iterator, List

from groundwork.coaching.noticing import Mark, without_overlaps
from groundwork.coaching.noticing.absolutes import absolutes
from groundwork.coaching.noticing.asking import orders, why_questions
from groundwork.coaching.noticing.blame import blame
from groundwork.coaching.noticing.disguises import disguises
from groundwork.coaching.noticing.labels import labels
from groundwork.coaching.noticing.minds import mind_reading
from groundwork.coaching.noticing.own_side import events, own_feelings, speaks_of_self
from groundwork.coaching.noticing.reaching import partner_views, wishes
from groundwork.coaching.noticing.shape import several_topics, too_long
from groundwork.coaching.noticing.threats import threats
from groundwork.coaching.parse import Text

#: What is noticed sentence by sentence. Where two remarks are about the same words, only the one named first here is made.
_REMARKS = (threats, disguises, labels, absolutes, mind_reading, why_questions)
_STRENGTHS = (own_feelings, events, partner_views, wishes)
_LACKS = {"own_feeling": "no_own_feeling", "one_event": "no_single_event", "request": "no_request"}


def remarks(text: Text) -> List[Mark]:
    """What was said that tends to close."""
    found: List[Mark] = []
    only_them = not any(speaks_of_self(sentence) or any(True for _ in partner_views(sentence)) for sentence in text.sentences)
    for sentence in text.sentences:
        found += without_overlaps([*(mark for rule in _REMARKS for mark in rule(sentence)), *orders(sentence), *blame(sentence, only_them)])
    return found + list(several_topics(text)) + list(too_long(text))


def strengths(text: Text) -> List[Mark]:
    """What opens."""
    return [mark for sentence in text.sentences for rule in _STRENGTHS for mark in rule(sentence)]


def missing(strong: List[Mark]) -> Iterator[str]:
    """The codes of what is not there."""
    said = {mark.code for mark in strong}
    yield from (code for strength, code in _LACKS.items() if strength not in said)
