"""What reaches out: a request they can answer, and the partner's view (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_WANTING = frozenset({"want", "need", "like", "ask", "love", "hope", "wish", "prefer", "appreciate"})
_GRANTING = frozenset({"know", "understand", "realise", "realize", "see", "imagine", "get", "appreciate", "guess", "accept", "believe", "think", "hear", "notice"})


def wishes(sentence: Sentence) -> Iterator[Mark]:
    """ "I need you to tell me", "Could we sit down?", "please tell me"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted:
            continue
        if _wanted(verb) or _asked(sentence, verb) or _pleaded(verb):
            yield mark("request", sentence, *verb.doc[_beginning(verb).i : min(verb.right_edge.i, verb.i + 7) + 1])
    for span in phrases("request", sentence):
        yield mark("request", sentence, *span)


def _beginning(verb: Token) -> Token:
    who = grammar.subject(verb)
    return who if who is not None and who.i < verb.i else verb


def _wanted(verb: Token) -> bool:
    """ "I want to talk", "I'd like you to …", not "I don't want …" and not "I wanted"."""
    who = grammar.subject(verb)
    if who is None or who.lower_ != "i" or verb.lemma_.lower() not in _WANTING or grammar.is_negated(verb) or grammar.is_past(verb):
        return False
    if verb.lemma_ in ("like", "love", "appreciate") and "would" not in grammar.modals(verb):
        return False
    return any(child.dep_ in ("xcomp", "ccomp", "dobj", "advcl") and child.i > verb.i for child in verb.children)


def _asked(sentence: Sentence, verb: Token) -> bool:
    """ "Could you …?", "can we …?", "would you be willing to …", "is now a good time?"."""
    who = grammar.subject(verb)
    if who is None or who.lower_ not in ("you", "we", "i") or grammar.is_negated(verb):
        return False
    asked = grammar.modals(verb) & {"can", "could", "would", "will", "may", "shall"}
    if who.lower_ == "i" and not grammar.modals(verb) & {"can", "could", "may"}:
        return False
    inverted = any(child.tag_ == "MD" and child.i < who.i for child in verb.children)
    return bool(asked) and inverted and not any(child.lower_ in ("how", "why", "when") for child in verb.children)


def _pleaded(verb: Token) -> bool:
    if not grammar.is_imperative(verb) or grammar.is_negated(verb):
        return False
    please = any(token.lower_ == "please" for token in verb.doc)
    return please or verb.lemma_ in ("tell", "let", "help", "sit", "talk", "listen", "come", "give")


def partner_views(sentence: Sentence) -> Iterator[Mark]:
    """ "I know this is hard for you", "you may see it differently", "I want to hear how it was for you"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted:
            continue
        who = grammar.subject(verb)
        if who is None:
            continue
        if who.lower_ == "i" and verb.lemma_.lower() in _GRANTING and not grammar.is_negated(verb):
            clause = next((child for child in verb.children if child.dep_ in ("ccomp", "advcl") and child.i > verb.i), None)
            if clause is not None and _is_theirs(sentence, clause):
                yield mark("partner_view", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 9) + 1])
        elif sentence.is_other(who) and grammar.modals(verb) & {"may", "might", "must"} and not sentence.is_question():
            yield mark("partner_view", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 6) + 1])
    for span in phrases("partner_view", sentence):
        yield mark("partner_view", sentence, *span)


def _is_theirs(sentence: Sentence, clause: Token) -> bool:
    who = grammar.subject(clause)
    about = (who is not None and sentence.is_other(who)) or any(sentence.is_other(token) and token.dep_ in ("pobj", "dative") for token in clause.subtree)
    if not about:
        return False
    lemma = clause.lemma_.lower()
    unkind = lemma in words("hurting_verbs") and not grammar.is_negated(clause)
    cold = grammar.is_negated(clause) and lemma in words("caring_verbs") | {"care", "love", "want"} and not any(token.lemma_.lower() in words("hurting_verbs") for token in clause.subtree if token != clause)
    judged = any(token.lemma_.lower() in words("insults") or token.pos_ == "ADJ" and token.lower_ in words("traits") - words("feelings_adjectives") for token in clause.subtree)
    return not (unkind or cold or judged)
