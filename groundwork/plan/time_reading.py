"""When a talk is to be: an answer in the person's words -> day and hour, or None where it names no day (pure).

The words come from `words.yml`; calendar arithmetic and dates in figures are python-dateutil's. Libraries that read whole sentences were
tried first: dateparser and timefhuman of today exclude Rasa's pins (regex, pytz); the last dateparser that fits took "Saturday at ten" for a day
in October and 2026-12-01 for the 12th of January; parsedatetime, unreleased since 2020, took "thurs 19:30" for today. A wrong day is worse than none.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import List, Match, Optional, Tuple
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.relativedelta import relativedelta

from groundwork.plan.hour_reading import begins_with_hour, hour_alone, hour_beside
from groundwork.plan.time_words import TimeWords, groups_of, shared_time_words
from groundwork.plan.when import When

#: Nobody plans this talk further ahead; a day beyond it was misread.
FARTHEST_DAYS = 400
#: Of an answer, so many characters are looked at: whoever names a time does so early, and a long message must not hold up anybody else.
LONGEST_READ = 600
#: What stands so many characters before a day decides whether it is meant.
_BEFORE = 24
#: Countries whose people write the month first.
_MONTH_FIRST = frozenset({"US", "FM", "MH", "PW"})
_IN_FIGURES = re.compile(r"(?<![\w.:/-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?)(?![\w/:-])")


@dataclass(frozen=True)
class _Day:
    day: date
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A day, perhaps an hour (both local), whether the hour was said only roughly, and where in the text it stands."""

    day: date
    hour: Optional[time]
    about: bool
    start: int
    end: int


def read_time(text: str, now: datetime, words: TimeWords, day_first: bool = True, earlier: Optional[Reading] = None) -> Optional[Reading]:
    """The first day that a text names, with the hour beside it.

    Args:
        text: the answer.
        now: the local time at which it was given, without a zone.
        day_first: whether 5/6 is the fifth of June.
        earlier: what was understood before and is corrected now; an hour alone then keeps its day, a day alone its hour.
    """
    text = text[:LONGEST_READ]
    found = _first_day(text, now, words, day_first)
    hour = hour_beside(text, found.start, found.end, words) if found else hour_alone(text, words)
    if found is None:
        if hour is None or earlier is None:
            return None
        return Reading(earlier.day, hour.at, hour.about, hour.start, hour.end)
    if hour is None:
        kept = earlier if earlier is not None and earlier.day != found.day else None
        return _ahead(found, Reading(found.day, kept.hour if kept else None, bool(kept and kept.about), found.start, found.end), now)
    return _ahead(found, Reading(found.day, hour.at, hour.about, min(found.start, hour.start), max(found.end, hour.end)), now)


def _ahead(found: _Day, reading: Reading, now: datetime) -> Optional[Reading]:
    """The same in the future: a weekday that is today's is next week's once its hour is over, or without one; a day that is past is none."""
    if reading.day == now.date():
        over = reading.hour is not None and datetime.combine(reading.day, reading.hour) <= now
        if found.kind == "weekday" and (over or reading.hour is None):
            return replace(reading, day=reading.day + timedelta(days=7))
        if over:
            return replace(reading, hour=None, about=False) if reading.about else None
    return reading if now.date() <= reading.day <= now.date() + timedelta(days=FARTHEST_DAYS) else None


def _first_day(text: str, now: datetime, words: TimeWords, day_first: bool) -> Optional[_Day]:
    """The first day meant, and where it stands; of wordings that begin together the longest."""
    found: List[Tuple[int, int, str, Match[str]]] = []
    for kind, pattern in (*words.days.items(), ("in_figures", _IN_FIGURES)):
        found += [(match.start(), -len(match.group()), kind, match) for match in pattern.finditer(text)]
    for start, _, kind, match in sorted(found, key=lambda entry: entry[:3]):
        if words.not_meant.search(text[max(0, start - _BEFORE): start]) or not _is_a_day(text, match, words):
            continue
        day = _day(kind, match, now.date(), words, day_first)
        if day is not None:
            return _Day(day, kind, start, match.end())
    return None


def _is_a_day(text: str, match: Match[str], words: TimeWords) -> bool:
    """Whether a short name such as "sat" is meant as a day here."""
    if match.group().casefold().rstrip(".") not in words.short:
        return True
    before, after = text[max(0, match.start() - _BEFORE): match.start()], text[match.end():]
    begins = before.rstrip(" ")[-1:] in (",", ".", ";", ":", "(", "\n") if before.strip(" ") else match.start() <= _BEFORE
    alone = begins and re.match(r"\s*(?:$|[,.;:)\n])", after)
    return bool(words.short_after.search(before) or alone or begins_with_hour(after, words))


def _day(kind: str, match: Match[str], today: date, words: TimeWords, day_first: bool) -> Optional[date]:
    groups = groups_of(match)
    if kind == "in_figures":
        return _in_figures(match.group(), today, day_first)
    if kind in ("date", "day_of_month"):
        return _next_date(_figure(groups.get("day") or groups.get("ordinal") or ""), words.months.get(groups.get("month", "").rstrip(".")), today)
    if kind in ("days_ahead", "weeks_ahead"):
        number = words.numbers.get(groups["number"]) or int(groups["number"])
        return today + timedelta(days=number * (7 if kind == "weeks_ahead" else 1))
    fixed = {"today": 0, "tomorrow": 1, "day_after_tomorrow": 2}
    if kind in fixed:
        return today + timedelta(days=fixed[kind])
    weekday = words.weekdays[groups["weekday"].rstrip(".")] if "weekday" in groups else 5  # the weekend begins on Saturday
    if kind in ("weekday_next_week", "weekend_next"):
        return today + timedelta(days=7 - today.weekday() + weekday)
    coming = today + timedelta(days=(weekday - today.weekday()) % 7)
    return coming + timedelta(days=7) if kind == "weekday_one_later" else coming


def _figure(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _next_date(day: int, month: Optional[int], today: date) -> Optional[date]:
    """The next day with this number, of this month or of any; None for a day that is not (31 April)."""
    for months in range(0, 13):
        candidate = today.replace(day=1) + relativedelta(months=months)
        if month in (None, candidate.month):
            try:
                candidate = candidate.replace(day=day)
            except ValueError:
                continue
            if candidate >= today:
                return candidate
    return None


def _in_figures(text: str, today: date, day_first: bool) -> Optional[date]:
    """28/11, 5.12., 1/12/2026, 2026-12-01."""
    year_said = "-" in text or len([part for part in re.split(r"[/.]", text) if part]) == 3
    year_first = "-" in text
    try:
        day = parser.parse(text.rstrip(".").replace(".", "/"), dayfirst=day_first and not year_first, yearfirst=year_first, default=datetime(today.year, 1, 1)).date()
    except (ValueError, OverflowError):
        return None
    return day if year_said or day >= today else day + relativedelta(years=1)


def read_when(words: str, at: float, zone: Optional[str] = None, locale: Optional[str] = None, earlier: Optional[When] = None) -> Optional[When]:
    """The time that an answer names, or None.

    Args:
        words: the answer.
        at: when it was given, in seconds since 1970.
        zone: the person's time zone; one that is not known counts as none, and the server's own clock tells which day it is.
        locale: "en-US" writes the month before the day.
        earlier: what is being corrected.
    """
    known = known_zone(zone)
    now = datetime.fromtimestamp(at, ZoneInfo(known) if known else None).replace(tzinfo=None)
    day_first = re.split(r"[-_]", locale or "")[-1].upper() not in _MONTH_FIRST
    before = Reading(earlier.day, earlier.hour, earlier.about, earlier.start, earlier.end) if earlier else None
    reading = read_time(words, now, shared_time_words(), day_first, before)
    return When(reading.day, reading.hour, reading.about, known, reading.start, reading.end, now.date()) if reading else None


def known_zone(name: Optional[str]) -> Optional[str]:
    """The name, if it is a time zone's."""
    try:
        return ZoneInfo(name).key if name else None
    except (ValueError, OSError, KeyError):  # not a name at all, a folder of names, or not in the data
        return None
