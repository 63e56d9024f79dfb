"""Words -> a number on a scale, and its band (pure). Numbers and bands are written with the question (`docs/authors.md`)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, FrozenSet, Mapping, Optional, Tuple

from groundwork.dialogue.choices import normalise

#: The band of words without a number in them.
UNCLEAR = "unclear"
#: "6/10", "6 out of 10": the second number is the scale's own. "not a 5" names no number.
_LEFT_OUT = re.compile(r"(?:/|\bout of|\bof)\s*(?:10|ten)\b|\bnot (?:an? )?\d{1,3}\b")
_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3})(?:[.,]\d+)?(?:\s*(%)|\s+([a-z]+)|(?!\w))")


@dataclass(frozen=True)
class Scale:
    """words: how numbers are said ("seven", "not at all"). not_before: words whose number is not on the scale ("2 kids").
    bands: (name, highest number), the lowest first."""

    words: Tuple[Tuple[str, int], ...]
    not_before: FrozenSet[str]
    bands: Tuple[Tuple[str, int], ...]

    def number_in(self, text: str) -> Optional[int]:
        """The number that the text names first, within the scale; of a number in words, the one in the most words. None if it names none."""
        plain = _LEFT_OUT.sub(" ", text.casefold())
        digits = [int(number) for number, _, behind in _NUMBER.findall(plain) if behind not in self.not_before]
        if digits:
            return self._within(digits[0])
        return self._in_words(f"{normalise(plain)} ")

    def band_of(self, number: Optional[int]) -> str:
        """The band that the number is in."""
        return next((name for name, highest in self.bands if number is not None and number <= highest), UNCLEAR)

    def _in_words(self, text: str) -> Optional[int]:
        """The number in the most words, the first of these."""
        found = [
            (-len(words.split()), match.start(), number)
            for words, number in self.words
            for match in re.finditer(rf"\b{words} (\w*)", text)
            if match.group(1) not in self.not_before
        ]
        return min(found)[2] if found else None

    def _within(self, number: int) -> int:
        """"70" and "50/50" are said of a hundred."""
        highest = self.bands[-1][1]
        return min(number // 10 if number >= 2 * highest else number, highest)


def read_scale(written: Mapping[str, Any]) -> Scale:
    """The `scale` of a question's metadata: `words` (number -> list of wordings), `not_before` (words), `bands` (name -> highest number)."""
    words = [(normalise(str(wording)), int(number)) for number, wordings in written["words"].items() for wording in wordings]
    bands = sorted(((str(name), int(highest)) for name, highest in written["bands"].items()), key=lambda band: band[1])
    return Scale(tuple(words), frozenset(written.get("not_before") or ()), tuple(bands))
