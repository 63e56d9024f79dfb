"""A message -> the units that are read for danger (pure)."""
from __future__ import annotations

import re
import unicodedata
from typing import List, Sequence, Tuple

from groundwork.understanding.typed_text import spoken_text

#: A sentence without punctuation is cut into windows of so many words, each beginning so many words after the last.
WINDOW_WORDS = 30
WINDOW_STEP = 20
#: Neighbouring sentences that are read together: about as much as one thing told takes.
PASSAGE_SENTENCES = 3
#: More units than this are not read one by one: a flood of text must not cost more than about 100 ms.
MAX_UNITS = 24
_BOUNDARY = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+|;\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
#: Unicode categories of emoji and what modifies them.
_PICTURES = ("So", "Sk", "Cn", "Cf", "Mn")
_ELONGATED = re.compile(r"(.)\1{2,}")


def plain_text(text: str) -> str:
    """Straight quotes, no emoji, no leading slash, a letter at most twice in a row."""
    words = "".join(char for char in spoken_text(text).translate(_QUOTES) if char.isascii() or unicodedata.category(char) not in _PICTURES)
    return _ELONGATED.sub(r"\1\1", re.sub(r" {2,}", " ", words).strip())


def units_of(text: str) -> List[str]:
    """The whole text first, then its sentences (or windows of words) where there is more than one."""
    whole = plain_text(text)
    pieces = [window for sentence in _BOUNDARY.split(whole) for window in _windows(sentence)]
    pieces = [piece for piece in pieces if sum(char.isalnum() for char in piece) > 2]
    if len(pieces) < 2:
        return [whole]
    return [whole, *(pieces[: MAX_UNITS // 2] + pieces[MAX_UNITS // 2 :][-(MAX_UNITS // 2) :])]


def read_units(units: List[str]) -> List[str]:
    """The units that patterns read one by one: the sentences, or the whole where it is one sentence."""
    return units[1:] or units


def passages_of(units: Sequence[str]) -> List[Tuple[str, Tuple[int, ...]]]:
    """Each passage with the places in `units` of the sentences in it: the whole text, then every few neighbouring sentences of a longer one.

    What takes three sentences to tell is heard between other things as it is alone.
    """
    if len(units) == 1:
        return [(units[0], (0,))]
    found = [(units[0], tuple(range(1, len(units))))]
    if len(units) - 1 > PASSAGE_SENTENCES:
        for start in range(1, len(units) - PASSAGE_SENTENCES + 1):
            places = tuple(range(start, start + PASSAGE_SENTENCES))
            found.append((" ".join(units[place] for place in places), places))
    return found


def _windows(sentence: str) -> List[str]:
    words = sentence.split()
    if len(words) <= WINDOW_WORDS + WINDOW_STEP // 2:
        return [" ".join(words)]
    starts = range(0, len(words) - WINDOW_WORDS + WINDOW_STEP, WINDOW_STEP)
    return [" ".join(words[start : start + WINDOW_WORDS]) for start in starts]
