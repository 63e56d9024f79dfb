"""A verdict dressed as a feeling: "I feel that you …" (pure)."""
from __future__ import annotations

from typing import Iterator, Optional

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.words import words

CODE = "feel_that"
_LINKS = frozenset({"that", "like", "as"})


def disguises(sentence: Sentence) -> Iterator[Mark]:
    """ "I feel like you don't care", "I feel you are cold", "I feel that it's your fault"; "I feel that I …" is one's own."""
    for token in sentence.doc:
        if token.lemma_ != "feel" or token.i in sentence.quoted:
            continue
        who = grammar.subject(token)
        if who is None or who.lower_ not in ("i", "it") or grammar.is_negated(token):
            continue
        end = _judges_other(sentence, token)
        if end is not None:
            yield mark(CODE, sentence, who, token, end)


def _judges_other(sentence: Sentence, feel: Token) -> Optional[Token]:
    """The subject that the clause after "feel" is about, where that is the other, or a label of one's own making."""
    position = feel.i + 1
    doc = feel.doc
    while position < len(doc) and (doc[position].lower_ in _LINKS or doc[position].lower_ in ("though", "if", "really", "just", "sometimes", "to", "me")):
        position += 1
    if position >= len(doc):
        return None
    subject = doc[position]
    clause = subject.head if subject.dep_ in ("nsubj", "nsubjpass") else None
    if clause is not None and sentence.is_other(subject) and not _is_kind(clause):
        return doc[min(clause.right_edge.i, clause.i + 5)] if clause.i > subject.i else subject
    if subject.lower_ in ("your", "all", "everything", "this") and any(token.lower_ in ("your", "you") for token in doc[position : position + 4]) and clause is None and doc[position].dep_ in ("poss", "det"):
        return doc[min(position + 1, len(doc) - 1)]
    return None


def _is_kind(clause: Token) -> bool:
    return not grammar.is_negated(clause) and any(word.lemma_ == "deserve" or word.lemma_.lower() in words("kind_words") | words("kind_verbs") for word in clause.subtree)
