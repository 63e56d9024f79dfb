"""Answers are answers: what counts as an interruption at a question that takes words, and where only choices are asked."""
from __future__ import annotations

from typing import Any, Mapping, Optional

import pytest

from groundwork.dialogue.listening import NOT_UNDERSTOOD, Listening
from groundwork.dialogue.message import Message
from groundwork.dialogue.questions import Question
from groundwork.dialogue.script import Script

WORDS, CHOICES = Question("utter_facts"), Question("utter_gate", takes_words=False)
SCRIPT = Script({}, {"thanks": ("utter_thanks",), "ask_trust_sorry": ("utter_sorry",), NOT_UNDERSTOOD: ("utter_again",)}, frozenset({"leave", "danger_self_harm"}))
LISTENING = Listening(
    moves={"skip": "skip", "go_back": "back"}, odds_at_words=6.0, odds_like_answers=20.0, like_answers=["ask_trust_"], at_words=0.9,
    at_choices=0.5, longest_at_words=5,
)


def heard(question: Question = WORDS, text: str = "some words", **message: Any) -> Optional[str]:
    return LISTENING.interruption(Message(text, **message), question, SCRIPT)


def ranked(ranking: Mapping[str, float], text: str = "some words") -> Optional[str]:
    likeliest = max(ranking, key=lambda intent: ranking[intent])
    return heard(text=text, intent=likeliest, confidence=ranking[likeliest], ranking=ranking)


@pytest.mark.parametrize("intent", ["leave", "skip", "thanks"])
def test_an_interruption_far_likelier_than_any_answer_interrupts_though_its_confidence_is_low(intent: str) -> None:
    others = {name: 0.15 for name in ("leave", "skip", "thanks", "go_back") if name != intent}
    assert ranked({intent: 0.4, **others, "inform": 0.03, "start_red": 0.02}) == intent


def test_the_words_are_the_answer_where_an_answer_is_nearly_as_likely() -> None:
    assert ranked({"leave": 0.8, "inform": 0.15}) is None
    assert ranked({"inform": 0.7, "leave": 0.3}) is None


def test_readings_as_an_answer_count_together() -> None:
    assert ranked({"leave": 0.7, "inform": 0.1}) == "leave"
    assert ranked({"leave": 0.7, "inform": 0.1, "start_red": 0.05}) is None


def test_the_odds_that_are_asked_for_are_enough() -> None:
    assert ranked({"leave": 0.75, "inform": 0.125}) == "leave"


def test_what_looks_like_an_answer_needs_higher_odds() -> None:
    assert ranked({"ask_trust_sorry": 0.8, "inform": 0.1}) is None
    assert ranked({"ask_trust_sorry": 0.9, "inform": 0.04}) == "ask_trust_sorry"


def test_no_reading_as_an_answer_at_all_is_no_error() -> None:
    assert ranked({"leave": 1.0}) == "leave"


def test_a_longer_message_is_the_answer_unless_its_wording_is_known() -> None:
    text = "one two three four five six"
    assert ranked({"leave": 0.99, "inform": 0.001}, text) is None
    assert heard(text=text, intent="leave", confidence=1.0, near_exact=True, ranking={"leave": 1.0}) == "leave"


def test_a_message_that_is_not_understood_is_the_answer_unless_one_interruption_stands_out() -> None:
    nothing = {NOT_UNDERSTOOD: 0.9, "leave": 0.02, "thanks": 0.02, "inform": 0.02}
    assert ranked(nothing) is None
    assert ranked({NOT_UNDERSTOOD: 0.85, "leave": 0.18, "inform": 0.02}) == "leave"


def test_without_a_ranking_confidence_decides() -> None:
    assert heard(intent="leave", confidence=1.0) == "leave"
    assert heard(intent="leave", confidence=0.85) is None
    assert heard(intent="inform", confidence=1.0) is None


def test_a_wording_that_belongs_to_an_answer_is_the_answer() -> None:
    assert heard(intent="inform", confidence=1.0, near_exact=True, ranking={"inform": 1.0, "leave": 0.0}) is None


def test_where_only_choices_are_asked_less_is_enough() -> None:
    assert heard(CHOICES, "one two three four five six", intent="leave", confidence=0.5, ranking={"leave": 0.5, "inform": 0.4}) == "leave"
    assert heard(CHOICES, intent="leave", confidence=0.45) is None
    assert heard(CHOICES, intent=NOT_UNDERSTOOD, confidence=0.8) == NOT_UNDERSTOOD


@pytest.mark.parametrize("question", [WORDS, CHOICES])
def test_danger_and_clicked_choices_are_no_interruptions(question: Question) -> None:
    assert heard(question, intent="danger_self_harm", confidence=1.0, near_exact=True) is None
    assert heard(question, intent="leave", confidence=1.0, near_exact=True, choice="yes") is None
