"""The chosen time as a calendar file that says nothing else: no words of the person, no place, a neutral title (pure)."""
from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta, timezone
from typing import Optional
from zoneinfo import ZoneInfo

from groundwork.plan.when import When

#: How long the entry is. Nobody said how long the talk is to last; an hour keeps the place in the day.
LENGTH = timedelta(hours=1)
_MAKER = "-//Notes//EN"


def calendar_file(when: When, title: str, now: datetime, uid: Optional[str] = None) -> bytes:
    """An iCalendar file (RFC 5545) with one entry.

    With a zone the hour is that zone's, its definition included, whatever daylight saving does until then; without one it is the clock on the
    wall where the file is opened. A day without an hour takes the whole day.

    Args:
        when: the time.
        title: all that the entry says.
        now: when the file is made, with a zone.
        uid: the entry's id; None for a random one, so that two files have nothing in common.
    """
    from icalendar import Calendar, Event  # 0.1 s and 7 MB, in the process that first makes one

    entry = Event()
    entry.add("uid", uid or secrets.token_hex(16))
    entry.add("dtstamp", now.astimezone(timezone.utc).replace(microsecond=0))
    if when.hour is None:
        entry.add("dtstart", when.day)
        entry.add("dtend", when.day + timedelta(days=1))
    else:
        start = _on_the_wall(when.day, when.hour, when.zone)
        entry.add("dtstart", start)
        entry.add("duration", LENGTH)
    entry.add("summary", title)
    entry.add("class", "PRIVATE")
    entry.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    if when.hour is not None and when.zone is not None:
        calendar.add_missing_timezones(when.day - timedelta(days=400), when.day + timedelta(days=400))
    return bytes(calendar.to_ical())


def _on_the_wall(day: date, hour: time, zone: Optional[str]) -> datetime:
    """The local moment. An hour that the clocks leave out in spring is moved on as they are; of one that comes twice in autumn, the first."""
    moment = datetime.combine(day, hour)
    if zone is None:
        return moment
    known = ZoneInfo(zone)
    return moment.replace(tzinfo=known).astimezone(timezone.utc).astimezone(known).replace(fold=0)
