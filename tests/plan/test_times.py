"""Days and hours in people's words: understood as they are meant, said back without doubt, and none where none is meant."""
from __future__ import annotations

import random
from datetime import date, datetime, time, timezone

import pytest

from groundwork.plan.hour_reading import hour_alone
from groundwork.plan.time_reading import LONGEST_READ, Reading, known_zone, read_time, read_when
from groundwork.plan.time_words import shared_time_words
from groundwork.plan.when import When

WORDS = shared_time_words()
#: A Wednesday, half past nine in the evening.
NOW = datetime(2026, 11, 25, 21, 30)
SAID = [
    ("Sunday after lunch", "2026-11-29 13:00 about"),
    ("tomorrow 7pm", "2026-11-26 19:00"),
    ("next friday evening at my mums", "2026-12-04 19:00 about"),
    ("saturday morning, kitchen, no phones", "2026-11-28 10:00 about"),
    ("Saturday at ten, at the kitchen table. A hand flat on the table means twenty minutes' pause.", "2026-11-28 10:00"),
    ("Sunday afternoon on a video call. If one says 'tea', we ring again in half an hour.", "2026-11-29 15:00 about"),
    ("on the 3rd at 8", "2026-12-03 20:00"),
    ("day after tomorrow at noon", "2026-11-27 12:00"),
    ("28/11 around 6", "2026-11-28 18:00 about"),
    ("5.12.", "2026-12-05"),
    ("2026-12-01 18:00", "2026-12-01 18:00"),
    ("Dec 5th 10am", "2026-12-05 10:00"),
    ("friday the 4th of december at 5", "2026-12-04 17:00"),
    ("half past seven on thursday", "2026-11-26 19:30"),
    ("quarter to eight friday morning", "2026-11-27 07:45"),
    ("2 in the morning on friday", "2026-11-27 02:00"),
    ("thurs 19:30", "2026-11-26 19:30"),
    ("friday 8ish at hers, red cup means stop", "2026-11-27 20:00 about"),
    ("after work on monday in the car", "2026-11-30 18:00 about"),
    ("first thing tomorow", "2026-11-26 08:00 about"),
    ("sat. morning", "2026-11-28 10:00 about"),
    ("sat 10", "2026-11-28 10:00"),
    ("the kids are out sat 10-12", "2026-11-28 10:00"),
    ("Sunday after lunch, 20 minutes on a bench", "2026-11-29 13:00 about"),
    ("saturday, 2 chairs on the balcony", "2026-11-28"),
    ("between 2 and 4 on sunday", "2026-11-29 14:00"),
    ("friday night 11", "2026-11-27 23:00"),
    ("until friday i am away, then saturday", "2026-11-28"),
    ("the sunday after next at three", "2026-12-06 15:00"),
    ("sunday week at 4", "2026-12-06 16:00"),
    ("this weekend", "2026-11-28"),
    ("in two weeks", "2026-12-09"),
    ("not on sunday, monday at six", "2026-11-30 18:00"),
    ("Sunday 29 November, 12:30", "2026-11-29 12:30"),
    # today's weekday is next week's, unless its hour is still to come; a part of today that is over leaves the day
    ("wednesday", "2026-12-02"), ("wednesday 9pm", "2026-12-02 21:00"), ("weds at 10 in the evening", "2026-11-25 22:00"), ("tonight", "2026-11-25"),
    ("may 5", "2027-05-05"),
]
NOTHING = [
    "not yet", "whenever she has time", "Any evening this week; they choose.", "every sunday", "i may need a while, second thoughts", "we sat in the sun", "next week",
    "On the drive to my parents. If one of us turns the radio on, it is a pause.", "today at 9", "31/4", "2025-01-01", "", "\u0661\u0662", "in the kitchen, at the table", "soon",
]


def _told(reading: Reading) -> str:
    hour = f" {reading.hour:%H:%M}" if reading.hour else ""
    return f"{reading.day}{hour}{' about' if reading.about else ''}"


@pytest.mark.parametrize("words, meant", SAID)
def test_a_time_is_understood(words: str, meant: str) -> None:
    reading = read_time(words, NOW, WORDS)
    assert reading is not None and _told(reading) == meant


@pytest.mark.parametrize("words", NOTHING)
def test_no_time_is_made_up(words: str) -> None:
    assert read_time(words, NOW, WORDS) is None


def test_only_the_beginning_of_a_long_answer_is_looked_at() -> None:
    """What it costs to read an answer does not grow with its length."""
    assert read_time("and " * (LONGEST_READ // 4) + "sunday at 3", NOW, WORDS) is None
    assert read_time("sunday at 3 " + "and " * 1000, NOW, WORDS) is not None


def test_a_correction_keeps_what_it_does_not_name() -> None:
    earlier = read_time("sunday after lunch", NOW, WORDS)
    assert earlier is not None
    for words, meant in [("at 3", "2026-11-29 15:00"), ("no, the saturday", "2026-11-28 13:00 about"), ("monday at six", "2026-11-30 18:00"), ("4", "2026-11-29 16:00")]:
        corrected = read_time(words, NOW, WORDS, earlier=earlier)
        assert corrected is not None and _told(corrected) == meant


def test_where_it_stands() -> None:
    words = "in the kitchen on sunday after lunch, no phones"
    reading = read_time(words, NOW, WORDS)
    assert reading is not None and words[reading.start: reading.end] == "on sunday after lunch"


def test_month_first_for_those_who_write_it_so() -> None:
    at = NOW.replace(tzinfo=timezone.utc).timestamp()
    us, others = read_when("5/6", at, "UTC", "en-US"), read_when("5/6", at, "UTC", "en-GB")
    assert us is not None and others is not None and (us.day, others.day) == (date(2027, 5, 6), date(2027, 6, 5))


def test_tomorrow_is_the_persons_own() -> None:
    """One moment, three days."""
    at = datetime(2026, 11, 25, 23, 30, tzinfo=timezone.utc).timestamp()
    days = [getattr(read_when("tomorrow at 7", at, zone), "day") for zone in ("America/New_York", "Europe/Vienna", "Pacific/Auckland")]
    assert days == [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 27)]


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "x" * 500, "Europe", "Europe/\x00"])
def test_a_zone_that_is_none_is_not_used(zone: str) -> None:
    assert known_zone(zone) is None
    when = read_when("tomorrow at 7", 1764000000.0, zone)
    assert when is not None and when.zone is None


@pytest.mark.parametrize("day, hour, about, parts", [
    (date(2026, 11, 29), time(13), True, ["Sunday", "29", "November", "1", "afternoon", "about"]), (date(2026, 11, 29), time(0, 5), False, ["12:05", "night"]),
    (date(2026, 11, 29), time(12), False, ["noon"]), (date(2027, 1, 3), None, False, ["Sunday", "3", "January", "2027"]), (date(2026, 12, 1), time(7, 45), False, ["7:45", "morning"]),
])
def test_it_is_said_back_without_doubt(day: date, hour: time, about: bool, parts: list) -> None:
    when = When(day, hour, about, "UTC", 0, 1, date(2026, 11, 25))
    assert all(part in when.spoken() for part in parts)
    assert When.from_dict(when.as_dict()) == when


def test_whatever_is_written_is_read_in_time_and_ahead() -> None:
    """Random words, figures and marks: no error, never a day that is past. The seed says how to reproduce it."""
    pieces = [
        "sunday", "at", "7", "12/31", "31.2.", "half past", "noon", "not", "in", "a", "999", "weeks", "the 31st", "february 29", "24:00", "00:00", "am", "PM", ".", ",", "\n", "ish", "\u202e", "next",
        "tonight", "2026-02-30", "9999-12-31", "0/0", "99 days", "mon", "quarter to one", "\U0001f622", "in 12 weeks",
    ]
    for seed in range(3000):
        chosen = random.Random(seed)
        text = " ".join(chosen.choice(pieces) for _ in range(chosen.randint(1, 12)))
        reading = read_time(text, NOW, WORDS)
        assert reading is None or reading.day >= NOW.date(), f"seed {seed}: {text!r}"
        hour_alone(text, WORDS)
