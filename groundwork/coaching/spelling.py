"""Misspellings of the words that the coach looks for (pure): only a word that English does not have is read as its neighbour."""
from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, Iterator, Optional

from groundwork.coaching.model import english_lemmas, shared_model
from groundwork.coaching.words import words

#: Shorter words have too many neighbours.
SHORTEST = 5
_CLASSES = ("traits", "insults", "hurting_verbs", "caring_verbs", "feelings_adjectives", "feelings_verbs", "time_words", "common")


@lru_cache(maxsize=4096)
def corrected(word: str) -> str:
    """The word, or the one that the coach knows and that differs by one letter left out, put in, changed or swapped."""
    lower = word.lower()
    if len(lower) < SHORTEST or not lower.isalpha() or word[0].isupper() or _is_english(lower):
        return word
    return _neighbour(lower) or _neighbour(_squeezed(lower)) or word


def _neighbour(word: str) -> Optional[str]:
    if word in _targets():
        return word
    found = {_by_deletion()[short] for short in _deletions(word) if short in _by_deletion()}
    found |= {_by_deletion()[word]} if word in _by_deletion() else set()
    return min(found) if len(found) == 1 else None


def _squeezed(word: str) -> str:
    """Letters that are drawn out ("sooorry") twice at most."""
    kept: str = ""
    for letter in word:
        kept += "" if kept.endswith(letter * 2) else letter
    return kept


def _is_english(word: str) -> bool:
    return word in english_lemmas() or word in shared_model().vocab.strings


@lru_cache(maxsize=1)
def _targets() -> FrozenSet[str]:
    return frozenset(word for name in _CLASSES for word in words(name) if len(word) >= SHORTEST and word.isalpha())


@lru_cache(maxsize=1)
def _by_deletion() -> Dict[str, str]:
    """A target with one letter left out -> the target; what belongs to two targets is left out."""
    table: Dict[str, str] = {}
    ambiguous = set()
    for target in _targets():
        for short in set(_deletions(target)):
            if table.setdefault(short, target) != target:
                ambiguous.add(short)
    return {short: target for short, target in table.items() if short not in ambiguous}


def _deletions(word: str) -> Iterator[str]:
    yield from (word[:index] + word[index + 1 :] for index in range(len(word)))
