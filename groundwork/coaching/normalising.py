"""A person's text -> the text that is parsed, and the way back to the characters they typed (pure)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Dict, List, Tuple

from groundwork.coaching.spelling import corrected
from groundwork.coaching.words import words

#: What is longer than this without a blank is no word; the rest of it is left out.
LONGEST_WORD = 40
_PIECE = re.compile(r"\s+|[^\W_]+(?:['’`´][^\W_]+)*(?:-[^\W_]+)*|.", re.DOTALL)
_WORD = re.compile(r"[^\W_]")
#: Marks that are kept, each as the parser knows it; all others (emoji, symbols) are left out.
_MARKS = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "´": "'", "–": ",", "—": ",", "…": "."}
_MARKS.update({mark: mark for mark in ".,!?;:\"'()-&%/"})
_APOSTROPHES = str.maketrans("’`´", "'''")
_NEXT = re.compile(r"\s+([^\W_]+)")
#: Before these "its" is "it's" without its apostrophe.
_AFTER_IT_IS = frozenset("always all not over about a an the just only my your never been like so too ok okay fine hard me us time because in on no nothing".split())
#: Before these "your" is "you're".
_AFTER_YOU_ARE = frozenset("such so a an not always never just being acting nothing full lying cheating making doing hiding ignoring gonna going too really very the hurting killing ruining".split())
#: After these "ill" is a feeling; elsewhere it is "I'll" without its apostrophe.
_BEFORE_ILL = frozenset("am im i'm is was be been being feel feels felt so very really get got fall fell physically mentally".split())


@dataclass(frozen=True)
class NormalText:
    """text: what is parsed. origins: for each of its characters, the span in the original that it stands for."""

    text: str
    origins: Tuple[Tuple[int, int], ...]

    def original_span(self, start: int, end: int) -> Tuple[int, int]:
        """The original's characters for a non-empty span of `text`."""
        return self.origins[start][0], self.origins[end - 1][1]


def normalise(original: str, limit: int) -> NormalText:
    """Spelling, apostrophes, blanks and marks as the parser was trained on them.

    Args:
        original: any text.
        limit: so many characters of it are read, to the last whole word.
    """
    read = original if len(original) <= limit else original[:limit].rsplit(None, 1)[0]
    shouting = _is_shouting(read)
    characters: List[str] = []
    origins: List[Tuple[int, int]] = []
    previous = ""
    for match in _PIECE.finditer(read):
        piece = _piece(match.group(), previous, shouting, characters, _next_word(read, match.end()))
        span = match.span()
        if piece == match.group():
            spans = [(span[0] + offset, span[0] + offset + 1) for offset in range(len(piece))]
        else:
            spans = [span] * len(piece)
        characters.extend(piece)
        origins.extend(spans)
        if _WORD.match(match.group()):
            previous = match.group().lower()
    return NormalText("".join(characters), tuple(origins))


def _next_word(text: str, start: int) -> str:
    found = _NEXT.match(text, start)
    return found.group(1).lower() if found else ""


def _piece(raw: str, previous: str, shouting: bool, before: List[str], following: str) -> str:
    if raw.isspace():
        return " " if before and before[-1] != " " else ""
    if not _WORD.match(raw):
        mark = _MARKS.get(raw, "")
        if " " not in before[-LONGEST_WORD - 1 :] and len(before) > LONGEST_WORD:
            return ""
        repeats = bool(before) and (before[-1] == mark or (mark in ".!?" and before[-1] in ".!?"))
        return "" if repeats else mark
    if len(raw) > LONGEST_WORD or " " not in before[-LONGEST_WORD - 1 :] and len(before) > LONGEST_WORD:
        return ""
    word = raw.translate(_APOSTROPHES)
    lower = word.lower()
    if lower == "ill" and previous not in _BEFORE_ILL:
        return "I'll"
    if lower == "its" and following in _AFTER_IT_IS:
        return "it's"
    if lower in ("your", "ur") and following in _AFTER_YOU_ARE:
        return "you're"
    if lower == "ur" and following in words("feelings_adjectives") | words("traits"):
        return "you're"
    if lower == "sorry" and _begins_sentence(before):
        return "I'm sorry"
    if lower == "quit" and _begins_sentence(before):
        return "Stop"
    spelled = spellings().get(lower)
    if spelled:
        return spelled
    if shouting or (len(word) > 3 and word.isupper()):
        word = lower
    return corrected(word)


def _begins_sentence(before: List[str]) -> bool:
    rest = "".join(before[-3:]).rstrip()
    return not rest or rest[-1] in ".!?,"


def _is_shouting(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and sum(character.isupper() for character in letters) > 0.7 * len(letters)


@lru_cache(maxsize=1)
def spellings() -> Dict[str, str]:
    """typed form -> what is read; "_" in the file stands for a blank."""
    pairs = (entry.split("=") for entry in words("spellings"))
    return {typed: read.replace("_", " ") for typed, read in pairs}
