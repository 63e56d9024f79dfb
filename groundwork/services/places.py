"""The country that a text names: its name, its people, a large city, or one of them misspelt (pure)."""
from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Dict, Iterable, List, Mapping, Optional, Tuple

from groundwork.dialogue.choices import normalise

#: Names shorter than this ("us", "it", "in") are words, too: they count as the whole answer, or after "in the …" at its end.
SHORTEST_IN_A_SENTENCE = 3
#: A misspelt name has at least so many letters and at most so many words, is this like one name (0 to 1, difflib), and less like every other country's by the margin.
SHORTEST_MISSPELT, MOST_WORDS_MISSPELT = 5, 3
MISSPELT, MARGIN = 0.82, 0.05
_HERE = r"\b(?:in|to|near)(?: the)? $"
_NOT_HERE = r"\b(?:not|wasn t|isn t|never|left|leaving)(?: in| from)?(?: the)? $"
_INTRODUCED = re.compile(r"^(?:(?:its|it is|i|im|i am|we|we are|were|my|country|is|live|living|am|are|currently|in|from|the|here) )+")


class PlaceNames:
    """Names of countries, each with its code; None for a country that has no entry."""

    def __init__(self, names: Iterable[Tuple[str, Optional[str]]]) -> None:
        """`names`: (name as written, code)."""
        self._codes: Dict[str, Optional[str]] = {normalise(name): code for name, code in names}
        self._long = sorted((name for name in self._codes if len(name) >= SHORTEST_IN_A_SENTENCE), key=len, reverse=True)
        self._short = [name for name in self._codes if len(name) < SHORTEST_IN_A_SENTENCE]
        self._any = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, self._long)) + r")(?!\w)") if self._long else re.compile(r"(?!)")

    def country_in(self, text: str) -> Optional[str]:
        """The code of the one country that a text names; None for none, for two, or for one without an entry.

        Of several, the one after "in" counts ("I am Polish, living in Munich"); one after "not" never does.
        """
        words = normalise(text)
        if words in self._codes:
            return self._codes[words]
        named = self._named(words)
        if not named:
            return self._misspelt(_INTRODUCED.sub("", words))
        here = {code for code, before in named if re.search(_HERE, before)}
        codes = here or {code for code, _ in named}
        return codes.pop() if len(codes) == 1 else None

    def _named(self, words: str) -> List[Tuple[Optional[str], str]]:
        """(code, what stands before it) of each name, longest first where they overlap; denied ones are left out."""
        found = [(self._codes[match.group()], words[: match.start()]) for match in self._any.finditer(words)]
        for name in self._short:
            match = re.search(rf"\b(?:in|from)(?: the)? {re.escape(name)}$", words)
            found += [(self._codes[name], words[: -len(name)])] if match else []
        return [(code, before) for code, before in found if not re.search(_NOT_HERE, before)]

    def _misspelt(self, name: str) -> Optional[str]:
        if len(name) < SHORTEST_MISSPELT or len(name.split()) > MOST_WORDS_MISSPELT:
            return None
        likeness = _likeness(name, self._codes)
        best = max(likeness, key=lambda code: likeness[code], default=None)
        others = max((value for code, value in likeness.items() if code != best), default=0.0)
        return best if best and likeness[best] >= MISSPELT and likeness[best] - others >= MARGIN else None


def _likeness(name: str, codes: Mapping[str, Optional[str]]) -> Dict[Optional[str], float]:
    """How like the name is to the likest name of each country; all countries without an entry together as None."""
    matcher, best = SequenceMatcher(None, "", name), {}  # type: SequenceMatcher[str], Dict[Optional[str], float]
    for known, code in codes.items():
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() > best.get(code, 0.0):
            best[code] = max(best.get(code, 0.0), matcher.ratio())
    return best
