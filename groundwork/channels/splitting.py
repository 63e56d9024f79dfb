"""A long text -> pieces that a channel takes, cut where a reader would pause (pure). Nothing but space at a cut is lost."""
from __future__ import annotations

import re
import unicodedata
from typing import Callable, List, Sequence

Measure = Callable[[str], int]
#: Where a text may be cut, the best places first: between paragraphs, lines, sentences, clauses, words.
_PLACES = tuple(re.compile(pattern) for pattern in (
    r"\n\s*\n\s*", r"\s*\n\s*", r"(?<=[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4])[\"'\u2019\u201d)\]]*\s+", r"(?<=[,;:\u060c\u3001])\s+", r"\s+",
))
#: Longest number in front of a part: "99/99 ".
NUMBERING = 6
_JOINER = "\u200d"


def split_text(text: str, room: int, measure: Measure) -> List[str]:
    """Pieces of a text in order, each at most `room` long.

    Args:
        room: longest piece, at least 12.
        measure: length of a piece as it is sent.
    """
    return [piece for piece in _split(text.strip(), room, measure, 0) if piece]


def numbered(pieces: Sequence[str]) -> List[str]:
    """Each piece with its number in front, where there are several."""
    if len(pieces) < 2:
        return list(pieces)
    return [f"{number}/{len(pieces)} {piece}" for number, piece in enumerate(pieces, start=1)]


def _split(text: str, room: int, measure: Measure, place: int) -> List[str]:
    if measure(text) <= room:
        return [text]
    if place == len(_PLACES):
        return _by_characters(text, room, measure)
    pieces: List[str] = []
    start = packed = 0  # text[start:packed] fits into a piece
    ends = [(found.end(), _before_space(text, found)) for found in _PLACES[place].finditer(text)] + [(len(text), len(text))]
    for following, end in ends:
        if measure(text[start:end]) > room and packed > start:
            pieces += _split(text[start:packed].strip(), room, measure, place + 1)
            start = _skip_space(text, packed)
        packed = end
    pieces += _split(text[start:].strip(), room, measure, place + 1)
    return pieces


def _before_space(text: str, found: "re.Match[str]") -> int:
    """Where the piece before a cut ends: quotation marks belong to it, space does not."""
    return found.start() + len(found.group().rstrip())


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _by_characters(text: str, room: int, measure: Measure) -> List[str]:
    """Cut a single long word, never inside a character with its marks, its skin tone or what it is joined with, unless it alone is too long."""
    pieces = [""]
    for cluster in _clusters(text):
        for part in [cluster] if measure(cluster) <= room else list(cluster):
            if pieces[-1] and measure(pieces[-1] + part) > room:
                pieces.append("")
            pieces[-1] += part
    return pieces


def _clusters(text: str) -> List[str]:
    clusters: List[str] = []
    for char in text:
        belongs = clusters and (
            unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Mc") or char == _JOINER or clusters[-1].endswith(_JOINER)
            or 0x1F3FB <= ord(char) <= 0x1F3FF or _completes_flag(clusters[-1], char)
        )
        if belongs:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _completes_flag(before: str, char: str) -> bool:
    return len(before) == 1 and all(0x1F1E6 <= ord(letter) <= 0x1F1FF for letter in (before, char))
