"""What makes an apology smaller: an excuse, playing it down, asking to be forgiven (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_SMALL = frozenset({"just", "only", "merely", "simply"})


def excuses(sentence: Sentence, owned_elsewhere: bool) -> Iterator[Mark]:
    """ "I was drunk", "because you …"; not where the text says that it is no excuse."""
    if owned_elsewhere:
        return
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted:
            continue
        who = grammar.subject(verb)
        marker = next((child for child in verb.children if child.dep_ in ("mark", "advmod") and child.lower_ in ("because", "since", "as") and child.i < verb.i), None)
        if marker is not None and marker.lower_ == "because" and who is not None and (who.lower_ == "you" or _is_circumstance(verb)) and not _kind_reason(verb):
            yield mark("excuse", sentence, marker, *verb.doc[marker.i : min(verb.right_edge.i, verb.i + 4) + 1])
        elif who is not None and who.lower_ == "i" and grammar.is_free(verb) and _is_circumstance(verb):
            yield mark("excuse", sentence, who, next(word for word in verb.subtree if word.i >= verb.i and word.lower_ in words("circumstances")))
    for span in phrases("excuse", sentence):
        yield mark("excuse", sentence, *span)


def _kind_reason(verb: Token) -> bool:
    return verb.lemma_ in ("deserve", "matter") or any(word.lemma_ == "deserve" for word in verb.subtree)


def _is_circumstance(verb: Token) -> bool:
    past = grammar.is_past(verb) or any(child.tag_ in ("VBP", "VBZ", "VBD") and child.lemma_ == "have" for child in verb.children)
    if verb.tag_ == "VBN" and past and verb.lower_ in words("circumstances") and any(child.dep_ == "auxpass" for child in verb.children):
        return True
    if verb.lemma_ not in ("be", "feel", "get", "have") or not past:
        return False
    return any(word.lower_ in words("circumstances") for word in verb.subtree if word.i > verb.i) and not any(child.lower_ in ("when", "how") for child in verb.children)


def minimising(sentence: Sentence) -> Iterator[Mark]:
    """ "It was just a kiss", "it only happened once", "it meant nothing"."""
    for token in sentence.doc:
        if token.lower_ not in _SMALL or token.i in sentence.quoted:
            continue
        verb = next((step for step in grammar.clause_chain(token) if step.pos_ in ("VERB", "AUX")), None)
        if verb is None:
            continue
        who = grammar.subject(verb)
        after = [word for word in sentence.doc[token.i + 1 : token.i + 4]]
        if after and after[0].lower_ in ("me", "i", "my"):
            continue
        belittles = verb.lemma_ == "be" and who is not None and who.lower_ in ("it", "that", "this", "they", "we", "she", "he", "those", "there") and grammar.is_past(verb)
        counted = any(word.lower_ in ("once", "twice", "time", "few", "couple") for word in sentence.doc[token.i + 1 : token.i + 5]) and who is not None and who.lower_ in ("it", "i", "we", "that")
        if after and (belittles or counted):
            yield mark("minimising", sentence, *(word for word in (who, verb, token, after[-1]) if word is not None))
    for span in phrases("minimising", sentence):
        yield mark("minimising", sentence, *span)


def pleas(sentence: Sentence) -> Iterator[Mark]:
    """Asking to be forgiven, taken back or given a chance; not "you do not have to forgive me"."""
    for token in sentence.doc:
        forgiving = token.lemma_ in ("forgive", "forgiveness", "pardon") and token.dep_ not in ("amod",)
        if forgiving and token.i not in sentence.quoted and not _waived(token):
            yield mark("asks_forgiveness", sentence, _plea_start(token), *token.doc[token.i : min(token.i + 2, len(token.doc))])
    for span in phrases("asks_forgiveness", sentence):
        if any(token.dep_ == "neg" for token in span) or not _waived(span.root):
            yield mark("asks_forgiveness", sentence, *span)


def _waived(token: Token) -> bool:
    for step in grammar.clause_chain(token):
        if step.pos_ in ("VERB", "AUX", "ADJ") and grammar.is_negated(step):
            return True
        if step.lemma_ in ("understand", "deserve", "afraid", "expect", "earn", "until", "forgave") and step.lemma_ != "forgive":
            return True
        if any(child.lower_ in ("if", "whether", "when", "no", "until", "before") for child in step.children) and step.pos_ in ("VERB", "AUX", "NOUN"):
            return step.lemma_ not in ("hope", "ask", "beg")
    return token.tag_ in ("VBD", "VBN")


def _plea_start(token: Token) -> Token:
    return next((step for step in (token.nbor(-1),) if step.lower_ in ("please", "you", "to", "can", "could", "your")), token) if token.i else token
