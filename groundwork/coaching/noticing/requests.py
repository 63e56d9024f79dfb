"""What is asked for, and whether it can be done, seen and answered (pure)."""
from __future__ import annotations

from typing import Dict, Iterator, List, Tuple

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence, Text
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_WANTING = frozenset({"want", "need", "like", "ask", "hope", "wish", "prefer", "love", "expect", "appreciate", "beg", "request"})
_POSTURES = frozenset({"sit", "come", "go", "look", "stay", "take", "put", "let", "be", "stop", "get"})
_ENDING = frozenset({"stop", "quit", "avoid", "refrain", "cease"})
_LIMITS = frozenset({"by", "when", "until", "before", "after", "for", "at", "on", "each", "every", "once"})


def asks(sentence: Sentence) -> Iterator[Token]:
    """The verbs of what the other is asked to do."""
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted or not _is_asked(sentence, verb):
            continue
        yield verb


def _is_asked(sentence: Sentence, verb: Token) -> bool:
    own_subject = any(child.dep_ == "nsubj" for child in verb.children)
    if verb.tag_ == "VB" and verb.dep_ in ("conj", "dep", "ccomp") and not own_subject and verb.head.pos_ == "VERB" and verb.head != verb:
        if _is_asked(sentence, verb.head):  # "tell me who she is, delete her number and come home"
            return True
    if grammar.is_imperative(verb):
        return not (verb.lemma_ == "let" and any(child.lower_ == "'s" for child in verb.children))
    if any(step.lower_ in ("if", "when", "while", "that", "who", "which") and step.dep_ in ("mark", "advmod") for step in verb.children) and verb.dep_ in ("advcl", "relcl"):
        return False
    who = grammar.subject(verb)
    head = grammar.governor(verb)
    theirs = who is not None and (sentence.is_other(who) or who.lower_ in ("we", "us"))
    if head is not None and head.lemma_.lower() in _WANTING and theirs and verb.dep_ in ("ccomp", "xcomp", "conj", "advcl"):
        return head.i < verb.i and (verb.lemma_.lower() not in _WANTING or who is not None and sentence.is_other(who))
    if theirs and who is not None and head is None:
        inverted = any(child.tag_ == "MD" and child.i < who.i for child in verb.children)
        first = verb if verb.dep_ != "conj" else next((step for step in verb.ancestors if step.dep_ == "ROOT"), verb)
        inverted = inverted or any(child.tag_ == "MD" and child.i < who.i for child in first.children)
        return inverted or bool(grammar.modals(verb) & {"must", "should"}) or verb.lemma_ in ("need", "have") and False
    return False


def not_observable(sentence: Sentence) -> Iterator[Mark]:
    """ "Be honest", "respect me", "try harder": nobody can see when it is done."""
    for verb in asks(sentence):
        if grammar.is_negated(verb) or _is_tied_down(verb):
            continue
        blurred = verb.lemma_.lower() in words("inner_verbs")
        being = verb.lemma_ in ("be", "become", "act", "stay", "get") and next((word for word in grammar.complement(verb) if is_inner(word)), None)
        giving = verb.lemma_ in ("show", "give", "have", "make", "take", "put") and next((child for child in verb.children if child.dep_ in ("dobj", "dative") and child.lemma_.lower() in words("inner_states")), None)
        word = verb if blurred else being or giving
        if word:
            yield mark("not_observable", sentence, *verb.doc[verb.i : max(word.i, min(verb.right_edge.i, verb.i + 3)) + 1])
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        wanted = next((child for child in verb.children if child.dep_ == "dobj" and child.lemma_.lower() in words("inner_states")), None)
        if wanted is not None and who is not None and who.lower_ == "i" and verb.lemma_ in ("want", "need", "expect") and not _is_tied_down(verb) and verb.i not in sentence.quoted:
            yield mark("not_observable", sentence, *wanted.subtree)
    for span in phrases("not_observable", sentence):
        if not _is_tied_down(span.root):
            yield mark("not_observable", sentence, *span)


def is_inner(word: Token) -> bool:
    """Whether it is a quality, or a noun with one ("a good father")."""
    return word.lower_ in words("inner_states") or word.lemma_.lower() in words("inner_states") or any(child.dep_ == "amod" and child.lower_ in words("inner_states") for child in word.children)


def _is_tied_down(verb: Token) -> bool:
    """Whether a time, a number or a "by …ing" says how one would see it."""
    rest = [token for token in verb.subtree if token.i > verb.i]
    dated = any(token.lower_ in words("time_words") or token.pos_ == "NUM" or token.lower_ in ("minutes", "hour", "hours", "week", "daily") for token in rest)
    by = any(token.lower_ == "by" and any(child.tag_ == "VBG" for child in token.children) for token in rest)
    when = any(token.lower_ in ("when", "before", "after", "whether", "where", "who", "about") and token.dep_ in ("advmod", "mark", "prep") for token in rest)
    return dated or by or when


def not_doable(sentence: Sentence) -> Iterator[Mark]:
    """A feeling on demand, the past undone, a promise for ever."""
    for verb in asks(sentence):
        rest = [token for token in verb.subtree if token.i >= verb.i]
        forever = any(token.lower_ in ("never", "always", "ever", "forever") for token in verb.subtree)
        feeling = verb.lemma_ in ("love", "want", "desire", "fancy", "enjoy", "miss", "feel", "forget") and not grammar.is_negated(verb) and any(token.lower_ in ("me", "us", "her", "him", "it", "like", "about", "them", "what") for token in rest)
        if forever or feeling:
            yield mark("not_doable", sentence, *(child for child in verb.children if child.lower_ in ("never", "always", "ever")), *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 4) + 1])
    for span in phrases("not_doable", sentence):
        yield mark("not_doable", sentence, *span)


def negatives(sentence: Sentence) -> Iterator[Mark]:
    """What they should not do ("stop texting her", "don't shout", "no more lies")."""
    for verb in asks(sentence):
        if verb.lemma_ in _ENDING or (grammar.is_negated(verb) and verb.lemma_ not in ("forget", "hesitate", "worry")):
            yield mark("negative_only", sentence, *(child for child in verb.children if child.dep_ in ("neg", "aux") and child.tag_ != "MD"), *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 4) + 1])
    for span in phrases("negative_only", sentence):
        yield mark("negative_only", sentence, *span)


def positives(sentence: Sentence) -> Iterator[Mark]:
    """What they could do."""
    for verb in asks(sentence):
        if verb.lemma_ not in _ENDING and not grammar.is_negated(verb) and not (verb.dep_ == "xcomp" and verb.head.lemma_ in _ENDING):
            yield mark("positive", sentence, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 6) + 1])


def concreteness(sentence: Sentence) -> Iterator[Mark]:
    """A deed that can be seen, or one tied to a time."""
    for verb in asks(sentence):
        observable = verb.lemma_.lower() in words("observing_verbs") and not grammar.is_negated(verb)
        if (observable or _is_tied_down(verb)) and verb.lemma_.lower() not in _ENDING | {"go", "get", "come", "be", "take", "put", "give", "show", "start"} or (_is_tied_down(verb) and verb.lemma_ not in _ENDING):
            yield mark("concrete", sentence, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 7) + 1])


def several(text: Text) -> Iterator[Mark]:
    """Three or more things, or "and also"."""
    found: List[Tuple[Sentence, Token]] = [(sentence, verb) for sentence in text.sentences for verb in asks(sentence)]
    counted = [entry for entry in found if entry[1].lemma_ not in _POSTURES or entry[1] == found[-1][1]]
    distinct: Dict[str, Tuple[Sentence, Token]] = {}
    for sentence, verb in counted:
        distinct.setdefault(f"{verb.lemma_}{[child.lemma_ for child in verb.children if child.dep_ in ('dobj', 'xcomp')]}", (sentence, verb))
    for sentence in text.sentences:
        for span in phrases("several_at_once", sentence):
            yield mark("several_at_once", sentence, *span)
            return
    if len(distinct) >= 3:
        sentence, verb = list(distinct.values())[2]
        yield mark("several_at_once", sentence, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 3) + 1])


def count(text: Text) -> int:
    """How many things are asked for."""
    return len({verb.lemma_ for sentence in text.sentences for verb in asks(sentence) if verb.lemma_ not in _POSTURES}) or int(any(True for sentence in text.sentences for _ in asks(sentence)))
