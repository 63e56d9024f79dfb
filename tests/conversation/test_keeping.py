"""With the real store: what is never in its file, and that silence and a restart lose no place."""
from __future__ import annotations

import time
from pathlib import Path
from typing import Callable, Iterator

import pytest

from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.storage.conversation_store import ConversationStore
from tests.conversation.talking import Assistant
from tests.storage.opened import kept_text, on_disk, traces

PLANTED = "zebrafinch"
HOUR = 3600.0


class Clock:
    """The time now, moved forward by `passed` seconds."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return time.time() + self.passed


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite3"


@pytest.fixture
def restart(assistant: Assistant, file: Path, clock: Clock) -> Iterator[Callable[[], None]]:
    """Opens the file anew, with nothing left in memory: what a restart of the processes leaves."""

    def opened() -> None:
        for conversation in list(HELD_WORDS._held):
            HELD_WORDS.drop(conversation)
        assistant.keep_in(ConversationStore(assistant.agent.domain, path=str(file), life_hours=24, clock=clock))

    opened()
    yield opened
    assistant.keep_in(assistant.store)


def _kept(assistant: Assistant) -> str:
    """Everything that can be read in the file with its key."""
    assert isinstance(assistant._keeping, ConversationStore)
    return kept_text(assistant._keeping)


def test_words_before_consent_are_never_in_the_file_and_are_used_after_yes(assistant: Assistant, restart: Callable[[], None]) -> None:
    for text in ("hi", f"my husband has been cheating on me with {PLANTED}", f"please {PLANTED}", "what exactly is kept?", f"/restart {PLANTED}"):
        assistant.say("before", text)
        assert PLANTED not in _kept(assistant)
    said = assistant.say("before", "1")
    assert said.state.consent and said.state.place and said.state.place[0] == "topic"


def test_not_now_and_under_18_leave_no_word_and_no_row(assistant: Assistant, restart: Callable[[], None]) -> None:
    for answer in ("not_now", "under_18"):
        assistant.say("gone", f"{PLANTED} is what it is about")
        assistant.say("gone", f"welcome/utter_consent:{answer}")
        assert not _kept(assistant)


def test_no_word_is_in_the_file_after_erase(assistant: Assistant, restart: Callable[[], None]) -> None:
    for text in ("hi", "1", "topic/utter_topic:betrayal", "topic/utter_role_betrayal:betrayal_hurt", "no", "no", "no", "full"):
        assistant.say("erase", text)
    for text in (f"angry about {PLANTED}", f"{PLANTED} on the table", f"I stopped seeing {PLANTED}", "change an answer", "1", f"sad {PLANTED}"):
        assistant.say("erase", text)
    assert PLANTED in _kept(assistant) and PLANTED.encode() not in on_disk(assistant._keeping)
    marks = traces(assistant._keeping)
    assistant.say("erase", "erase everything")
    assistant.say("erase", "1")
    assert marks and not any(mark in on_disk(assistant._keeping) for mark in marks)
    assert assistant.say("erase", "hello").state.place == ("welcome", "utter_consent")


def test_start_over_forgets_the_words(assistant: Assistant, restart: Callable[[], None]) -> None:
    for text in ("hi", "1", "topic/utter_topic:betrayal", "topic/utter_role_betrayal:betrayal_hurt", "no", "no", "no", "full", f"angry about {PLANTED}"):
        assistant.say("over", text)
    assistant.say("over", "start over")
    said = assistant.say("over", "1")
    assert PLANTED not in _kept(assistant) and said.state.consent and said.state.place == ("topic", "utter_topic")


@pytest.mark.parametrize("pause", ["pause", None])
@pytest.mark.parametrize("silence", [61 * 60, 23 * HOUR])
def test_silence_and_a_restart_lose_no_place(assistant: Assistant, restart: Callable[[], None], clock: Clock, pause: str | None, silence: float) -> None:
    for text in ("hi", "1", "topic/utter_topic:shame", "topic/utter_role_shame:shame_mine", "no", "no", "no", "full", "skip this"):
        before = assistant.say("silence", text)
    if pause:
        assert assistant.say("silence", pause).state.paused
    clock.passed = silence
    restart()
    after = assistant.say("silence", "repeat that")
    assert after.state.place == before.state.place and not after.state.paused


def test_after_its_life_a_conversation_is_gone(assistant: Assistant, restart: Callable[[], None], clock: Clock) -> None:
    for text in ("hi", "1", f"{PLANTED} hid his phone from me for years and slept with someone else"):
        assistant.say("old", text)
    clock.passed = 25 * HOUR
    restart()
    assistant._keeping.remove_expired()
    assert not _kept(assistant)
    clock.passed = 0.0  # new messages carry the real time
    assert assistant.say("old", "hello").state.place == ("welcome", "utter_consent")
