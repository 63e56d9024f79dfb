"""The hour that stands in or beside a day, in the person's words (pure)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import List, Match, Optional, Pattern, Sequence, Tuple, TypeVar

from groundwork.plan.time_words import PartOfDay, TimeWords, groups_of

#: A day and an hour belong together when at most this many characters, and no end of a sentence, lie between them.
NEAR = 24
_IN_FIGURES = re.compile(r"(?<![\w.:/-])(?P<hour_0>(?:[01]?\d|2[0-3])[:.h][0-5]\d)(?![\w:/])")
#: A figure alone beside a day is an hour where nothing is counted by it ("sat 10", not "sat, 10 minutes").
_BESIDE_DAY = re.compile(r"\s*,?\s*(?P<hour_0>[01]?\d|2[0-3])(?=\s*(?:$|[,;!?)\n]|\.(?!\d)|-\d{1,2}(?!\d)))")
_BEFORE_PART = re.compile(r"(?<![\w.:/-])(?P<hour_0>[01]?\d|2[0-3])\s+$")
_ALONE = re.compile(r"\D{0,12}?(?P<hour_0>[01]?\d|2[0-3])\W*")
_NIGHT, _SMALL_HOURS = 21, 5
_SENTENCE_END = re.compile(r"[.!?]\s")


@dataclass(frozen=True)
class Hour:
    """An hour, whether it was said only roughly, and where in the text it stands."""

    at: time
    about: bool
    start: int
    end: int


@dataclass(frozen=True)
class _Clock:
    """An hour on the clock as it was found. kind: of `TimeWords.hours`, before_noon, after_noon or bare."""

    said: str
    kind: str
    start: int
    end: int


_Found = TypeVar("_Found", Hour, _Clock)


def hour_beside(text: str, day_start: int, day_end: int, words: TimeWords) -> Optional[Hour]:
    """The hour that belongs to the day between two places of a text: on the clock, or a part of the day; what follows the day comes first."""
    after = _SENTENCE_END.search(text, day_end)
    stop = min(len(text), day_end + 2 * NEAR, after.start() if after else len(text))
    begin = max([match.end() for match in _SENTENCE_END.finditer(text, 0, day_start)] or [0])
    begin = max(begin, day_start - 2 * NEAR)
    parts = _parts(text, words, begin, stop)
    clocks = [clock for clock in _clocks(text, words, begin, stop, day_end, parts) if clock.end <= day_start or clock.start >= day_end]
    clock = _nearest(clocks, day_start, day_end)
    part = _nearest(parts, day_start, day_end)
    if clock is not None:
        return _on_the_clock(text, clock, part, words)
    return part


def hour_alone(text: str, words: TimeWords) -> Optional[Hour]:
    """The first hour of a text that names no day; a figure alone is one, too."""
    parts = _parts(text, words, 0, len(text))
    clocks = _clocks(text, words, 0, len(text), None, parts)
    if clocks:
        return _on_the_clock(text, clocks[0], parts[0] if parts else None, words)
    figure = _ALONE.fullmatch(text)
    if not parts and figure:
        return _on_the_clock(text, _Clock(groups_of(figure)["hour"], "bare", figure.start("hour_0"), figure.end("hour_0")), None, words)
    return parts[0] if parts else None


def begins_with_hour(text: str, words: TimeWords) -> bool:
    """Whether an hour or a part of the day comes first."""
    patterns: List[Pattern[str]] = [*words.hours.values(), *words.half_of_day, _IN_FIGURES, *(part.pattern for part in words.parts)]
    return bool(_BESIDE_DAY.match(text)) or any(pattern.match(text.lstrip()) for pattern in patterns)


def _nearest(found: Sequence[_Found], day_start: int, day_end: int) -> Optional[_Found]:
    """The first after the day (or within it) that is near, or else the last before it."""
    after = [hour for hour in found if hour.end > day_start and hour.start - day_end <= NEAR]
    before = [hour for hour in found if hour.end <= day_start and day_start - hour.end <= NEAR]
    return after[0] if after else before[-1] if before else None


def _parts(text: str, words: TimeWords, start: int, end: int) -> List[Hour]:
    found: List[Tuple[Match[str], PartOfDay]] = []
    for part in words.parts:  # the longest first
        found += [(match, part) for match in part.pattern.finditer(text, start, end) if not _overlaps(match.start(), match.end(), [other for other, _ in found])]
    hours = [Hour(time(part.hour), not part.exact, match.start(), match.end()) for match, part in found]
    return sorted(hours, key=lambda hour: hour.start)


def _clocks(text: str, words: TimeWords, start: int, end: int, day_end: Optional[int], parts: List[Hour]) -> List[_Clock]:
    kinds: List[Tuple[str, Pattern[str]]] = [("before_noon", words.half_of_day[0]), ("after_noon", words.half_of_day[1])]
    kinds += [*words.hours.items(), ("bare", _IN_FIGURES)]
    found: List[Tuple[Match[str], str]] = []
    matches = [(match, kind) for kind, pattern in kinds for match in pattern.finditer(text, start, end)]
    matches += [(match, "bare") for part in parts for match in _BEFORE_PART.finditer(text, start, part.start)]
    matches += [(match, "bare") for part in parts for match in [_BESIDE_DAY.match(text, part.end, end)] if match]
    beside = _BESIDE_DAY.match(text, day_end, end) if day_end is not None else None
    for match, kind in matches + ([(beside, "bare")] if beside else []):
        if not _overlaps(match.start(), match.end(), [other for other, _ in found]):
            found.append((match, kind))
    clocks = [_Clock(groups_of(match)["hour"], kind, match.start(), match.end()) for match, kind in found]
    return sorted(clocks, key=lambda clock: clock.start)


def _overlaps(start: int, end: int, others: List[Match[str]]) -> bool:
    return any(start < other.end() and end > other.start() for other in others)


def _on_the_clock(text: str, clock: _Clock, part: Optional[Hour], words: TimeWords) -> Hour:
    about = bool(words.about.search(text, max(0, clock.start - 8), clock.end))
    start, end = (min(clock.start, part.start), max(clock.end, part.end)) if part else (clock.start, clock.end)
    return Hour(_time_of(clock, part.at.hour if part else None, words), about, start, end)


def _time_of(clock: _Clock, part: Optional[int], words: TimeWords) -> time:
    hour, minute = _figures(clock.said, words)
    if clock.kind in ("before_noon", "after_noon"):
        return time(hour if hour > 12 else hour % 12 + (12 if clock.kind == "after_noon" else 0), minute)
    if 0 < hour <= 12 and clock.said[0] != "0":
        hour = _half_of_day(hour, part, words)
    shift = {"half_past": 30, "quarter_past": 15, "quarter_to": -15}.get(clock.kind, 0)
    return (datetime.combine(date(2000, 1, 2), time(hour, minute)) + timedelta(minutes=shift)).time()


def _half_of_day(hour: int, part: Optional[int], words: TimeWords) -> int:
    """An hour without am or pm: before noon where the part of the day is (or small hours at night), or else as `after_noon_up_to` says."""
    early = hour > words.after_noon_up_to if part is None else part < 12 or (part >= _NIGHT and hour <= _SMALL_HOURS)
    return hour % 12 if early and hour == 12 and part is not None else hour if early else hour % 12 + 12


def _figures(said: str, words: TimeWords) -> Tuple[int, int]:
    if said in words.numbers:
        return words.numbers[said], 0
    figures = [int(figure) for figure in re.findall(r"\d+", said)]
    return figures[0], figures[1] if len(figures) > 1 else 0
