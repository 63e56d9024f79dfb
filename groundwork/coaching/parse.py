"""Text -> parsed sentences with their way back to the original (pure)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import FrozenSet, Iterator, List, Tuple

from spacy.tokens import Doc, Token

from groundwork.coaching.model import shared_model
from groundwork.coaching.normalising import NormalText, normalise
from groundwork.coaching.words import words

#: So many characters of a text are looked at, and so many words and marks of them parsed: what is longer is a letter, and no answer in one breath.
READ_CHARACTERS = 2000
READ_WORDS = 240
#: A sentence without a full stop is parsed in pieces of this many words at most, cut at a comma where there is one.
PIECE_WORDS = 50
_SENTENCE = re.compile(r".+?(?:[.!?]+[\"')]*(?=\s|$)|$)", re.DOTALL)
_WORD = re.compile(r"\S+")
_QUOTED = re.compile(r"\"[^\"]{1,400}\"|(?<!\w)'(?:[^']|\w'\w){1,400}'(?!\w)")
#: Where quotations cover more of a text than this, they are how the person wrote their own sentence.
_MOST_QUOTED = 0.6
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_THANKS = re.compile(r"\bthank you\b")
_ADDRESS = re.compile(r"\s*(?:(?:hi|hey|hello|dear|oh)\s+)?([^\W_]+)\s*,\s+(?=\S)", re.IGNORECASE)
_ENDEARMENTS = frozenset("honey darling babe baby love sweetheart dear dearest hun sweetie mate".split())
_YOU = frozenset({"you", "yourself", "your", "yours"})
_THIRD = frozenset({"he", "she", "they", "him", "her", "them"})


@dataclass(frozen=True)
class Sentence:
    """One parsed sentence. start: where it begins in the normal text. quoted: its tokens inside somebody's quoted words."""

    doc: Doc
    start: int
    quoted: FrozenSet[int]
    speaks_to: bool

    def is_other(self, token: Token) -> bool:
        """Whether a token stands for the person whom the talk is with."""
        if token.lower_ == "you":
            return True
        if token.lower_ in ("him", "her", "them") and token.dep_ != "nsubj":
            return False
        if self.speaks_to:
            return False
        return token.lower_ in _THIRD or token.lemma_.lower() in words("partner_nouns") or (token.pos_ == "PROPN" and token.dep_ == "nsubj")

    def is_question(self) -> bool:
        """Whether it asks."""
        return self.doc.text.rstrip("\"') ").endswith("?")


@dataclass(frozen=True)
class Text:
    """A whole text as it was parsed."""

    original: str
    normal: NormalText
    sentences: Tuple[Sentence, ...]

    def span(self, sentence: Sentence, first: Token, last: Token) -> Tuple[int, int]:
        """The original's characters from one token to another of the same sentence."""
        start, end = sentence.start + first.idx, sentence.start + last.idx + len(last)
        return self.normal.original_span(start, end)

    def tokens(self) -> Iterator[Token]:
        """All tokens that are the person's own words, not quoted ones."""
        for sentence in self.sentences:
            yield from (token for token in sentence.doc if token.i not in sentence.quoted)


def parse(original: str) -> Text:
    """Parse a text of any length and content; the same text gives the same parse, whatever was parsed before."""
    normal = normalise(original, READ_CHARACTERS)
    quotes = _quotations(normal.text)
    spoken = _THANKS.sub(" ", _without(normal.text, quotes).lower())
    speaks_to = any(word in _YOU for word in re.findall(r"[a-z]+", spoken))
    pieces = list(_first(_pieces(normal.text), READ_WORDS))
    docs = shared_model().pipe([piece for _, piece in pieces])
    sentences = [Sentence(doc, start, _inside(doc, start, quotes), speaks_to) for (start, _), doc in zip(pieces, docs)]
    return Text(original, normal, tuple(sentences))


def _pieces(text: str) -> Iterator[Tuple[int, str]]:
    for sentence in _SENTENCE.finditer(text):
        first = _address(sentence.group())
        if first:
            yield sentence.start(), sentence.group()[:first].strip(" ")
        spans = [match.span() for match in _WORD.finditer(sentence.group(), first)]
        while spans:
            count = _piece_length(sentence.group(), spans)
            start, end = spans[0][0], spans[count - 1][1]
            yield sentence.start() + start, sentence.group()[start:end]
            spans = spans[count:]


def _piece_length(sentence: str, spans: List[Tuple[int, int]]) -> int:
    """How many of the words make the next piece: all, or to the last comma in the second half of a piece, or a whole piece."""
    if len(spans) <= PIECE_WORDS:
        return len(spans)
    commas = [number for number in range(PIECE_WORDS // 2, PIECE_WORDS) if sentence[spans[number][1] - 1] in ",;:"]
    return commas[-1] + 1 if commas else PIECE_WORDS


def _first(pieces: Iterator[Tuple[int, str]], most_words: int) -> Iterator[Tuple[int, str]]:
    """The pieces with letters in them, until so many words are read."""
    read = 0
    for start, piece in pieces:
        count = len(_TOKEN.findall(piece))
        if read < most_words and any(character.isalnum() for character in piece):
            read += count
            yield start, piece


def _address(sentence: str) -> int:
    """Where the sentence goes on after a name or an endearment it begins with ("Sam, stop it"); 0 without one."""
    found = _ADDRESS.match(sentence)
    if found is None:
        return 0
    word = found.group(1)
    named = word[0].isupper() and len(word) > 1 and word.lower() not in words("time_words") | words("not_names")
    return found.end() if named or word.lower() in _ENDEARMENTS else 0


def _quotations(text: str) -> List[Tuple[int, int]]:
    found = [match.span() for match in _QUOTED.finditer(text)]
    return [] if sum(end - start for start, end in found) > _MOST_QUOTED * len(text) else found


def _without(text: str, spans: List[Tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return text


def _inside(doc: Doc, start: int, spans: List[Tuple[int, int]]) -> FrozenSet[int]:
    return frozenset(token.i for token in doc if any(first <= start + token.idx < last for first, last in spans))
