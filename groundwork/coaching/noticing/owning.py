"""The parts of an apology that carry: responsibility, the harm, repair, what changed (pure)."""
from __future__ import annotations

from typing import Iterator, Optional

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_DEEDS = frozenset({"break", "hide", "sleep", "kiss", "spend", "steal", "gamble", "delete", "text", "message", "meet", "see", "choose", "go", "keep", "leave", "say", "write", "pay", "forget", "do", "let", "lose", "throw", "tell", "make", "put", "read", "look", "cross", "promise"})
_NOT_YET = frozenset({"understand", "love", "miss", "forgive", "regret", "know", "be", "think", "feel", "have"})
_DONE = frozenset({"end", "delete", "block", "book", "tell", "cancel", "start", "stop", "begin", "quit", "sign", "join", "write", "close", "leave", "see", "make", "learn", "change", "give", "move", "arrange", "ask", "speak", "find", "pay", "sell", "hand", "cut", "call"})
_INSIGHT = frozenset({"learn", "realise", "realize", "understand", "notice", "see"})


def responsibility(sentence: Sentence) -> Iterator[Mark]:
    """ "It was my fault", "I lied to you", "sorry for hiding it", "I should have told you"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if verb.i in sentence.quoted or grammar.is_supposed(verb):
            continue
        if who is not None and who.lower_ == "i" and _is_deed(verb):
            yield mark("responsibility", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 5) + 1])
        elif verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in ("for", "about") and any(step.lower_ in ("sorry", "apologise", "apologize") for step in verb.head.ancestors):
            yield mark("responsibility", sentence, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 5) + 1])
    for span in phrases("responsibility", sentence):
        if not grammar.is_supposed(span.root):
            yield mark("responsibility", sentence, *span)


def _is_deed(verb: Token) -> bool:
    if "should" in grammar.modals(verb):
        return True
    told = grammar.is_past(verb) or any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)
    if grammar.is_negated(verb):
        return told and verb.lemma_.lower() in words("caring_verbs") | {"keep", "be", "do"} and verb.lemma_ != "mean"
    if not told:
        return False
    like = next((child for child in verb.children if child.lower_ == "like"), None)
    if verb.lemma_ in ("act", "behave") and like is not None:
        return True
    return verb.lemma_.lower() in words("hurting_verbs") | _DEEDS or (verb.lemma_ == "be" and any(is_fault(word) for word in grammar.complement(verb)))


def is_fault(word: Token) -> bool:
    """ "Wrong", "selfish", "an idiot": said of oneself it owns."""
    judged = word.lower_ in words("traits") | {"wrong", "responsible", "guilty"} or word.lemma_.lower() in words("insults")
    return judged and word.lower_ not in words("circumstances")


def harm(sentence: Sentence) -> Iterator[Mark]:
    """ "I hurt you", "you could not sleep", "what it cost you"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted or grammar.is_supposed(verb):
            continue
        who = grammar.subject(verb)
        hit = _hit(verb)
        if who is not None and who.lower_ in ("i", "it", "this", "that", "what", "which") and hit is not None:
            yield mark("harm", sentence, who, verb, hit)
        elif who is not None and who.lower_ == "you" and _suffers(verb):
            yield mark("harm", sentence, who, *verb.doc[who.i : min(verb.right_edge.i, verb.i + 5) + 1])
    for span in phrases("harm", sentence):
        if not grammar.is_supposed(span.root):
            yield mark("harm", sentence, *span)


def _hit(verb: Token) -> Optional[Token]:
    if grammar.is_negated(verb):
        return None
    harmful = verb.lemma_.lower() in words("hurting_verbs") - {"lie", "deny", "pretend", "treat", "take", "use", "push"} | {"break", "cost", "cause", "scare", "fail", "frighten", "lose"}
    if not harmful:
        return None
    for child in verb.subtree:
        if child.i > verb.i and (child.lower_ == "you" and child.dep_ in ("dobj", "dative", "pobj") or child.lower_ == "your"):
            return child.head if child.lower_ == "your" and child.head.i > child.i else child
    return None


def _suffers(verb: Token) -> bool:
    if grammar.is_negated(verb):
        return verb.lemma_ in ("sleep", "eat", "trust", "know", "deserve", "believe", "breathe")
    if verb.tag_ == "VBN" and any(child.dep_ == "nsubjpass" for child in verb.children) and verb.lemma_.lower() in words("hurting_verbs") | {"leave", "break", "scare"}:
        return not _under_sorry(verb)
    if verb.lemma_ in ("lose", "cry", "suffer", "doubt", "lie", "wonder"):
        return True
    return verb.lemma_ in ("feel", "be") and any(word.lower_ in words("feelings_adjectives") for word in grammar.complement(verb)) and grammar.reporter(verb) is None and not _under_sorry(verb)


def _under_sorry(verb: Token) -> bool:
    head = grammar.governor(verb)
    return head is not None and head.lower_ in ("sorry", "apologise", "apologize", "regret")


def repair(sentence: Sentence) -> Iterator[Mark]:
    """ "I will tell you by Friday", "I have ended it", "I want to make this right"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if who is None or who.lower_ != "i" or verb.i in sentence.quoted or grammar.is_supposed(verb) or grammar.is_negated(verb):
            continue
        if _plans(verb):
            yield mark("repair", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 7) + 1])
        elif _has_changed(verb):
            yield mark("changed", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 7) + 1])
    for span in phrases("repair", sentence):
        yield mark("repair", sentence, *span)


def _plans(verb: Token) -> bool:
    going = verb.dep_ == "xcomp" and verb.head.lower_ == "going"
    if ("will" in grammar.modals(verb) or going) and verb.lemma_ not in _NOT_YET:
        return True
    wants = verb.lemma_ in ("want", "like", "plan") and any(child.dep_ == "xcomp" and child.lemma_ in ("make", "repair", "fix", "put", "earn", "pay", "work", "rebuild") for child in verb.children)
    dated = verb.tag_ in ("VBP", "VB") and any(token.lower_ in words("time_words") for token in verb.subtree) and verb.lemma_ not in _NOT_YET
    return wants or dated


def _has_changed(verb: Token) -> bool:
    if grammar.modals(verb):
        return False
    perfect = any(child.lemma_ == "have" and child.dep_ == "aux" and child.tag_ in ("VBP", "VB") for child in verb.children)
    return perfect and verb.lemma_ in _DONE | _INSIGHT or (verb.lemma_ in ("learn", "realise", "realize") and grammar.is_past(verb))
