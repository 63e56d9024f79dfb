"""Claims about what goes on inside the other person (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.reproach import statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

CODE = "mind_reading"
_HOPED_FOR = frozenset({"care", "love", "want", "respect", "value", "trust", "understand", "regret", "feel", "think", "realise", "realize", "mind", "see", "bother", "appreciate", "consider", "like", "believe"})
_UNKIND = frozenset({"enjoy", "hate", "despise", "resent", "plan", "intend", "love", "like", "want", "think", "believe", "expect", "wish", "prefer", "suppose", "hope", "hop"})
_SEEING = frozenset({"know", "understand", "realise", "realize", "see", "imagine", "guess", "get", "appreciate", "accept"})


def mind_reading(sentence: Sentence) -> Iterator[Mark]:
    """ "You don't care", "you wanted to hurt me", "you think I am stupid"; what one grants them with "I know" is none."""
    for who, verb in statements(sentence):
        lemma = verb.lemma_.lower()
        denied = grammar.is_negated(verb)
        if grammar.modals(verb) & {"may", "might", "could", "would", "will", "can", "should", "must"}:
            continue
        if denied and lemma in _HOPED_FOR and not _granted_lightly(verb):
            yield mark(CODE, sentence, who, verb)
        elif not denied and lemma in _UNKIND and _is_unkind(verb) and not _granted(verb):
            yield mark(CODE, sentence, who, *_stretch(verb))
    for span in phrases("mind_reading", sentence):
        yield mark(CODE, sentence, *span)


def _granted(verb: Token) -> bool:
    head = grammar.governor(verb)
    return head is not None and head.lemma_.lower() in _SEEING and (grammar.subject(head) is None or grammar.subject(head).lower_ == "i")  # type: ignore[union-attr]


def _granted_lightly(verb: Token) -> bool:
    """ "I know you didn't want to hurt me": a denial that takes something off them."""
    return any(child.lemma_.lower() in words("hurting_verbs") for child in verb.subtree if child != verb) or (verb.lemma_ == "think" and _granted(verb))


def _is_unkind(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    rest = [token for token in verb.subtree if token.i > verb.i]
    hurts = any(token.lemma_.lower() in words("hurting_verbs") | words("traits") | words("insults") for token in rest)
    only = any(child.lower_ in ("only", "just", "clearly", "obviously", "really", "secretly", "probably") for child in verb.children if child.i < verb.i)
    if lemma in ("think", "believe", "suppose", "expect", "hope", "hop"):  # the lemmatiser reads "hoping" as "hop"
        about_me = any(token.lower_ in ("i", "me", "that") for token in rest) and any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)
        return hurts or about_me or any(token.lower_ in ("yourself", "you") for token in rest)
    if lemma in ("enjoy", "hate", "despise", "resent"):
        return hurts or any(child.lower_ in ("me", "us", "it") and child.dep_ == "dobj" for child in verb.children) or any(child.dep_ == "xcomp" for child in verb.children)
    return hurts or only or lemma == "wish" or (grammar.is_past(verb) and lemma in ("want", "plan", "intend", "prefer"))


def _stretch(verb: Token) -> Iterator[Token]:
    """The verb and the beginning of what it takes, six words at most."""
    end = min(verb.right_edge.i, verb.i + 6)
    yield from verb.doc[verb.i : end + 1]
