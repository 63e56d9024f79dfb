"""The words of `data/privacy/contact_data.yml`, and the numbers that are nobody's own (pure but for reading the files)."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, FrozenSet, Iterable, Iterator, Mapping, NamedTuple

import yaml

from groundwork.services.directory import FILE as SERVICES
from groundwork.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "data" / "privacy" / "contact_data.yml"


class Found(NamedTuple):
    """Contact data in a text: from `start` up to `end` (characters), and its kind, a key of `marks`."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=None)
def contact_words(file: Path = FILE) -> Mapping[str, Any]:
    """The file's content; its comments explain the keys."""
    return dict(_read(file))


@lru_cache(maxsize=None)
def public_numbers(file: Path = SERVICES) -> FrozenSet[str]:
    """The digits of every number of the services that Groundwork names: they are no person's contact data."""
    numbers = {re.sub(r"\D", "", number) for entry in _read(file)["countries"].values() for number in _numbers(entry)}
    return frozenset(number for number in numbers if number)


def one_of(words: Iterable[Any]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(str(word)) for word in sorted(words, key=lambda word: -len(str(word))))


def _numbers(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (str(number) for number in entry["emergency"]["numbers"])
    for service in entry.get("services") or ():
        yield str(service.get("number") or "")
        yield from re.findall(r"\d[\d -]*\d", str(service.get("text") or ""))


def _read(file: Path) -> Mapping[str, Any]:
    with open(file, encoding="utf-8") as content:
        read: Mapping[str, Any] = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read
