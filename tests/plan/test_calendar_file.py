"""The calendar file, read by two independent parsers: the right local hour on both sides of a change of the clocks, and nothing else in it."""
from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Optional, Tuple
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from groundwork.plan.calendar_file import calendar_file
from groundwork.plan.when import When

NOW = datetime(2026, 11, 25, 20, 30, tzinfo=timezone.utc)


def _when(day: date, hour: Optional[time], zone: Optional[str]) -> When:
    return When(day, hour, False, zone, 0, 1, date(2026, 11, 25))


def _starts(content: bytes) -> Tuple[Any, Any]:
    """The start of the one entry, as icalendar and as vobject read it."""
    entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    other = vobject.readOne(content.decode())
    return entry.decoded("dtstart"), other.vevent.dtstart.value


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
def test_the_local_hour_is_the_same_on_every_day_of_a_year(zone: str) -> None:
    """Across both changes of the clocks: one in the afternoon there is one in the afternoon in the person's calendar."""
    for days in range(366):
        day = date(2026, 11, 26) + timedelta(days=days)
        for start in _starts(calendar_file(_when(day, time(13), zone), "Reserved", NOW, uid="1")):
            assert start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, time(13))


@pytest.mark.parametrize("zone, day, utc", [
    ("Europe/Berlin", date(2027, 3, 27), 12), ("Europe/Berlin", date(2027, 3, 28), 11), ("Europe/Berlin", date(2027, 10, 30), 11), ("Europe/Berlin", date(2027, 10, 31), 12),
    ("America/New_York", date(2027, 3, 13), 18), ("America/New_York", date(2027, 3, 14), 17), ("Australia/Sydney", date(2027, 4, 3), 2), ("Australia/Sydney", date(2027, 4, 4), 3),
])
def test_the_hour_in_utc_is_what_an_almanac_says(zone: str, day: date, utc: int) -> None:
    for start in _starts(calendar_file(_when(day, time(13), zone), "Reserved", NOW)):
        assert start == datetime(day.year, day.month, day.day, utc, tzinfo=timezone.utc)


def test_an_hour_that_is_left_out_is_moved_on_and_one_that_comes_twice_is_the_first() -> None:
    for day, hour, moment in [(date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30)), (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30))]:
        for start in _starts(calendar_file(_when(day, hour, "Europe/Berlin"), "Reserved", NOW)):
            assert start == moment.replace(tzinfo=timezone.utc)


def test_without_a_zone_it_is_the_clock_on_the_wall() -> None:
    content = calendar_file(_when(date(2027, 3, 28), time(13), None), "Reserved", NOW)
    for start in _starts(content):
        assert start == datetime(2027, 3, 28, 13) and start.tzinfo is None


def test_a_day_without_an_hour_is_the_whole_day() -> None:
    for start in _starts(calendar_file(_when(date(2027, 3, 28), None, "Europe/Berlin"), "Reserved", NOW)):
        assert start == date(2027, 3, 28) and not isinstance(start, datetime)


def test_there_is_nothing_else_in_it() -> None:
    entry = icalendar.Calendar.from_ical(calendar_file(_when(date(2026, 11, 29), time(13), "Europe/Berlin"), "Reserved", NOW)).walk("VEVENT")[0]
    assert set(entry) == {"UID", "DTSTAMP", "DTSTART", "DURATION", "SUMMARY", "CLASS", "TRANSP"} and str(entry["SUMMARY"]) == "Reserved"


def test_it_tells_no_place_and_two_files_have_no_id_in_common() -> None:
    first, second = (calendar_file(_when(date(2026, 11, 29), time(13), "UTC"), "Reserved", NOW) for _ in range(2))
    assert b"Berlin" not in calendar_file(_when(date(2026, 11, 29), time(13), "Europe/Berlin"), "Reserved", NOW)
    ids = [icalendar.Calendar.from_ical(content).walk("VEVENT")[0]["UID"] for content in (first, second)]
    assert ids[0] != ids[1]
