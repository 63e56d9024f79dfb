"""Fault put on the other person, and judgements told as if they were events (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.own_side import events, own_feelings
from groundwork.coaching.noticing.reproach import speaks_well, statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

CODE = "blame"
_NO_REPROACH = frozenset({"say", "know", "see", "mention", "ask", "mean", "need", "look", "seem", "live", "sound"})
_EXPECTED = frozenset({"acknowledge", "admit", "answer", "appreciate", "apologise", "apologize", "bother", "care", "change", "commit", "contribute", "consider", "help", "listen", "respect", "support", "try", "hear", "include", "notice", "respond", "communicate", "own"})


def blame(sentence: Sentence, only_them: bool = False) -> Iterator[Mark]:
    """Whose fault it is, "you made me …", and what they did without one's own feeling or a moment beside it.

    Args:
        only_them: nothing in the whole text says how things are for the speaker; then every plain statement about the other is one.
    """
    for span in phrases("blame", sentence):
        yield mark(CODE, sentence, *span)
    yield from _stunned(sentence)
    felt, scene = any(True for _ in own_feelings(sentence)), any(True for _ in events(sentence))
    stated = [(who, verb) for who, verb in statements(sentence) if not _is_felt(verb)]
    chain = only_them and len(stated) > 1
    for who, verb in stated:
        if _makes_me(verb):
            yield mark(CODE, sentence, who, verb)
        elif (chain or not felt and not scene) and (_is_verdict(verb) or only_them and _is_about_them(verb)):
            yield mark(CODE, sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 4) + 1])


def _is_felt(verb: Token) -> bool:
    """ "I am hurt that you lied": what it does to the speaker is said first."""
    head = grammar.governor(verb)
    return head is not None and head.lower_ in words("feelings_adjectives") | words("feelings_verbs")


def _stunned(sentence: Sentence) -> Iterator[Mark]:
    """ "I can't believe you …": amazement that accuses."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if who is None or who.lower_ != "i" or verb.lemma_ not in ("believe", "fathom", "understand", "comprehend") or not grammar.is_negated(verb) or "can" not in grammar.modals(verb):
            continue
        clause = next((child for child in verb.children if child.dep_ in ("ccomp", "advcl") and child.i > verb.i), None)
        about = grammar.subject(clause) if clause is not None else None
        if clause is not None and about is not None and sentence.is_other(about) and verb.i not in sentence.quoted and not speaks_well(clause):
            yield mark(CODE, sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, clause.i + 2) + 1])


def _is_about_them(verb: Token) -> bool:
    """ "You went to her place", as a main clause, neither kind nor asked."""
    if verb.lemma_ == "be" and grammar.is_negated(verb):
        return False
    if speaks_well(verb) or not grammar.is_free(verb) or grammar.modals(verb) or verb.lemma_ in _NO_REPROACH:
        return False
    return verb.sent[-1].lower_ != "?" and not (verb.lemma_ == "be" and any(word.lower_ in words("feelings_adjectives") for word in grammar.complement(verb)))


def _makes_me(verb: Token) -> bool:
    """ "You make me feel small", "you drove me to it"."""
    if verb.lemma_ not in ("make", "drive", "force", "push", "turn") or grammar.is_negated(verb):
        return False
    rest = [token for token in verb.subtree if token.i > verb.i]
    mine = any(token.lower_ in ("me", "us") for token in rest)
    kind = any(token.lemma_.lower() in words("kind_words") | words("kind_verbs") or token.lower_ in ("happy", "feel") and _kind(token) for token in rest)
    return mine and not kind


def _kind(token: Token) -> bool:
    return token.lower_ == "happy" or any(child.lower_ in words("kind_words") | {"happy", "calm", "proud"} for child in token.children)


def _is_verdict(verb: Token) -> bool:
    denied = grammar.is_negated(verb)
    if verb.dep_ == "xcomp" and grammar.is_negated(verb.head):
        return False
    if grammar.modals(verb) & {"may", "might", "could", "would", "should", "must", "will", "can"} and not denied:
        return False
    if denied:
        me = any(child.lower_ in ("me", "us") and child.i > verb.i for child in verb.subtree)
        return verb.lemma_.lower() in _EXPECTED or me and not speaks_well(verb) and verb.lemma_ not in ("want", "mean")
    return verb.lemma_.lower() in words("hurting_verbs")
