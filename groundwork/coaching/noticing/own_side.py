"""One's own side of it: an own feeling, one event (pure)."""
from __future__ import annotations

from typing import Iterator, Optional

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_FEELING_COPULAS = frozenset({"be", "feel", "get", "become", "stay", "remain", "end", "leave"})
_MOMENTS = frozenset({"when", "after", "since", "while", "as"})
_UNITS = frozenset({"day", "night", "week", "weekend", "month", "year", "evening", "morning", "afternoon", "hour", "spring", "summer", "autumn", "winter", "fall", "time", "party", "trip"})


_WANTING = frozenset({"want", "need", "wish", "hope", "miss", "love", "like", "appreciate", "care", "feel", "prefer", "crave", "deserve"})


def speaks_of_self(sentence: Sentence) -> bool:
    """Whether it says how things are for the speaker: a feeling, a wish, or what something does to them."""
    if any(True for _ in own_feelings(sentence)):
        return True
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if who is None or verb.i in sentence.quoted:
            continue
        if who.lower_ == "i" and verb.lemma_.lower() in _WANTING and not grammar.is_supposed(verb) and not grammar.is_negated(verb):
            return True
    return False


def own_feelings(sentence: Sentence) -> Iterator[Mark]:
    """ "I felt sick", "I'm scared", "it hurts", "I miss us"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted or grammar.is_supposed(verb) or _said_by_other(sentence, verb):
            continue
        who = grammar.subject(verb)
        word = _feeling_of(verb, who)
        if word is not None and who is not None:
            yield mark("own_feeling", sentence, who, verb, word)
    for span in phrases("own_feeling", sentence):
        yield mark("own_feeling", sentence, *span)


def _said_by_other(sentence: Sentence, verb: Token) -> bool:
    """ "You told them that I was mad": their words, not a feeling."""
    reporter = grammar.reporter(verb)
    return reporter is not None and sentence.is_other(reporter)


def _feeling_of(verb: Token, who: Optional[Token]) -> Optional[Token]:
    if who is None:
        return None
    if verb.lemma_ in ("make", "leave", "break", "kill", "scare", "frighten", "hurt", "upset", "scar", "give", "worry", "crush") and who.lower_ in ("it", "this", "that", "which"):
        return next((child for child in verb.children if child.lower_ == "me"), None)
    if who.lower_ != "i":
        return None
    if verb.lemma_.lower() in words("feelings_verbs") and verb.tag_ not in ("VBN",) and not grammar.modals(verb):
        return verb
    if verb.lemma_ in _FEELING_COPULAS:
        found = (word for word in grammar.complement(verb) if word.lower_ in words("feelings_adjectives") or word.lemma_.lower() in words("feelings_adjectives"))
        participle = next((child for child in verb.children if child.dep_ == "xcomp" and child.tag_ == "VBN"), None) if verb.lemma_ == "feel" else None
        return next(found, None) or participle or _noun(verb) or (_own_clause(verb) if verb.lemma_ == "feel" else None)
    if verb.tag_ == "VBN" and verb.lower_ in words("feelings_adjectives") and any(child.dep_ == "auxpass" for child in verb.children):
        return verb
    return _noun(verb) if verb.lemma_ in ("have", "carry") else None


def _own_clause(feel: Token) -> Optional[Token]:
    """ "I feel like I am not enough": the clause is about oneself."""
    like = next((child for child in feel.children if child.lower_ == "like" and child.dep_ == "prep"), None)
    if like is not None and not any(token.lower_ in ("you", "he", "she", "they") for token in like.subtree):
        return next((child for child in like.children if child.dep_ in ("pobj", "pcomp")), None)
    clause = next((child for child in feel.children if child.dep_ in ("ccomp", "advcl") and child.i > feel.i), None)
    who = grammar.subject(clause) if clause is not None else None
    return clause if who is not None and who.lower_ == "i" else None


def _noun(verb: Token) -> Optional[Token]:
    objects = (child for child in verb.children if child.dep_ in ("dobj", "attr"))
    return next((child for child in objects if child.lemma_.lower() in words("feelings_nouns")), None)


def events(sentence: Sentence) -> Iterator[Mark]:
    """One thing that happened: a moment ("on Tuesday", "last night"), or "when I read those messages"."""
    for token in sentence.doc:
        if token.i in sentence.quoted:
            continue
        if token.lower_ in words("time_words") and _happened(sentence):
            yield mark("one_event", sentence, *_with_preposition(token))
        elif token.lower_ in _UNITS and any(child.lower_ in ("last", "that", "this", "other", "first", "one") for child in token.children) and _happened(sentence):
            yield mark("one_event", sentence, *_with_preposition(token))
        elif token.lower_ in _MOMENTS and _past_clause(token):
            verb = token.head
            yield mark("one_event", sentence, token, *verb.doc[min(token.i, verb.i) : min(verb.right_edge.i, verb.i + 6) + 1])
    for span in phrases("one_event", sentence):
        if _happened(sentence):
            yield mark("one_event", sentence, *span)


def _happened(sentence: Sentence) -> bool:
    return any(grammar.is_past(token) for token in sentence.doc if token.pos_ in ("VERB", "AUX"))


def _past_clause(moment: Token) -> bool:
    verb = moment.head
    if verb.lemma_ in ("need", "want", "love", "trust", "believe"):
        return False
    return verb.dep_ in ("advcl", "relcl", "ccomp", "pcomp", "acl", "ROOT") and grammar.is_past(verb) and grammar.subject(verb) is not None


def _with_preposition(token: Token) -> Iterator[Token]:
    yield from token.subtree if token.pos_ != "VERB" else [token]
    if token.head.pos_ == "ADP" and token.head.i < token.i:
        yield token.head
