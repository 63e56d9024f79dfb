"""A boundary, told apart from a rule, a request and an ultimatum (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.asking import orders
from groundwork.coaching.noticing.reaching import wishes
from groundwork.coaching.noticing.threats import threats
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_STATES = frozenset({"want", "need", "like", "wish", "hope", "think", "feel", "know", "believe", "love", "care", "mean", "expect", "deserve", "let", "allow", "permit", "tolerate", "accept", "forbid", "appreciate", "understand", "prefer", "ask", "see", "miss", "guess", "say"})
_FORBIDDING = frozenset({"let", "allow", "permit", "forbid", "tolerate", "accept", "expect", "demand", "insist"})
#: One's own body: a no to this needs no reason, no consequence and nobody's consent.
_BODY = frozenset({"touch", "kiss", "hug", "grab", "film", "photograph", "record", "undress", "grope", "wake", "hold", "tickle", "bite"})
_PUNISHING = frozenset({"throw", "kick", "take", "tell", "expose", "ruin", "destroy", "punish", "post", "lock", "cheat"})
_PARTING = frozenset({"leave", "divorce", "dump", "separate"})


def own_actions(sentence: Sentence) -> Iterator[Mark]:
    """ "I will go for a walk", "I won't read them", "I sleep at my sister's"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if verb.i in sentence.quoted or grammar.is_supposed(verb):
            continue
        if who is not None and who.lower_ in ("i", "we") and _acts(verb) and not _about_other(sentence, verb):
            yield mark("own_action", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 7) + 1])
        elif is_about_body(verb) and grammar.is_negated(verb):
            yield mark("own_action", sentence, *verb.doc[verb.left_edge.i : min(verb.right_edge.i, verb.i + 5) + 1])
    for span in phrases("own_action", sentence):
        yield mark("own_action", sentence, *span)


def _acts(verb: Token) -> bool:
    going = verb.dep_ == "xcomp" and verb.head.lower_ in ("going", "need", "have", "want") and verb.head.tag_ in ("VBG", "VBP")
    planned = bool(grammar.modals(verb) & {"will", "can", "wo"}) or (verb.dep_ == "xcomp" and verb.head.lower_ == "going")
    leading = any(child.dep_ == "xcomp" and child.lower_ not in ("able",) for child in verb.children) and verb.lemma_ in ("need", "have", "want")
    if _declines(verb):
        return True
    if verb.lemma_.lower() in _STATES or verb.lemma_ == "be":
        return False
    habit = verb.tag_ in ("VBP", "VB") and not grammar.modals(verb) and not leading and grammar.governor(verb) is None
    progressive = verb.tag_ == "VBG" and any(child.lemma_ == "be" and child.tag_ != "VBD" for child in verb.children) and verb.lemma_ != "go"
    return planned or habit or progressive or going and verb.head.lower_ == "going"


def _declines(verb: Token) -> bool:
    """ "I do not want sex", "I don't want to talk in bed": a no of one's own, not one that is asked of the other."""
    if verb.lemma_ != "want" or not grammar.is_negated(verb):
        return False
    return any(child.dep_ in ("dobj", "xcomp") and child.lower_ not in ("you", "it", "this", "that") for child in verb.children) and not any(child.dep_ == "ccomp" for child in verb.children)


def _about_other(sentence: Sentence, verb: Token) -> bool:
    """What is done to the other and not for oneself ("I'll tell everyone", "I'll take the kids")."""
    return any(marking.first.i <= verb.i <= marking.last.i for marking in threats(sentence))


def rules_for_other(sentence: Sentence) -> Iterator[Mark]:
    """ "You can't see her", "stop texting her", "I won't let you", "no more nights out"."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if verb.i in sentence.quoted or grammar.is_supposed(verb) or is_about_body(verb):
            continue
        if who is not None and sentence.is_other(who) and not sentence.is_question() and _forbidden(verb):
            yield mark("rule_for_other", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 3) + 1])
        elif who is not None and who.lower_ == "i" and verb.lemma_ in _FORBIDDING and _takes_other(sentence, verb) and not grammar.is_past(verb):
            yield mark("rule_for_other", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 4) + 1])
        elif grammar.is_imperative(verb) and not any(token.lower_ == "please" for token in verb.doc) and verb.lemma_ not in ("let", "know", "remember", "look", "listen"):
            yield mark("rule_for_other", sentence, *verb.doc[verb.left_edge.i : min(verb.right_edge.i, verb.i + 4) + 1])
    if len(sentence.doc) > 1 and sentence.doc[0].lower_ == "get" and sentence.doc[1].lower_ in ("rid", "lost", "out"):
        yield mark("rule_for_other", sentence, *sentence.doc[:4])
    for marking in orders(sentence):
        if not any(token.pos_ == "VERB" and is_about_body(token) for token in sentence.doc[marking.first.i : marking.last.i + 1]):
            yield marking._replace(code="rule_for_other")
    for span in phrases("rule_for_other", sentence):
        yield mark("rule_for_other", sentence, *span)


def is_about_body(verb: Token) -> bool:
    """ "Don't touch me": a limit as it stands."""
    reaches_me = any(child.lower_ in ("me", "my") for child in verb.subtree if child.i > verb.i)
    return verb.lemma_ in _BODY and reaches_me or any(token.lower_ == "sex" for token in verb.subtree)


def _forbidden(verb: Token) -> bool:
    modal = grammar.modals(verb)
    if modal & {"must", "should", "shall", "ought"}:
        return not ("must" in modal and verb.lemma_ == "be")
    if grammar.is_negated(verb) and verb.tag_ == "VBG" and any(child.lemma_ == "be" and child.tag_ in ("VBP", "VBZ") for child in verb.children):
        return True  # "you're not going to that party"
    if grammar.is_negated(verb) and modal & {"can", "may", "will", "would"}:
        return True
    if verb.lemma_ == "be" and grammar.is_negated(verb) and any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in verb.children):
        return True  # "you are not to speak to her"
    return any(word.lower_ in ("allowed", "forbidden", "permitted") for word in (verb, *verb.children)) and grammar.is_negated(verb) or verb.lower_ == "allowed"


def _takes_other(sentence: Sentence, verb: Token) -> bool:
    return any(sentence.is_other(token) or token.lower_ == "your" for token in verb.subtree if token.i > verb.i)


def ultimatums(sentence: Sentence) -> Iterator[Mark]:
    """The whole relationship against one thing ("if you see her again, it's over"): told apart from what punishes."""
    for marking in threats(sentence):
        rest = sentence.doc[marking.first.i : marking.last.i + 1]
        parting = any(token.lemma_ in _PARTING or token.lower_ in ("over", "done", "finished", "through", "divorce", "gone", "out") for token in rest)
        punishing = any(token.lemma_ in _PUNISHING or token.lower_ in ("kids", "children", "everyone", "everybody", "regret", "pay", "sorry", "else", "family", "boss", "parents", "mother") for token in rest)
        yield marking._replace(code="ultimatum" if parting and not punishing else "punishment")
    for span in phrases("ultimatum", sentence):
        yield mark("ultimatum", sentence, *span)
    for span in phrases("punishment", sentence):
        yield mark("punishment", sentence, *span)


def requests_instead(sentence: Sentence) -> Iterator[Mark]:
    """A wish that the other can refuse: a request, and a good one, but no boundary."""
    for marking in wishes(sentence):
        verb = marking.sentence.doc[marking.first.i : marking.last.i + 1].root
        if any(sentence.is_other(token) for token in verb.doc[marking.first.i : marking.last.i + 1]) or grammar.is_imperative(verb):
            yield marking._replace(code="only_request")
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        wants = verb.lemma_ in ("want", "need", "like") and who is not None and who.lower_ == "i" and not grammar.is_past(verb) and verb.i not in sentence.quoted
        asked = next((child for child in verb.children if child.dep_ in ("ccomp", "xcomp") and grammar.subject(child) is not None and sentence.is_other(grammar.subject(child))), None)  # type: ignore[arg-type]
        if wants and asked is not None:
            yield mark("only_request", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 6) + 1])  # type: ignore[arg-type]


def vague(sentence: Sentence) -> Iterator[Mark]:
    """Where nothing is left that one could point at ("respect my boundaries", "treat me better")."""
    content = [token for token in sentence.doc if token.pos_ in ("NOUN", "VERB", "ADJ", "PROPN", "NUM") or token.lower_ in ("home", "alone", "out")]
    blurred = [token for token in content if token.lemma_.lower() in words("vague_words")]
    concrete = [token for token in content if token.lemma_.lower() not in words("vague_words") | words("light_words")]
    if blurred and not concrete and not any(token.i in sentence.quoted for token in blurred):
        yield mark("vague", sentence, blurred[0], blurred[-1])


def clarity(sentence: Sentence) -> Iterator[Mark]:
    """A moment that both would recognise: "when you shout", "after ten"."""
    for token in sentence.doc:
        if token.i in sentence.quoted or token.lower_ not in ("if", "when", "whenever", "until", "while", "after", "before", "once", "unless", "as"):
            continue
        verb = token.head
        if verb.pos_ in ("VERB", "AUX") and verb.dep_ in ("advcl", "relcl", "pcomp") and verb.i > token.i and verb.lemma_.lower() not in words("vague_words"):
            yield mark("clear", sentence, *verb.doc[token.i : min(verb.right_edge.i, verb.i + 4) + 1])
    for token in sentence.doc:
        if token.like_num and token.i + 1 < len(sentence.doc) and sentence.doc[token.i + 1].lower_ in ("pm", "am", "o'clock", "minutes", "hours", "days", "weeks", "months", "times", "hour", "week", "day"):
            yield mark("clear", sentence, token, sentence.doc[token.i + 1])


def kindness(sentence: Sentence) -> Iterator[Mark]:
    """What keeps the door open: "I love you", "I want us to …", "I know it is hard"."""
    for span in phrases("kind", sentence):
        yield mark("kind", sentence, *span)
