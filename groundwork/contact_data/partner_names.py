"""The partner's name in a person's words: found where it is plainly that, and "my partner" in its place where the person wants it (pure).

Once "my partner" is written the name itself is kept nowhere: `Unnamed` knows its parts by keyed digests only.
"""
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, FrozenSet, Iterable, Iterator, List, Mapping, Match, NamedTuple, Optional, Pattern, Tuple

import yaml

from groundwork.contact_data.splicing import Replacement
from groundwork.contact_data.words import one_of
from groundwork.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "data" / "privacy" / "partner_names.yml"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+|['’][^\W\d_]{2,})*")
_NAME = r"(?P<name>[^\W\d_][\w'’\-]{1,24}(?:\s[^\W\d_][\w'’\-]{1,24}){0,2})"
_POSSESSIVE = re.compile(r"['’]s?$")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n]|^\W+)\s*[\"“']?\s*$")
_DIGEST_BYTES = 8


class _Words(NamedTuple):
    instead: str
    not_names: FrozenSet[str]
    also_words: FrozenSet[str]
    beside_partner: Pattern[str]
    told: Pattern[str]
    greeted: Pattern[str]
    partner_before: Pattern[str]
    greeting_before: Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    with open(FILE, encoding="utf-8") as content:
        read: Mapping[str, Any] = yaml.safe_load(content)
    partner, called, greetings = one_of(read["partner"]), one_of(read["called"]), one_of(read["greetings"])
    return _Words(
        read["instead"],
        frozenset(read["not_names"]),
        frozenset(read["also_words"]),
        re.compile(rf"(?<!\w)[Mm]y (?:{partner})(?:(?P<apart>\s?[,(])\s?|\s){_NAME}"),
        re.compile(rf"(?<!\w)my (?:{partner})\s?(?:{called})\s{_NAME}", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{greetings})\s{_NAME}\s?[,!\n]", re.IGNORECASE),
        re.compile(rf"(?<!\w)my (?:{partner})(?P<tie>\s?(?:{called})\s|\s?[,(]\s?|\s)$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{greetings})(?P<tie>\s)$", re.IGNORECASE),
    )


def partner_name_in(texts: Iterable[str]) -> Optional[str]:
    """The partner's name as the person wrote it, from the first text that plainly has it; None if none has."""
    return next((name for text in texts for name in _names_in(text)), None)


@dataclass(frozen=True)
class Unnamed:
    """A name that is no longer written. key: of the digests. parts: the digests of its words in small letters. also_word: it is a word, too."""

    key: str
    parts: Tuple[str, ...]
    also_word: bool

    @classmethod
    def of(cls, name: str, key: str) -> "Unnamed":
        """For a name as it was typed."""
        parts = [word.group().casefold() for word in _WORD.finditer(name)]
        return cls(key, tuple(_digest(part, key) for part in parts), bool(set(parts) & _words().also_words))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Optional["Unnamed"]:
        """From its fields (a kept state); None where nothing was agreed."""
        return cls(str(data["key"]), tuple(data["parts"]), bool(data["also_word"])) if data.get("parts") else None

    def replacements(self, text: str, spoken: bool = False) -> List[Replacement]:
        """What stands in place of the name, in order.

        Args:
            spoken: the words are meant for the partner, so that a name that only calls them is left out.
        """
        return [_replacement(text, start, end, spoken) for start, end in self._names(text)]

    def _names(self, text: str) -> Iterator[Tuple[int, int]]:
        """The name's words, those in a row as one."""
        start, end = -1, -1
        for word in _WORD.finditer(text):
            if not self._is_name(text, word):
                continue
            if start >= 0 and text[end : word.start()].isspace():
                end = word.end()
                continue
            if start >= 0:
                yield start, end
            start, end = word.span()
        if start >= 0:
            yield start, end

    def _is_name(self, text: str, word: Match[str]) -> bool:
        if _digest(word.group().casefold(), self.key) not in self.parts:
            return False
        before = text[: word.start()]
        plainly = word.group()[0].isupper() and not _SENTENCE_START.search(before[-40:])
        return not self.also_word or plainly or _words().partner_before.search(before[-60:]) is not None


def _names_in(text: str) -> Iterator[str]:
    words = _words()
    for match in words.beside_partner.finditer(text):
        name = _capitalised(match.group("name"))
        end = match.start("name") + len(name or "")
        if name and (not match.group("apart") or text[end : end + 1] in (",", ")", ".", "")):
            yield name
    for match in words.greeted.finditer(text):
        name = _capitalised(match.group("name"))
        if name and name == match.group("name"):
            yield name
    for match in words.told.finditer(text):
        first = _POSSESSIVE.sub("", match.group("name").split()[0])
        name = _capitalised(match.group("name")) or (first if first.islower() and first not in words.not_names else None)
        if name:
            yield name


def _capitalised(written: str) -> Optional[str]:
    """The words in front that are written like a name; None if the first is not."""
    name: List[str] = []
    for part in written.split():
        bare = _POSSESSIVE.sub("", part)
        if not (bare[:1].isupper() and bare[1:].islower()) and not re.fullmatch(r"(?:Mc|Mac|O['’]|[^\W\d_]+-)[A-ZÀ-Þ][^\W\d_]+", bare):
            break
        if bare.casefold() in _words().not_names:
            break
        name.append(bare)
        if bare != part:
            break
    return " ".join(name) or None


def _replacement(text: str, start: int, end: int, spoken: bool) -> Replacement:
    words = _words()
    before = words.partner_before.search(text[:start][-60:])
    if before:  # "my husband, Tom, said": the partner is named already
        closing = text[end : end + 1] if before.group("tie").strip()[:1] in (",", "(") and text[end : end + 1] in (",", ")") else ""
        return Replacement(start - len(before.group("tie")), end + len(closing), "")
    called = spoken and text[end : end + 1] in (",", "!") and (_SENTENCE_START.search(text[:start][-40:]) or words.greeting_before.search(text[:start][-20:]))
    if called:
        greeting = words.greeting_before.search(text[:start][-20:])
        if greeting:  # "Hey Tom, …"
            return Replacement(start - len(greeting.group("tie")), end, "")
        following = re.compile(r"[,!]\s*(\w?)").match(text, end)
        assert following is not None
        return Replacement(start, following.end(), following.group(1).upper())
    if spoken and re.search(r",\s$", text[:start]) and re.match(r"\s*(?:[.!?,]|$)", text[end:]):  # "… , Tom."
        return Replacement(start - 2, end, "")
    at_start = _SENTENCE_START.search(text[:start][-40:])
    return Replacement(start, end, words.instead[0].upper() + words.instead[1:] if at_start else words.instead)


def _digest(word: str, key: str) -> str:
    return hashlib.blake2b(word.encode(), key=key.encode()[:64], digest_size=_DIGEST_BYTES).hexdigest()
