"""Turns of phrase as token patterns for spaCy's Matcher (pure).

A phrase file has one phrase a line: plain words are matched in any case, `word~` in any form of that word, `a|b` one or the other,
`word?` may be missing, `*` stands for up to three words, `**` for up to eight words and marks, and `#` begins a comment.
"""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List

from spacy.matcher import Matcher
from spacy.tokens import Span
from spacy.util import filter_spans

from groundwork.coaching import grammar
from groundwork.coaching.model import shared_model
from groundwork.coaching.parse import Sentence


def phrases(name: str, sentence: Sentence) -> Iterator[Span]:
    """The phrases of a class in the person's own (not quoted) words; the longest where two overlap."""
    found = [sentence.doc[start:end] for _, start, end in _matcher(name)(sentence.doc)]
    yield from (span for span in filter_spans(found) if not any(token.i in sentence.quoted for token in span) and not _denied(span))


def _denied(span: Span) -> bool:
    """Whether a "not" outside of it takes it back ("it is not your fault")."""
    verb = next((token for token in grammar.clause_chain(span.root) if token.pos_ in ("VERB", "AUX")), None)
    if verb is None or not grammar.is_negated(verb) or span[0].lower_ in ("because", "thanks"):
        return False
    return not any(token.dep_ == "neg" or token.lower_ in ("not", "n't", "never", "no", "nothing") for token in span)


@lru_cache(maxsize=None)
def _matcher(name: str) -> Matcher:
    lines = (Path(__file__).parent / "phrases" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    matcher = Matcher(shared_model().vocab)
    matcher.add(name, [pattern(line.split("#")[0]) for line in lines if line.split("#")[0].strip()])
    return matcher


def pattern(line: str) -> List[Dict[str, Any]]:
    """A phrase in the Matcher's own notation."""
    return [token for part in line.split() for token in _tokens(part)]


def _tokens(part: str) -> Iterator[Dict[str, Any]]:
    if part in ("*", "**"):
        yield {"OP": "{0,3}", "IS_PUNCT": False} if part == "*" else {"OP": "{0,8}"}
        return
    optional = {"OP": "?"} if part.endswith("?") and len(part) > 1 else {}
    names = part.rstrip("?").split("|") if optional else part.split("|")
    bases = [name[:-1] for name in names if name.endswith("~")]
    if len(bases) == len(names):
        yield {"LEMMA": {"IN": bases}, **optional}
    elif len(names) > 1:
        yield {"LOWER": {"IN": [name.rstrip("~") for name in names]}, **optional}
    elif names[0].startswith("'"):  # the shortened verb of "I'm"
        yield {"LOWER": names[0], **optional}
    else:  # a single word may be two tokens ("don't")
        yield from ({"LOWER": token.lower_, **optional} for token in shared_model().tokenizer(names[0]))
