"""Puts other words in place of some of a text's, and says where a position in it is then (pure)."""
from __future__ import annotations

from typing import Iterable, List, NamedTuple, Sequence


class Replacement(NamedTuple):
    """From `start` up to `end` (characters) stands `by` instead."""

    start: int
    end: int
    by: str


def without_overlaps(replacements: Iterable[Replacement]) -> List[Replacement]:
    """In order; of two that overlap the one that was given first."""
    kept: List[Replacement] = []
    for one in replacements:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)


def spliced(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with the replacements, which are in order and apart."""
    parts: List[str] = []
    done = 0
    for one in replacements:
        parts += [text[done : one.start], one.by]
        done = one.end
    return "".join([*parts, text[done:]])


def moved(position: int, is_end: bool, replacements: Sequence[Replacement]) -> int:
    """Where a position in the text is after `spliced`; one inside a replacement goes to its start, or to its end."""
    by = 0
    for one in replacements:
        if position <= one.start:
            break
        if position < one.end:
            return one.start + by + (len(one.by) if is_end else 0)
        by += len(one.by) - (one.end - one.start)
    return position + by
