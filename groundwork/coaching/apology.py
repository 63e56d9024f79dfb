"""An apology: what takes it back, and which of its parts are there (pure)."""
from __future__ import annotations

from typing import Iterator, List

from groundwork.coaching.noticing import Mark, without_overlaps
from groundwork.coaching.noticing import apologising as taking_back
from groundwork.coaching.noticing import owning
from groundwork.coaching.noticing.absolutes import absolutes
from groundwork.coaching.noticing.asking import orders
from groundwork.coaching.noticing.blame import blame
from groundwork.coaching.noticing.labels import labels
from groundwork.coaching.parse import Text
from groundwork.coaching.phrases import phrases

_STRENGTHS = (owning.responsibility, owning.harm, owning.repair)
_LACKS = {"responsibility": ("no_responsibility", ("responsibility",)), "repair": ("no_repair", ("repair", "changed")), "harm": ("no_harm", ("harm",))}


def remarks(text: Text) -> List[Mark]:
    """What takes it back."""
    no_excuse = any(True for sentence in text.sentences for _ in phrases("no_excuse", sentence))
    found: List[Mark] = []
    sorry = False
    for sentence in text.sentences:
        marks = [*taking_back.conditions(sentence), *taking_back.about_their_reaction(sentence), *taking_back.mock_apologies(sentence), *taking_back.but_clauses(sentence, sorry)]
        marks += [*taking_back.passives(sentence), *taking_back.minimising(sentence), *taking_back.excuses(sentence, no_excuse)]
        marks += [*taking_back.pleas(sentence), *labels(sentence), *absolutes(sentence), *blame(sentence), *orders(sentence)]
        found += without_overlaps(marks)
        sorry = sorry or taking_back.regrets(sentence)
    return found


def strengths(text: Text) -> List[Mark]:
    """The parts that carry."""
    return [mark for sentence in text.sentences for rule in _STRENGTHS for mark in rule(sentence)]


def missing(strong: List[Mark]) -> Iterator[str]:
    """The parts that are not there, the one that carries most first."""
    said = {mark.code for mark in strong}
    yield from (code for code, parts in _LACKS.values() if not said & set(parts))
