"""What is held before consent: ten minutes, in memory, bounded."""
from __future__ import annotations

from groundwork.dialogue.held_words import HELD_CONVERSATIONS, HELD_SECONDS, HeldWords
from groundwork.dialogue.message import Message


def test_held_for_ten_minutes_and_no_longer() -> None:
    now = [0.0]
    held = HeldWords(lambda: now[0])
    held.hold("a", Message("words"))
    now[0] = HELD_SECONDS - 1
    assert held.get("a") == Message("words")
    now[0] = HELD_SECONDS + 1
    assert held.get("a") is None and not held._held


def test_the_oldest_goes_first_when_memory_is_full() -> None:
    held = HeldWords(lambda: 0.0)
    for number in range(HELD_CONVERSATIONS + 1):
        held.hold(str(number), Message("words"))
    assert held.get("0") is None and held.get(str(HELD_CONVERSATIONS)) is not None


def test_dropped_words_are_gone() -> None:
    held = HeldWords()
    held.hold("a", Message("words"))
    held.drop("a")
    assert held.get("a") is None
