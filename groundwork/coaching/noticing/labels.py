"""Names and traits put on a person: a drawer, not something they can answer (pure)."""
from __future__ import annotations

from typing import Iterator, Optional

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.reproach import statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

CODE = "name_calling"
_COPULAS = frozenset({"be", "become", "get", "act", "sound", "seem", "look", "behave", "stay", "turn", "remain"})
_AMPLIFIERS = frozenset({"such", "so", "just", "really", "nothing", "bloody", "fucking", "damn", "damned", "total", "complete", "utter", "absolute", "bloody", "little", "goddamn", "fucking", "big", "fat", "old", "poor", "sad"})


def labels(sentence: Sentence) -> Iterator[Mark]:
    """ "You are selfish", "you liar", "stop being a child", "like an idiot"."""
    for who, verb in statements(sentence):
        if verb.lemma_ in _COPULAS and not grammar.is_negated(verb):
            word = next((word for word in _said_to_be(verb) if is_label(word)), None) or _compared(verb)
            if word is not None:
                yield mark(CODE, sentence, who, verb, word)
    yield from (mark(CODE, sentence, *sentence.doc[word.left_edge.i : word.i + 1]) for word in _called(sentence))
    yield from _thrown(sentence)
    for span in phrases("name_calling", sentence):
        yield mark(CODE, sentence, *span)


def _said_to_be(verb: Token) -> Iterator[Token]:
    """The words of what somebody is said to be, without those of clauses inside it ("nothing but a cheater", "turned into a monster")."""
    for token in verb.subtree:
        inside = next((step for step in token.ancestors if step.pos_ in ("VERB", "AUX")), None)
        if token.i > verb.i and inside == verb and token.dep_ not in ("nsubj", "npadvmod", "compound", "poss", "dobj") and token.pos_ in ("ADJ", "NOUN", "PROPN", "VERB"):
            if token.dep_ != "pobj" or token.head.lower_ in ("but", "than", "into"):
                yield token


def _thrown(sentence: Sentence) -> Iterator[Mark]:
    """ "You utter idiot": "you" and a name, with nothing but strong words between them."""
    doc = sentence.doc
    for token in doc:
        if token.lower_ != "you" or token.i in sentence.quoted:
            continue
        end = token.i + 1
        while end < len(doc) and (doc[end].lower_ in _AMPLIFIERS or doc[end].lower_ in words("traits")):
            end += 1
        nameless = end > token.i + 1 and end < len(doc) and doc[end].lower_ in ("man", "woman", "person", "boy", "girl", "excuse", "creature")
        if nameless:
            yield mark(CODE, sentence, token, doc[end])
        elif end < len(doc) and doc[end].pos_ in ("NOUN", "PROPN") and doc[end].lemma_.lower() in words("insults") and not (token.i and token.head.lemma_ == "call"):
            yield mark(CODE, sentence, token, doc[end])


def is_label(word: Token) -> bool:
    """Whether a word judges a person; "a good liar" and "a real jerk" do, "not a liar" does not."""
    if any(child.dep_ == "neg" or child.lower_ in ("not", "no") for child in word.children):
        return False
    lemma = word.lemma_.lower()
    if word.pos_ in ("NOUN", "PROPN") and (lemma in words("insults") or any(child.dep_ in ("amod", "compound") and (child.lower_ in words("traits") or child.lower_ == "worst") for child in word.children)):
        return True
    return word.lower_ in words("traits") or (lemma in words("insults") and word.pos_ != "VERB")


def _compared(verb: Token) -> Optional[Token]:
    """ "You act like a child", "you're just like your father"."""
    for child in verb.children:
        if child.lower_ == "like" and child.i > verb.i:
            for word in child.children:
                if word.lemma_.lower() in words("insults") or word.lemma_.lower() in ("father", "mother", "dad", "mum", "mom", "ex"):
                    return word
    return None


def _called(sentence: Sentence) -> Iterator[Token]:
    """ "You liar", "you selfish man", and "stop being such a coward"."""
    for token in sentence.doc:
        if token.i in sentence.quoted or token.pos_ not in ("NOUN", "ADJ", "PROPN") or not is_label(token):
            continue
        named = any(child.lower_ == "you" and child.i < token.i and child.dep_ != "nsubj" for child in token.children)
        after_you = token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].lower_ == "you" and token.pos_ == "NOUN" and token.dep_ not in ("nsubj", "compound")
        after_you = after_you and not (token.head.lemma_ == "call" and token.head.i < token.i)
        being = token.head.lower_ == "being" and token.head.dep_ in ("xcomp", "ccomp", "pcomp") and grammar.subject(token.head) is None
        if named or after_you or being:
            yield token
