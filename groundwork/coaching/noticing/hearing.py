"""Lines for somebody who is ashamed: what makes them smaller, and what makes room (pure)."""
from __future__ import annotations

from typing import Iterator

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.asking import orders
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases


def advice(sentence: Sentence) -> Iterator[Mark]:
    """ "You should …", "have you tried …", "just relax"."""
    yield from (one._replace(code="advice") for one in orders(sentence))
    for verb in grammar.verbs(iter(sentence.doc)):
        just = any(child.lower_ == "just" and child.i < verb.i for child in verb.children)
        if verb.i not in sentence.quoted and grammar.is_imperative(verb) and just and verb.lemma_ not in ("know", "tell", "say", "take", "listen"):
            yield mark("advice", sentence, *verb.doc[verb.left_edge.i : min(verb.right_edge.i, verb.i + 3) + 1])
    for span in phrases("advice", sentence):
        yield mark("advice", sentence, *span)


def dismissal(sentence: Sentence) -> Iterator[Mark]:
    """ "It's nothing", "don't be silly", "others have it worse"."""
    for span in phrases("dismissing", sentence):
        yield mark("dismissing", sentence, *span)


def pressure(sentence: Sentence) -> Iterator[Mark]:
    """ "You have to tell me", "I have a right to know"."""
    for span in phrases("pressure", sentence):
        yield mark("pressure", sentence, *span)


def open_questions(sentence: Sentence) -> Iterator[Mark]:
    """ "What would help?", "How was that for you?", "Would you like to tell me?"."""
    doc = sentence.doc
    if not len(doc) or doc[0].i in sentence.quoted:
        return
    asks = sentence.is_question() or any(token.tag_ in ("WP", "WRB") and token.i < 2 and token.lower_ in ("what", "how") for token in doc)
    opening = next((token for token in doc[:8] if token.lower_ in ("what", "how") and token.lower_ != "why"), None)
    if asks and opening is not None and any(token.lower_ in ("you", "your", "we", "i") for token in doc) and not any(token.lower_ in ("hell", "fuck", "wrong", "dare", "could", "hiding") and token.i < opening.i + 4 for token in doc):
        yield mark("open_question", sentence, opening, doc[min(len(doc) - 1, opening.i + 8)])
        return
    for span in phrases("open_question", sentence):
        yield mark("open_question", sentence, *span)


def room(sentence: Sentence) -> Iterator[Mark]:
    """No hurry, being there, and giving back what one noticed."""
    for code in ("no_hurry", "presence", "reflects"):
        for span in phrases(code, sentence):
            yield mark(code, sentence, *span)
