"""Questions that ask for a defence, and sentences that order (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.reproach import statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases

WHY, ORDER = "why_question", "order"
_SOFT = frozenset({"understand", "learn", "see", "hear", "listen", "wonder"})
_STOPPING = frozenset({"stop", "quit", "grow", "shut", "cut", "leave", "get", "admit", "own", "act", "face", "behave", "man", "wake"})


def why_questions(sentence: Sentence) -> Iterator[Mark]:
    """ "Why did you …", "how could you"; wanting to understand why is none."""
    for token in sentence.doc:
        if token.lower_ == "why" and token.i not in sentence.quoted and _asks_them(sentence, token):
            verb = token.head
            end = verb if verb.i > token.i else token
            yield mark(WHY, sentence, token, end)
    yield from _rhetorical(sentence)
    for span in phrases("why_question", sentence):
        yield mark(WHY, sentence, *span)


def _rhetorical(sentence: Sentence) -> Iterator[Mark]:
    """ "Don't you care?", "did you even think of me?": asked, and meant as a reproach."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        first = next((child for child in verb.children if child.dep_ in ("aux", "auxpass")), verb if verb.lemma_ == "be" else None)
        if who is None or first is None or first.i > who.i or not sentence.is_other(who) or verb.i in sentence.quoted:
            continue
        if grammar.is_supposed(verb) or grammar.modals(verb) & {"would", "could", "may"} and not grammar.is_negated(verb):
            continue
        if verb.lemma_ == "dare":
            continue
        if grammar.is_negated(verb) or grammar.adverbs(verb) & {"even", "ever", "really", "seriously", "honestly", "actually"}:
            yield mark(WHY, sentence, first, who, verb)


def _asks_them(sentence: Sentence, why: Token) -> bool:
    verb = why.head
    who = grammar.subject(verb)
    if who is not None and who.lower_ in ("i", "we"):
        return False
    head = grammar.governor(verb)
    if head is not None:
        if any(step.lemma_.lower() in _SOFT for step in grammar.clause_chain(head)) or head.pos_ in ("NOUN",) or head.lemma_ == "be":
            return False
        return who is not None and sentence.is_other(who) and head.lemma_ in ("tell", "explain", "ask", "know")
    if who is None and why.i + 1 < len(why.doc) and why.nbor(1).lower_ == "not":
        return False  # "why not talk on Saturday?"
    if why.i and why.nbor(-1).lower_ in ("that", "'s", "is", "reason", "was"):
        return False
    return who is None or sentence.is_other(who) or why.i == 0


def orders(sentence: Sentence) -> Iterator[Mark]:
    """ "You should …", "you need to …", "stop …"."""
    for who, verb in statements(sentence, hedged=False):
        if _obliges(verb):
            end = next((child for child in verb.children if child.dep_ == "xcomp"), verb)
            yield mark(ORDER, sentence, who, verb, end)
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i not in sentence.quoted and grammar.is_imperative(verb) and _forbids(verb):
            yield mark(ORDER, sentence, verb, *(child for child in verb.children if child.dep_ in ("xcomp", "prt", "neg", "aux", "dobj")))
    for span in phrases("order", sentence):
        yield mark(ORDER, sentence, *span)


def _obliges(verb: Token) -> bool:
    if grammar.is_negated(verb) and verb.lemma_ in ("have", "need"):
        return False
    with_infinitive = any(child.dep_ == "xcomp" and any(part.lower_ == "to" for part in child.children) for child in verb.children)
    if verb.lemma_ in ("need", "have", "ought", "get") and with_infinitive and not grammar.modals(verb):
        return not any(child.lemma_ == "know" for child in verb.children)
    return bool(grammar.modals(verb) & {"should", "must", "ought"}) and not _excuses(verb)


def _excuses(verb: Token) -> bool:
    """ "You must be tired", "you should know that I love you"."""
    must_be = "must" in grammar.modals(verb) and (verb.lemma_ in ("be", "feel", "think") or verb.tag_ == "VBN" or any(child.lower_ in ("have", "'ve") for child in verb.children))
    if verb.lemma_ in ("see", "hear") and any(child.lower_ in ("mine", "me", "how", "it") for child in verb.children):
        return True  # "you should see mine"
    return must_be or (verb.lemma_ == "know" and not any(child.lower_ == "have" for child in verb.children))


def _forbids(verb: Token) -> bool:
    takes = any(child.dep_ == "xcomp" or child.dep_ == "prt" for child in verb.children)
    softened = any(token.lower_ == "please" for token in verb.sent)
    if softened:
        return False
    if verb.lemma_ in ("stop", "quit"):
        return True
    if grammar.is_negated(verb):
        return verb.lemma_ not in ("worry", "feel", "be", "get", "mind") and not any(child.lower_ == "i" for child in verb.children)
    return verb.lemma_ in _STOPPING and takes and verb.lemma_ in ("grow", "shut", "cut", "wake", "get") or verb.lower_ == "quit"
