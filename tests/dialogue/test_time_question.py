"""A question about when and where: the time that was understood is read back, corrected, left open, and never in the way."""
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Optional, Tuple

import pytest

from groundwork.dialogue.engine import Dialogue
from groundwork.dialogue.listening import Listening
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.state import Answer
from groundwork.dialogue.story_reading import read_script
from groundwork.dialogue.ways import Ways
from groundwork.plan.when import When
from tests.dialogue.small_script import MOVES, RESPONSES, STORIES, Talk, ask, story

#: A Wednesday, half past nine in the evening in Berlin.
AT = datetime(2026, 11, 25, 20, 30, tzinfo=timezone.utc).timestamp()
READ_BACK = ("start_read_back_time", None, ["utter_read_back"])
TIME_STORIES = [
    story("green", ("start_red", None, ["utter_when"]), ("inform", None, ["utter_red_facts"]), ("inform", None, ["go_plan"])),
    story("right", READ_BACK, ("inform", "yes", ["go_past"])),
    story("change", READ_BACK, ("inform", None, ["utter_change_time"]), ("inform", "understood", ["utter_read_back"])),
    story("at once", READ_BACK, ("inform", "understood", ["utter_read_back"])),
    story("words", READ_BACK, ("inform", None, ["utter_change_time"]), ("inform", None, ["utter_in_words", "go_past"])),
    story("open", READ_BACK, ("inform", "open", ["leave_time_open", "utter_left_open", "go_past"])),
]
TIME_RESPONSES = {
    **RESPONSES,
    "utter_when": ask("when?", keeps="when", label="When", reads="time"), "utter_when_after": ask("ask them"),
    "utter_read_back": ask("right?", "yes change open", reads="time", accepts="words"),
    "utter_change_time": ask("which?", reads="time"), "utter_in_words": ask("as written"), "utter_left_open": ask("open"),
}


def _dialogue() -> Dialogue:
    others = [one for one in STORIES if one.turns[0].intent != "start_red"]
    return Dialogue(read_script(others + TIME_STORIES, {}), Questions(TIME_RESPONSES), Ways(open=frozenset({"welcome", "topic", "gate", "safe_lane"})), Listening(moves=MOVES))


@pytest.fixture
def talk() -> Talk:
    talk = Talk(_dialogue()).to_journey()
    assert talk.step == "utter_when"
    return talk


def _say(talk: Talk, words: str, **more: Any) -> Tuple[str, ...]:
    return talk.say(words, at=AT, zone="Europe/Berlin", **more)


def _kept(talk: Talk) -> Tuple[str, Optional[str]]:
    answer: Answer = talk.answers["when"]
    when = When.from_dict(answer.when) if answer.when else None
    return answer.words, f"{when.day} {when.hour:%H:%M}" if when and when.hour else str(when.day) if when else None


def test_it_is_read_back_and_then_the_journey_goes_on(talk: Talk) -> None:
    assert _say(talk, "Sunday after lunch, kitchen") == ("utter_read_back",)
    assert _say(talk, "yes") == ("utter_when_after", "utter_red_facts")
    assert talk.state.place == ("red", "utter_red_facts") and not talk.state.interrupted
    assert _kept(talk) == ("Sunday after lunch, kitchen", "2026-11-29 13:00")


def test_words_without_a_time_are_the_answer(talk: Talk) -> None:
    assert _say(talk, "whenever they are ready") == ("utter_when_after", "utter_red_facts")
    assert _kept(talk) == ("whenever they are ready", None)


@pytest.mark.parametrize("said, corrected, words, when", [
    ("Sunday after lunch, kitchen", "no, saturday at 3", "saturday at 3, kitchen", "2026-11-28 15:00"),
    ("Sunday after lunch, kitchen", "at 3", "Sunday after lunch, at 3, kitchen", "2026-11-29 15:00"),
    ("Sunday after lunch, kitchen", "I meant saturday at 3 at my sister's place, with tea", "I meant saturday at 3 at my sister's place, with tea", "2026-11-28 15:00"),
    ("in the car, monday", "tuesday", "in the car, tuesday", "2026-12-01"),
])
def test_a_correction_takes_the_place_of_the_time_and_leaves_the_rest(talk: Talk, said: str, corrected: str, words: str, when: str) -> None:
    _say(talk, said)
    assert _say(talk, corrected) == ("utter_read_back",)
    assert _kept(talk) == (words, when)
    assert _say(talk, "yes")[-1] == "utter_red_facts"


def test_a_second_correction_finds_its_place_too(talk: Talk) -> None:
    for words in ("Sunday after lunch, kitchen", "no, saturday at 3", "or friday evening"):
        _say(talk, words)
    assert _kept(talk) == ("friday evening, kitchen", "2026-11-27 19:00")


def test_changed_to_something_that_is_no_time(talk: Talk) -> None:
    _say(talk, "Sunday after lunch, kitchen")
    assert _say(talk, "change") == ("utter_change_time",)
    assert _say(talk, "when the children are away") == ("utter_in_words", "utter_when_after", "utter_red_facts")
    assert _kept(talk) == ("when the children are away, kitchen", None)


def test_what_is_no_time_at_the_reading_back_changes_nothing_yet(talk: Talk) -> None:
    _say(talk, "Sunday after lunch, kitchen")
    assert _say(talk, "hm that is not it at all really") == ("utter_change_time",)
    assert _kept(talk) == ("Sunday after lunch, kitchen", "2026-11-29 13:00")


def test_left_open_the_words_stay(talk: Talk) -> None:
    _say(talk, "Sunday after lunch, kitchen")
    assert _say(talk, "open") == ("utter_left_open", "utter_when_after", "utter_red_facts")
    assert _kept(talk) == ("Sunday after lunch, kitchen", None)


def test_back_and_repeat_and_a_question_do_not_lose_the_way(talk: Talk) -> None:
    _say(talk, "Sunday after lunch, kitchen")
    assert talk.interrupt("repeat") == ("utter_read_back",)
    assert talk.interrupt("go_back")[-1] == "utter_when" and talk.step == "utter_when"
    _say(talk, "monday at six")
    assert _say(talk, "yes")[-1] == "utter_red_facts" and _kept(talk)[1] == "2026-11-30 18:00"


def test_danger_at_the_reading_back_comes_first(talk: Talk) -> None:
    _say(talk, "Sunday after lunch, kitchen")
    assert "utter_believed" in _say(talk, "saturday, he will hit me", danger="partner_violence")
    assert talk.state.partner_steps_closed


def test_a_changed_time_leads_back_to_the_page(talk: Talk) -> None:
    _say(talk, "Sunday after lunch, kitchen")
    for words in ("yes", "it was this", "show", "change", "1"):
        _say(talk, words)
    assert talk.step == "utter_when"
    assert _say(talk, "tomorrow at 7pm") == ("utter_read_back",)
    assert _say(talk, "yes") == ("utter_when_after", "action_show_plan", "utter_plan_next")


def test_a_conversation_kept_in_the_middle_of_it_goes_on(talk: Talk) -> None:
    """A read-back whose question is no longer interrupted: no error, no lost person."""
    _say(talk, "Sunday after lunch, kitchen")
    talk.state = talk.state.but(interrupted=())
    assert _say(talk, "yes") and _say(talk, "saturday")
