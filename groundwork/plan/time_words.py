"""The words of time from `data/shared_steps/time_and_place/words.yml`, ready to be looked for (pure but for reading the file).

Everything that belongs to a language is in that file; here is only how its wordings become patterns.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterable, List, Mapping, Match, Pattern, Sequence, Tuple

import yaml

from groundwork.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "data" / "shared_steps" / "time_and_place" / "words.yml"
_DIGITS = {"day": r"(?:[12]\d|3[01]|0?[1-9])", "hour": r"(?:1\d|2[0-3]|0?\d)(?:[:.h][0-5]\d)?"}


@dataclass(frozen=True)
class PartOfDay:
    """A wording such as "after lunch", and the hour it stands for; exact only where it means that very hour ("noon")."""

    pattern: Pattern[str]
    hour: int
    exact: bool


@dataclass(frozen=True)
class TimeWords:
    """What is looked for: patterns by kind in the order they are tried; and how a time is said.

    days, hours: kind -> pattern with the groups weekday, month, day, hour, number. parts: the longest wording first. numbers: word -> number.
    weekdays, months: spelling -> 0 to 6 (Monday is 0), 1 to 12. short: spellings that are words, too ("sat"); short_after: what makes them a day.
    said: the forms of `spoken_time`, with weekday and month names.
    """

    days: Mapping[str, Pattern[str]]
    hours: Mapping[str, Pattern[str]]
    half_of_day: Tuple[Pattern[str], Pattern[str]]
    parts: Sequence[PartOfDay]
    about: Pattern[str]
    not_meant: Pattern[str]
    numbers: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    short: FrozenSet[str]
    short_after: Pattern[str]
    after_noon_up_to: int
    said: Mapping[str, Any]


def read_words(data: Mapping[str, Any]) -> TimeWords:
    """The content of `words.yml`, compiled."""
    weekdays = _spellings(data["weekdays"], start=0)
    months = _spellings(data["months"], start=1)
    numbers = {str(word).casefold(): int(number) for word, number in data["numbers"].items()}
    hour_words = [word for word in numbers if len(word) > 2]
    groups = {  # a name may be shortened with a full stop
        "weekday": rf"(?:{_any(weekdays)})\.?",
        "month": rf"(?:{_any(months)})\.?",
        "day": rf"{_DIGITS['day']}(?:{_any(data['ordinals'])})?",
        "ordinal": rf"{_DIGITS['day']}(?:{_any(data['ordinals'])})",
        "number": rf"\d{{1,2}}|{_any(numbers)}",
        "hour": rf"{_DIGITS['hour']}|{_any(hour_words)}",
    }
    parts = [
        (len(wording), PartOfDay(_pattern([wording], groups), int(part["hour"]), bool(part.get("exact"))))
        for part in data["parts_of_day"]
        for wording in part["say"]
    ]
    hours = {kind: _pattern(data["hours"][kind], groups) for kind in ("half_past", "quarter_past", "quarter_to", "on_the_hour")}
    return TimeWords(
        days={kind: _pattern(wordings, groups) for kind, wordings in data["days"].items()},
        hours=hours,
        half_of_day=(_half(data["hours"]["before_noon"], groups), _half(data["hours"]["after_noon"], groups)),
        parts=[part for _, part in sorted(parts, key=lambda entry: -entry[0])],
        about=re.compile(rf"(?<!\w)(?:{_any(data['about'])})|\b\d{{1,2}}-?ish", re.IGNORECASE),
        not_meant=re.compile(rf"(?:{_any(data['not_meant_after'])})\s+(?:\w+\s+)?$", re.IGNORECASE),
        numbers=numbers,
        weekdays=weekdays,
        months=months,
        short=frozenset(str(name).casefold() for entry in data["weekdays"] for name in entry.get("short", ())),
        short_after=re.compile(rf"(?<!\w)(?:{_any(data['short_after'])})\s+$", re.IGNORECASE),
        after_noon_up_to=int(data["after_noon_up_to"]),
        said={**data["said"], "weekdays": _names(data["weekdays"]), "months": _names(data["months"])},
    )


@lru_cache(maxsize=1)
def shared_time_words(file: Path = FILE) -> TimeWords:
    """The project's words, read once in a process and only when a time is to be read or said."""
    with open(file, encoding="utf-8") as content:
        return read_words(yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def groups_of(match: Match[str]) -> Dict[str, str]:
    """What a pattern's groups found (weekday, month, day, ordinal, number, hour), in lower case with single spaces."""
    return {name.rsplit("_", 1)[0]: " ".join(value.casefold().split()) for name, value in match.groupdict().items() if value is not None}


def _names(entries: Sequence[Mapping[str, Any]]) -> List[str]:
    return [str(entry["name"]) for entry in entries]


def _spellings(entries: Sequence[Mapping[str, Any]], start: int) -> Dict[str, int]:
    return {
        str(spelling).casefold(): number
        for number, entry in enumerate(entries, start=start)
        for spelling in (entry["name"], *entry.get("also", ()), *entry.get("short", ()))
    }


def _any(words: Iterable[Any]) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=lambda word: -len(str(word))))


def _pattern(wordings: Sequence[str], groups: Mapping[str, str]) -> Pattern[str]:
    """Wordings with {groups} -> one pattern, the longest wording first; group names get their wording's number."""
    ordered = sorted((str(wording) for wording in wordings), key=lambda wording: -len(wording))
    forms = [_form(wording, number, groups) for number, wording in enumerate(ordered)]
    return re.compile(rf"(?<![\w'’])(?:{'|'.join(forms)})(?![\w'’])", re.IGNORECASE)


def _form(wording: str, number: int, groups: Mapping[str, str]) -> str:
    pieces = re.split(r"\{(\w+)\}", wording)
    return "".join(
        rf"(?P<{piece}_{number}>{groups[piece]})" if index % 2 else re.sub(r"(?:\\?\s)+", r"\\s+", re.escape(piece))
        for index, piece in enumerate(pieces)
    )


def _half(words: Sequence[str], groups: Mapping[str, str]) -> Pattern[str]:
    return re.compile(rf"(?<![\w.:])(?P<hour_0>{groups['hour']})\s*(?:{_any(words)})(?!\w)", re.IGNORECASE)
