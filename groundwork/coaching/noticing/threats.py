"""What will be done to the other person if they do not do as they are told (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases

CODE = "threat"
_ENDING = frozenset({"leave", "divorce", "dump", "go", "walk", "end", "break"})
_HARMING = frozenset({"tell", "expose", "ruin", "destroy", "take", "kick", "throw", "sue", "punish", "post", "call", "show", "hurt", "cheat", "sleep", "lock", "pay", "regret", "lose", "see", "find", "cut"})


def threats(sentence: Sentence) -> Iterator[Mark]:
    """ "If you do that again, I'm leaving you", "or else", "you'll regret it"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        condition = next((child for child in verb.children if child.dep_ == "advcl" and _is_condition(sentence, child)), None)
        if condition is not None and _is_consequence(sentence, verb, condition) and verb.i not in sentence.quoted:
            yield mark(CODE, sentence, condition.left_edge, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 3) + 1])
    for span in phrases("threat", sentence):
        yield mark(CODE, sentence, *span)


def _is_condition(sentence: Sentence, verb: Token) -> bool:
    who = grammar.subject(verb)
    marked = any(child.lower_ in ("if", "unless") for child in verb.children)
    return marked and who is not None and (sentence.is_other(who) or who.lower_ in ("i", "it", "this", "that"))


def _is_consequence(sentence: Sentence, verb: Token, condition: Token) -> bool:
    who = grammar.subject(verb)
    if who is None:
        return False
    if who.lower_ in ("it", "we", "this") or who.lemma_ in ("marriage", "relationship"):
        return any(word.lower_ in ("over", "done", "finished", "through") for word in (verb, *verb.children))
    supposed = {token.i for token in condition.subtree}
    objects = {child.lower_ for child in verb.subtree if child.i > verb.i and child.i not in supposed}
    if who.lower_ == "i" and verb.lemma_ in ("be", "leave") and objects & {"done", "gone", "out", "finished", "through"}:
        return True
    if who.lower_ == "i" and verb.lemma_ in _ENDING:
        again = any(token.lower_ in ("again", "ever", "more") for token in condition.subtree)
        return bool(objects & {"you", "us", "marriage", "relationship", "divorce", "away"}) or again and not objects or verb.lemma_ == "divorce"
    if who.lower_ == "i" and verb.lemma_ in ("want", "file"):
        return bool(objects & {"divorce", "separation", "out"})
    if who.lower_ == "i":
        return verb.lemma_ in _HARMING and bool(objects & {"everyone", "everybody", "kids", "children", "mother", "parents", "boss", "family", "out", "you", "work", "same", "friends", "wife", "husband"}) and "will" in (grammar.modals(verb) | {"will" if "going" in grammar.adverbs(verb) else ""})
    return who.lower_ == "you" and verb.lemma_ in ("regret", "lose", "pay", "see", "find")
