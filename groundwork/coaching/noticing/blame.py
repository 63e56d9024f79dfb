"""Fault put on the other person, and judgements told as if they were events (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.own_side import events, own_feelings
from groundwork.coaching.noticing.reproach import statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

CODE = "blame"
_EXPECTED = frozenset({"acknowledge", "admit", "answer", "appreciate", "apologise", "apologize", "bother", "care", "change", "commit", "contribute", "consider", "help", "listen", "respect", "support", "try", "hear", "include", "notice", "respond", "communicate", "own"})


def blame(sentence: Sentence) -> Iterator[Mark]:
    """Whose fault it is, "you made me …", and verdicts ("you lied", "you don't listen") without one's own feeling or a moment beside them."""
    for span in phrases("blame", sentence):
        yield mark(CODE, sentence, *span)
    told_as_scene = any(True for _ in own_feelings(sentence)) or any(True for _ in events(sentence))
    for who, verb in statements(sentence):
        if _makes_me(verb):
            yield mark(CODE, sentence, who, verb)
        elif not told_as_scene and _is_verdict(verb):
            yield mark(CODE, sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 4) + 1])


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
    if grammar.modals(verb) & {"may", "might", "could", "would", "should", "must", "will", "can"} and not denied:
        return False
    if denied:
        return verb.lemma_.lower() in _EXPECTED
    return verb.lemma_.lower() in words("hurting_verbs")
