"""What takes an apology back, and its parts (pure).

The parts are those of Lewicki, Polin and Lount (2016): regret, explanation, responsibility, repentance, repair, asking for forgiveness.
Responsibility carried most there, then repair; asking for forgiveness least, and here it is advised against.
"""
from __future__ import annotations

from typing import Iterator

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import words

_REGRETTING = frozenset({"sorry", "apologise", "apologize", "apology", "apologies", "regret", "remorse"})
_TURNS = frozenset({"but", "however", "though", "although", "yet", "except"})
_OWNING = frozenset({"know", "will", "promise", "understand", "hope", "love", "want", "realise", "realize", "should", "see", "need", "wish", "sorry", "excuse", "fault", "responsible", "responsibility", "wrong", "deserve", "ashamed", "regret", "apologise", "apologize", "still", "miss"})
_TAKEN = frozenset({"feel", "think", "take", "see", "misunderstand", "misinterpret", "interpret", "find", "believe", "react", "view", "perceive"})
_HARMLESS = frozenset({"care", "love", "try", "worry", "want", "exist", "breathe", "live", "ask", "feel", "think", "work", "expect", "hope", "tell", "speak"})
_REACTIONS = frozenset({"upset", "hurt", "offended", "angry", "mad", "disappointed", "annoyed", "bothered", "insulted", "unhappy", "furious", "cross", "sad"})
_SMALL = frozenset({"just", "only", "merely", "simply"})


def but_clauses(sentence: Sentence, sorry_before: bool) -> Iterator[Mark]:
    """A "but" after what one is sorry for, unless what follows owns it too.

    Args:
        sorry_before: an earlier sentence of the text says sorry.
    """
    doc = sentence.doc
    for token in doc:
        if token.lower_ not in _TURNS or token.i in sentence.quoted or token.i == 0 and token.lower_ in ("however", "yet"):
            continue
        before, after = doc[: token.i], doc[token.i + 1 :]
        if token.i and doc[token.i - 1].lower_ in ("nothing", "anything", "all", "last", "no", "a"):
            continue
        if not (sorry_before or any(word.lower_ in _REGRETTING or word.lower_ == "i" for word in before)) or not len(after):
            continue
        if _owns(after) or after[0].lower_ == "please":
            continue
        end = after[min(4, len(after) - 1)]
        yield mark("apology_but", sentence, token, end)


def _owns(after: "object") -> bool:
    tokens = list(after)  # type: ignore[call-overload]
    first = next((word for word in tokens if word.dep_ in ("nsubj", "nsubjpass")), None)
    if any(word.lower_ in ("you", "your") for word in tokens[:2]):
        return any(word.lemma_ == "deserve" for word in tokens) and any(word.lower_ in ("better", "more", "none", "not", "n't", "truth") for word in tokens)
    if any(word.lower_ in ("excuse", "excuses", "fault", "responsibility", "sorry", "wrong") for word in tokens):
        return True
    return first is not None and first.lower_ in ("i", "it", "that", "this") and any(word.lemma_.lower() in _OWNING for word in tokens[:6])


def regrets(sentence: Sentence) -> bool:
    """Whether it says sorry."""
    return any(token.lower_ in _REGRETTING for token in sentence.doc)


def conditions(sentence: Sentence) -> Iterator[Mark]:
    """ "Sorry if …", "for anything I may have done"."""
    doc = sentence.doc
    for token in doc:
        if token.lower_ in ("if", "whether") and token.i not in sentence.quoted and _hangs_on_regret(sentence, token):
            verb = token.head
            yield mark("apology_if", sentence, token, doc[min(max(verb.i, token.i) + 2, verb.right_edge.i, len(doc) - 1)] if verb.i > token.i else token)
        elif token.lower_ in ("any", "anything", "whatever") and any(word.lower_ in ("may", "might") for word in doc[token.i :]) and _regrets(doc[: token.i]):
            yield mark("apology_if", sentence, token, doc[min(token.i + 5, len(doc) - 1)])


def _hangs_on_regret(sentence: Sentence, token: Token) -> bool:
    before = list(sentence.doc[: token.i])
    sorry = next((word for word in reversed(before) if word.lower_ in _REGRETTING), None)
    if sorry is None:
        return False
    return not any(word.tag_ == "MD" or word.lower_ in ("understand", ",") and word.i > sorry.i + 3 for word in sentence.doc[sorry.i : token.i])


def _regrets(tokens: "object") -> bool:
    return any(word.lower_ in _REGRETTING for word in tokens)  # type: ignore[attr-defined]


def about_their_reaction(sentence: Sentence) -> Iterator[Mark]:
    """ "I'm sorry you feel that way", "sorry that you were hurt": what they feel in the place of what one did."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if who is None or who.lower_ != "you" or verb.i in sentence.quoted or grammar.is_supposed(verb):
            continue
        head = grammar.governor(verb)
        if head is None or head.lower_ not in _REGRETTING:
            continue
        feeling = verb.lemma_ in ("be", "get", "feel") and any(word.lower_ in _REACTIONS for word in grammar.complement(verb))
        passive = verb.lower_ in ("hurt", "offended", "upset", "bothered")
        owned = any(word.lower_ in ("my", "me", "i") for word in verb.subtree)
        endured = verb.lemma_ in ("have", "lose", "go") or any(child.lower_ in ("had", "have") for child in verb.children)
        if grammar.is_negated(verb) or (verb.lemma_ in _TAKEN or feeling or passive or not endured and verb.lemma_ != "be") and not owned:
            yield mark("sorry_you_feel", sentence, head, *verb.doc[who.i : min(verb.right_edge.i, verb.i + 3) + 1])
    for span in phrases("sorry_you_feel", sentence):
        yield mark("sorry_you_feel", sentence, *span)


def mock_apologies(sentence: Sentence) -> Iterator[Mark]:
    """ "Sorry for caring", "sorry I'm not perfect": an apology for what is no wrong points back at the other."""
    for verb in grammar.verbs(iter(sentence.doc)):
        head = verb.head if verb.dep_ in ("ccomp", "advcl") else verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ in ("for", "about") else None
        if head is None or head.lower_ not in _REGRETTING or verb.i in sentence.quoted:
            continue
        who = grammar.subject(verb) if verb.dep_ != "pcomp" else None
        if who is not None and who.lower_ != "i" or grammar.is_past(verb):
            continue
        harmless = verb.lemma_.lower() in words("kind_verbs") | _HARMLESS
        being = verb.lemma_ in ("be", "have") and any(word.lower_ in words("kind_words") | {"human", "perfect", "alive", "worried", "her", "him", "feelings", "emotions", "standards", "needs", "opinion", "life"} for word in verb.subtree)
        if harmless != grammar.is_negated(verb) or being:
            yield mark("mock_apology", sentence, head, *verb.doc[verb.i : min(verb.right_edge.i, verb.i + 3) + 1])
    for span in phrases("mock_apology", sentence):
        yield mark("mock_apology", sentence, *span)


def passives(sentence: Sentence) -> Iterator[Mark]:
    """ "Mistakes were made", "it just happened": nobody did it."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
        if who is None or verb.i in sentence.quoted or grammar.is_supposed(verb) or any(child.dep_ == "agent" for child in verb.children):
            continue
        if who.lemma_.lower() in ("mistake", "thing", "line", "word", "trust", "feeling", "boundary", "promise", "rule", "lie", "error", "wrong") and grammar.is_past(verb):
            yield mark("passive", sentence, *who.subtree, verb)
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if verb.lemma_ == "happen" and who is not None and who.lemma_.lower() in ("mistake", "thing", "something", "stuff", "accident", "slip") and verb.i not in sentence.quoted:
            yield mark("passive", sentence, who, verb)
    for span in phrases("passive", sentence):
        yield mark("passive", sentence, *span)


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


