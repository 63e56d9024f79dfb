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

    With a zone the moment is told in UTC, which every calendar shows at the person's own hour, and which does not tell where they live; a zone's
    definition in the file was tried, and two parsers read Dublin's and Casablanca's winters an hour apart. Without a zone it is the clock on the
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
        entry.add("dtstart", _moment(when.day, when.hour, when.zone))
        entry.add("duration", LENGTH)
    entry.add("summary", title)
    entry.add("class", "PRIVATE")
    entry.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _moment(day: date, hour: time, zone: Optional[str]) -> datetime:
    """In UTC, or on the wall where no zone is known. An hour that the clocks leave out in spring is moved on as they are; of one that comes
    twice in autumn it is the first."""
    wall = datetime.combine(day, hour)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc) if zone else wall
