""""Always" and "never" said of the other person: they invite a list of exceptions (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.reproach import is_stated, speaks_well, statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases

CODE = "always_never"
_ADVERBS = frozenset({"always", "never", "constantly", "continually", "continuously", "perpetually", "endlessly", "forever", "invariably", "nonstop", "non-stop"})
_PROMISING = frozenset({"will", "shall", "must", "should"})


def absolutes(sentence: Sentence) -> Iterator[Mark]:
    """Absolute statements about the other, kind ones and permissions left out."""
    stated = {verb.i: (who, verb) for who, verb in statements(sentence)}
    for who, verb in stated.values():
        for child in verb.children:
            if child.lower_ in _ADVERBS and child.i not in sentence.quoted and not _softened(child) and not speaks_well(verb) and not _not_yet(verb, child):
                yield mark(CODE, sentence, who, child, verb)
    for span in phrases("absolutes", sentence):
        clause = next((step for step in grammar.clause_chain(span.root) if step.i in stated), None)
        if clause is not None and not speaks_well(clause):
            yield mark(CODE, sentence, *span) if span.root.i == clause.i else mark(CODE, sentence, stated[clause.i][0], *span)
    for span in phrases("absolutes_alone", sentence):
        if is_stated(sentence, span.root):
            yield mark(CODE, sentence, *span)


def _softened(adverb: Token) -> bool:
    """ "not always", "almost never"."""
    before = adverb.nbor(-1).lower_ if adverb.i else ""
    return before in ("not", "n't", "almost", "nearly") or any(child.lower_ in ("almost", "not", "nearly") for child in adverb.children)


def _not_yet(verb: Token, adverb: Token) -> bool:
    """ "You will never know": what has not happened is no reproach; "you don't always" is none either."""
    if adverb.lower_ != "never" and grammar.is_negated(verb):
        return True
    if any(child.lower_ == "one" and child.dep_ == "attr" for child in verb.children):
        return True  # "you have never been one for big words"
    return bool(grammar.modals(verb) & _PROMISING)
