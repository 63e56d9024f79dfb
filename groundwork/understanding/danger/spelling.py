"""Slips of the finger -> the word that was meant, where it is one that danger detection knows (pure)."""
from __future__ import annotations

import re
from typing import Callable, Dict, List, Mapping, Optional

#: Shorter words have too many neighbours.
SHORTEST = 4
_WORD = re.compile(r"[^\W\d_]{%d,}" % SHORTEST)


class Spelling:
    """Undoes one slip in a word: two letters swapped, one left out or one too many; never the first letter, and never one letter for another.

    A letter in the place of another is left alone: it would turn "stubbed" into "stabbed" and "taped" into "raped".
    """

    def __init__(self, rarity: Mapping[str, float], is_word: Callable[[str], bool]) -> None:
        """`rarity`: the words that may be meant, lower case -> how rare each is; `is_word`: whether a word that is not among them is one all the same."""
        self._rarity = {word: value for word, value in rarity.items() if len(word) >= SHORTEST}
        self._is_word = is_word
        self._shortened: Dict[str, List[str]] = {}
        for word in sorted(self._rarity):
            for short in _without_one(word):
                self._shortened.setdefault(short, []).append(word)

    def corrected(self, text: str) -> str:
        """The text with such slips undone; everything else as it was."""
        return _WORD.sub(lambda match: self._meant(match.group(0)) or match.group(0), text)

    def _meant(self, word: str) -> Optional[str]:
        low = word.lower()
        if low in self._rarity or self._is_word(low):
            return None
        swapped = [low[:place] + low[place + 1] + low[place] + low[place + 2 :] for place in range(1, len(low) - 1)]
        found = {candidate for candidate in [*swapped, *_without_one(low)] if candidate in self._rarity} | set(self._shortened.get(low, ()))
        return min(found, key=lambda candidate: (self._rarity[candidate], candidate), default=None)


def _without_one(word: str) -> List[str]:
    """The word with one letter left out, not the first."""
    return sorted({word[:place] + word[place + 1 :] for place in range(1, len(word))})
