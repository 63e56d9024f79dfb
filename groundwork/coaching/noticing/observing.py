"""What a camera would have seen, and what it would not (pure)."""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.noticing.labels import is_label, labels
from groundwork.coaching.noticing.minds import mind_reading
from groundwork.coaching.noticing.own_side import events
from groundwork.coaching.noticing.reproach import is_stated, statements
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_VISIBLE = frozenset({"scream", "shout", "yell", "interrupt", "push", "hide", "sneak", "play", "flirt", "insult", "take", "string", "fail", "deny", "snap", "complain", "reject", "sulk", "whine", "pretend", "treat", "dump", "embarrass", "disappoint", "provoke", "dismiss", "push", "attack", "mock", "trick", "accuse", "criticise", "criticize", "laugh", "project", "offend"})
_JUDGED = frozenset({"treat", "embarrass", "disappoint", "provoke", "trick"})
#: Words behind the verb: where a phrase still belongs to what was seen, and how many are said back at the most.
_CLOSE, _LONGEST_QUOTE = 5, 12
#: Tags of words that a quotation does not end in.
_LEADS_ON = frozenset({"CC", "DT", "IN", "PRP$", "TO", "WDT", "WP", "WRB"})


def verdicts(sentence: Sentence) -> Iterator[Mark]:
    """Names, traits and judging verbs ("she's a liar", "he humiliated me", "her disgusting messages")."""
    yield from (one._replace(code="label") for one in labels(sentence))
    for who, verb in statements(sentence):
        judging = verb.lemma_.lower() in words("hurting_verbs") - _VISIBLE | _JUDGED
        if judging and not grammar.is_negated(verb) and grammar.governor(verb) is None:
            yield mark("label", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 3) + 1])
    for token in sentence.doc:
        compared = next((child for child in token.children if child.lemma_.lower() in words("insults")), None) if token.lower_ == "like" else None
        if compared is not None and token.i not in sentence.quoted:
            yield mark("label", sentence, token, compared)
        if token.i in sentence.quoted or token.dep_ in ("nsubj",) and token.pos_ == "PROPN":
            continue
        if token.dep_ == "amod" and token.lower_ in words("traits") - {"cheap", "fake", "dirty", "cold", "lazy", "broken", "foul", "damaged", "closed", "mean", "mad", "distant"}:
            yield mark("label", sentence, token, token.head)
        elif token.pos_ == "NOUN" and token.lemma_.lower() in words("insults") - {"user", "baby", "child", "kid", "player", "animal", "dog", "pig", "snake", "rat", "drama", "disaster", "nightmare", "mess", "tool", "drunk", "addict", "thief", "teenager", "teen", "tease", "shit", "ass", "cheat"} and is_label(token) and token.dep_ in ("nsubj", "dobj", "pobj", "attr", "appos", "ROOT"):
            yield mark("label", sentence, token)
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if who is not None and who.lower_ == "i" and verb.lemma_ == "be" and is_stated(sentence, verb) and not grammar.is_negated(verb):
            word = next((word for word in grammar.complement(verb) if is_label(word) and word.lower_ not in words("feelings_adjectives")), None)
            if word is not None:
                yield mark("label", sentence, who, verb, word)
    for span in phrases("label", sentence):
        yield mark("label", sentence, *span)


def motives(sentence: Sentence) -> Iterator[Mark]:
    """Why somebody did it, which no camera sees."""
    yield from (one._replace(code="motive") for one in mind_reading(sentence))
    for who, verb in statements(sentence):
        inner = verb.lemma_.lower() in ("want", "think", "hope", "plan", "intend", "enjoy", "care", "love", "know", "believe", "wish", "expect")
        if inner and not _reported_to_me(verb) and not grammar.modals(verb):
            yield mark("motive", sentence, who, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 3) + 1])
    for verb in grammar.verbs(iter(sentence.doc)):
        at_me = any(child.lower_ in ("me", "us") for child in verb.children) and verb.lemma_.lower() not in words("observing_verbs") | words("saying_verbs") | words("caring_verbs")
        if verb.i in sentence.quoted or not at_me and verb.lemma_.lower() not in words("hurting_verbs") - {"take", "hide", "push", "play"}:
            continue
        purpose = verb.dep_ in ("advcl", "xcomp", "acl") and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
        who = grammar.subject(verb.head) if verb.head != verb else None
        if purpose and who is not None and sentence.is_other(who):
            start = next(child for child in verb.children if child.lower_ == "to" and child.dep_ == "aux")
            yield mark("motive", sentence, start, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 2) + 1])
    for span in phrases("motive", sentence):
        yield mark("motive", sentence, *span)


def _reported_to_me(verb: Token) -> bool:
    head = grammar.governor(verb)
    return head is not None and head.lemma_.lower() in words("saying_verbs") | {"see", "read", "hear"}


def _end_of(verb: Token) -> int:
    """The last word to quote: the phrases that begin close behind the verb, whole where they are short enough to be said back."""
    close = [child for child in verb.rights if child.i <= verb.i + _CLOSE and not child.is_punct]
    end = max((child.right_edge.i for child in close), default=verb.i)
    if end - verb.i > _LONGEST_QUOTE:
        end = min(verb.right_edge.i, verb.i + _CLOSE)
    while end > verb.i and verb.doc[end].tag_ in _LEADS_ON:
        end -= 1
    return end


def camera(sentence: Sentence) -> Iterator[Mark]:
    """Something seen or heard at a moment: "On Tuesday I saw 43 messages"."""
    moments = list(events(sentence))
    numbers = [token for token in sentence.doc if token.like_num and token.i not in sentence.quoted]
    for verb in grammar.verbs(iter(sentence.doc)):
        if verb.i in sentence.quoted or not grammar.is_past(verb) or verb.lemma_.lower() not in words("observing_verbs"):
            continue
        if moments or numbers or sentence.quoted:
            who = grammar.subject(verb)
            yield mark("camera", sentence, *([who.left_edge, who] if who is not None and who.i < verb.i else []), *verb.doc[verb.i : _end_of(verb) + 1])
            return
