"""One module a concern: rules on the parse that mark what is noticed (pure)."""
from __future__ import annotations

from typing import List, NamedTuple, Sequence

from spacy.tokens import Token

from groundwork.coaching.parse import Sentence


class Mark(NamedTuple):
    """Something noticed: its code, and the tokens of a sentence from `first` to `last`."""

    code: str
    sentence: Sentence
    first: Token
    last: Token


def mark(code: str, sentence: Sentence, *tokens: Token) -> Mark:
    """A mark over the stretch that these tokens take up."""
    return Mark(code, sentence, min(tokens, key=lambda token: token.i), max(tokens, key=lambda token: token.i))


def without_overlaps(marks: Sequence[Mark], beside: Sequence[str] = ()) -> List[Mark]:
    """Of marks of one sentence that share words but not the code, the first; codes in `beside` may stand beside another."""
    kept: List[Mark] = []
    for one in marks:
        if one.code in beside or not any(one.code != other.code and one.first.i <= other.last.i and other.first.i <= one.last.i for other in kept):
            kept.append(one)
    return kept
