"""What counts as a plain statement about the other person, and not as a question, a wish, a quotation or a supposition (pure)."""
from __future__ import annotations

from typing import Iterator, Optional, Tuple

from spacy.tokens import Token

from groundwork.coaching import grammar
from groundwork.coaching.parse import Sentence
from groundwork.coaching.words import words

_WISHING = frozenset({"want", "wish", "hope", "need", "like", "love", "prefer", "ask", "let", "afraid", "scared", "terrified", "fear", "worry", "worried", "frightened", "wonder"})
#: Verbs that hurt only with certain objects.
_HARMLESS_TOO = frozenset({"take", "use", "treat", "play", "push", "string", "fight", "waste", "project", "dress"})
_ASKING = frozenset({"what", "who", "whom", "how", "where", "when", "which", "why"})


def statements(sentence: Sentence, hedged: bool = True) -> Iterator[Tuple[Token, Token]]:
    """(subject, verb) of every clause that states something about the other person; with `hedged`, what stands beside "maybe" is no statement."""
    for verb in grammar.verbs(iter(sentence.doc)):
        who = grammar.subject(verb)
        if who is not None and sentence.is_other(who) and verb.i not in sentence.quoted and is_stated(sentence, verb, hedged):
            yield who, verb


def is_stated(sentence: Sentence, verb: Token, hedged: bool = True) -> bool:
    """Whether a clause is stated, and not asked, wished, feared, supposed or reported."""
    if grammar.is_supposed(verb, hedged) or _wished(verb) or _asked_about(verb) or _doubted(verb):
        return False
    reporter = grammar.reporter(verb)
    if reporter is not None and (reporter.lower_ != "i" or grammar.is_past(reporter.head)):
        return False
    return not _inverted(verb)


def _doubted(verb: Token) -> bool:
    """ "I don't think you are cruel"."""
    marker = next((child for child in verb.children if child.dep_ == "mark" and child.lower_ == "that" and child.i), None)
    if marker is not None and marker.nbor(-1).lower_ in ("not", "n't"):
        return True
    head = grammar.governor(verb)
    return head is not None and head.lemma_ in ("think", "believe", "say", "mean", "suppose", "claim", "imply", "be") and grammar.is_negated(head)


def _inverted(verb: Token) -> bool:
    """Whether the auxiliary stands before the subject ("do you", "are you")."""
    who = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if who is None:
        return verb.dep_ in ("conj", "xcomp") and verb.head != verb and _inverted(verb.head)
    return any(child.dep_ in ("aux", "auxpass") and child.i < who.i for child in verb.children) or (verb.lemma_ in ("be", "have") and verb.i < who.i)


def _wished(verb: Token) -> bool:
    head: Optional[Token] = grammar.governor(verb)
    if head is None:
        return False
    infinitive = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    subject = grammar.subject(head)
    mine = subject is None or subject.lower_ in ("i", "we")
    if head.lemma_.lower() in _WISHING and mine and (verb.dep_ != "advcl" or infinitive):
        return True
    return head.lemma_.lower() in _WISHING and head.pos_ == "ADJ"


def _asked_about(verb: Token) -> bool:
    """An embedded question: "tell me what you think"."""
    if any(child.lower_ in ("what", "who") and child.i < verb.i and child.dep_ in ("dobj", "attr", "pobj") for child in verb.children):
        return True
    if grammar.governor(verb) is None:
        return False
    return any(child.lower_ in _ASKING - {"when", "why", "how"} for child in verb.children if child.i < verb.i) and verb.dep_ in ("ccomp", "pcomp", "advcl", "relcl", "acl")


def speaks_well(verb: Token) -> bool:
    """Whether a clause says something kind of the other, or leaves them free ("you never have to …")."""
    leaving_free = verb.lemma_ in ("have", "need") and any(child.dep_ == "xcomp" for child in verb.children)
    denied = grammar.is_negated(verb)
    if leaving_free and denied:
        return True
    hurts = verb.lemma_.lower() in words("hurting_verbs") - _HARMLESS_TOO | {"forget", "fail", "break"}
    if denied:
        return hurts
    if any(word.lemma_.lower() in words("kind_words") and not _belittled(word) for word in grammar.complement(verb)):
        return True
    kind = words("kind_words") | (words("freeing_nouns") if verb.lemma_ == "have" else frozenset())
    if any(child.dep_ in ("dobj", "oprd", "attr") and child.lemma_.lower() in kind for child in verb.children):
        return True
    caring = verb.lemma_.lower() in words("kind_verbs")
    helping = verb.lemma_ == "make" and any(child.lemma_.lower() in words("kind_words") | words("kind_verbs") for child in verb.subtree if child != verb)
    there = verb.lemma_ == "be" and any(child.lower_ == "there" for child in verb.children)
    return caring or helping or there


def _belittled(word: Token) -> bool:
    return any(child.lower_ in ("too", "not", "n't", "less", "hardly") for child in word.children)
