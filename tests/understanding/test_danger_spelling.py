"""Slips of the finger are undone, other words are left alone."""
import pytest

from groundwork.understanding.danger.spelling import Spelling

_SPELLING = Spelling({"choked": 4.0, "stabbed": 5.0, "hitting": 4.0, "hating": 6.0, "myself": 1.0, "die": 2.0}, lambda word: word in {"hosting"})


@pytest.mark.parametrize("typed, meant", [("he chokde me", "he choked me"), ("Chokked", "choked"), ("hiting mysef", "hitting myself"), ("no chnage", "no chnage")])
def test_one_slip_is_undone(typed: str, meant: str) -> None:
    assert _SPELLING.corrected(typed) == meant


@pytest.mark.parametrize("text", ["I stubbed my toe", "hosting a dinner", "dei", "ohcked", "choked", "12 stabbbbed"])
def test_other_words_stay(text: str) -> None:
    assert _SPELLING.corrected(text) == text
