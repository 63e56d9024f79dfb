"""Questions about a parsed sentence: who does it, is it denied, asked, supposed, reported (pure)."""
from __future__ import annotations

from typing import FrozenSet, Iterator, Optional

from spacy.tokens import Token

from groundwork.coaching.words import words

_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj", "acomp", "dep", "attr"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_CONDITIONS = frozenset({"if", "whether", "unless"})
_SUPPOSING = _CONDITIONS | {"suppose", "imagine", "maybe", "perhaps"}
_RELATIVE = frozenset({"who", "which", "that"})
#: Verbs whose past looks like their present.
_SAME_IN_PAST = frozenset({"hurt", "put", "let", "cut", "hit", "read", "quit"})
_HARDLY = frozenset({"hardly", "barely", "scarcely", "rarely", "seldom"})


def verbs(tokens: Iterator[Token]) -> Iterator[Token]:
    """The heads of clauses."""
    for token in tokens:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            yield token


def subject(verb: Token, depth: int = 6) -> Optional[Token]:
    """Who does it: its own subject, or the one it shares with the verb it hangs on."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return verb.head if child.lower_ in _RELATIVE and verb.dep_ == "relcl" else child
    if depth and verb.dep_ in ("conj", "xcomp", "advcl", "dep") and verb.head != verb:
        if verb.dep_ == "xcomp":
            for child in verb.head.children:
                if child.dep_ in ("dobj", "dative"):
                    return child
        return subject(verb.head, depth - 1)
    return None


def adverbs(verb: Token) -> FrozenSet[str]:
    """The adverbs and auxiliaries of a verb, lower case."""
    return frozenset(child.lower_ for child in verb.children if child.dep_ in ("advmod", "neg", "aux", "npadvmod", "auxpass"))


def is_negated(verb: Token) -> bool:
    """Whether it is denied ("not", "never", "hardly"), also by the verb it is joined to ("you don't listen or care")."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in _HARDLY or child.lower_ in ("never", "not", "n't"):
            return True
    own_subject = any(child.dep_ in _SUBJECTS for child in verb.children)
    if verb.dep_ == "conj" and not own_subject and verb.head.pos_ in ("VERB", "AUX"):
        return any(child.lower_ in ("or", "nor") for child in verb.head.children) and is_negated(verb.head)
    return False


def modals(verb: Token) -> FrozenSet[str]:
    """The modal verbs with a verb, as base forms ("'ll" is will, "'d" is would)."""
    short = {"'ll": "will", "'d": "would", "wo": "will", "ca": "can", "cannot": "can"}
    return frozenset(short.get(child.lower_, child.lower_) for child in verb.children if child.tag_ == "MD")


def clause_chain(token: Token) -> Iterator[Token]:
    """A token and everything it hangs on, from the inside out."""
    yield token
    yield from token.ancestors


def is_supposed(verb: Token, hedged: bool = True) -> bool:
    """Whether it stands under "if", "whether" or "unless"; with `hedged`, also beside "maybe"."""
    for token in clause_chain(verb):
        for child in token.children:
            if child.i < token.i and child.dep_ in ("mark", "advmod") and child.lower_ in (_SUPPOSING if hedged and token == verb else _CONDITIONS):
                return True
    return False


def reporter(verb: Token) -> Optional[Token]:
    """Who is quoted indirectly as saying it, or None: "you said you never loved me" -> "you"."""
    for token in clause_chain(verb):
        if token.dep_ == "conj" and any(child.dep_ == "nsubj" and child.lower_ == "i" for child in token.children):
            return None  # "he asked, and I felt caught": a clause of one's own again
        if token.dep_ == "ccomp" and token.head.lemma_.lower() in words("saying_verbs"):
            return subject(token.head)
    return None


def governor(verb: Token) -> Optional[Token]:
    """The verb or adjective in whose clause a verb's clause stands ("I feel [that you lie]" -> "feel"); None for a main clause."""
    token = verb
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    if token.dep_ == "ccomp" and token.i < token.head.i and not any(child.dep_ == "mark" for child in token.children):
        return None  # two main clauses with a comma between them
    return token.head if token.dep_ in ("ccomp", "advcl", "xcomp", "acl", "relcl", "pcomp", "csubj") and token.head != token else None


def is_free(verb: Token) -> bool:
    """Whether it stands in a main clause."""
    return governor(verb) is None


def complement(verb: Token) -> Iterator[Token]:
    """What somebody is said to be: adjectives and nouns after "be", "act", "sound" …, those joined by "and" too."""
    for child in verb.children:
        named = child.dep_ in ("acomp", "attr", "oprd") and child.pos_ in ("ADJ", "NOUN", "VERB", "PROPN", "ADV")
        if child.i > verb.i and (named or child.dep_ == "advmod" and child.pos_ == "ADJ"):
            yield child
            yield from (token for token in child.subtree if token.dep_ == "conj" and token.head == child)


def is_past(verb: Token) -> bool:
    """Whether a clause tells something that happened."""
    alone = not any(child.dep_ in ("aux", "auxpass") for child in verb.children)
    if alone and (verb.tag_ == "VBN" and verb.dep_ in ("ROOT", "conj", "ccomp") or verb.lower_ in _SAME_IN_PAST and verb.tag_ == "VBP"):
        return True
    return verb.tag_ == "VBD" or any(child.tag_ == "VBD" and child.dep_ in ("aux", "auxpass") for child in verb.children)


def is_imperative(verb: Token) -> bool:
    """Whether it is an order or a plea without a subject ("stop lying", "please tell me")."""
    first = verb.tag_ in ("VBD", "VBN", "NNP", "NN") and verb.lower_ in _SAME_IN_PAST and verb.i == 0
    if not first and verb.tag_ not in ("VB", "VBP") or verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis"):
        return False
    if verb.lemma_ == "thank" or any(child.lower_ == "why" for child in verb.children):
        return False
    if any(child.dep_ in _SUBJECTS or child.lower_ == "to" and child.dep_ == "aux" for child in verb.children):
        return False
    return not any(child.tag_ == "MD" for child in verb.children) and (verb.dep_ == "ROOT" or verb.dep_ == "parataxis" or subject(verb) is None)
