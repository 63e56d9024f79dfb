"""The joined reading of patterns and classifier."""
from typing import List, Sequence

import numpy as np
import pytest

from groundwork.understanding.danger.reading import DangerDetector, Thresholds
from groundwork.understanding.encoder import MessageVectors, shared_encoder
from groundwork.understanding.typed_text import PLAIN_TEXT_MARK


@pytest.mark.parametrize(
    "text, danger",
    [
        ("I want to kill myself", "self_harm"),
        ("the family would be better off without me in it", "self_harm"),
        ("my boyfriend punched me again", "partner_violence"),
        ("my girlfriend decides who I may talk to and I'm scared of her", "partner_violence"),
        ("he forced me to have sex", "sexual_assault"),
        ("I hit my boyfriend and I'm ashamed", "own_violence"),
        ("I'm 16", "minor"),
    ],
)
def test_danger_is_heard(detector: DangerDetector, text: str, danger: str) -> None:
    assert detector.read(text).danger == danger


@pytest.mark.parametrize(
    "text",
    ["hello", "yes", "angry and sad", "Saturday after dinner", "I found messages on her phone", "I need respect and honesty", "why do you ask", "I feel jealous", "", "?!", "12"],
)
def test_ordinary_answers_are_not_danger(detector: DangerDetector, text: str) -> None:
    assert detector.read(text).danger is None


def test_a_clicked_choice_is_not_read(detector: DangerDetector) -> None:
    assert detector.read("safety/kill_myself:yes").danger is None


@pytest.mark.parametrize("mark", ["/", PLAIN_TEXT_MARK + "/", "/skip "])
def test_a_slash_hides_nothing(detector: DangerDetector, mark: str) -> None:
    assert detector.read(mark + "i want to kill myself").danger == "self_harm"


def test_one_sentence_in_a_long_harmless_text_is_heard(detector: DangerDetector) -> None:
    calm = "We had dinner with her parents and talked about the garden. "
    assert detector.read(calm * 3 + "I want to kill myself. " + calm * 3).danger == "self_harm"


def test_self_harm_goes_before_age_and_age_is_kept(detector: DangerDetector) -> None:
    reading = detector.read("I'm 15. I want to kill myself.")
    assert (reading.danger, reading.minor) == ("self_harm", True)


def test_reading_twice_gives_the_same(detector: DangerDetector) -> None:
    text = "He screams at me for hours and I never know why."
    assert detector.read(text) == detector.read(text)


def test_what_other_components_have_encoded_is_not_encoded_again(detector: DangerDetector) -> None:
    class Counting:
        def __init__(self) -> None:
            self.texts: List[str] = []

        def encode(self, texts: Sequence[str]) -> np.ndarray:
            self.texts += texts
            return shared_encoder().encode(texts)

    text, counting = "I think about ending my life", Counting()
    shared = MessageVectors(counting)
    shared.encode([text])
    assert np.isclose(detector.read(text, shared).scores["danger"], detector.read(text).scores["danger"], atol=1e-6)
    assert counting.texts == [text]


def test_a_class_may_have_thresholds_of_its_own() -> None:
    thresholds = Thresholds(0.9, 0.8, {"distress": {"check": 0.95, "hard": 1.1}})
    assert [thresholds.tier("distress", score) for score in (0.9, 0.96)] == [None, "check"]
    assert [thresholds.tier("self_harm", score) for score in (0.7, 0.8, 0.9)] == [None, "check", "hard"]


@pytest.mark.parametrize("text", ["I'm scared he'll leave me when he finds out", "afraid she'll never forgive me", "that he'll be disappointed in me", "I'm worried they'll look at me differently"])
def test_the_fear_of_being_left_or_judged_is_no_danger(detector: DangerDetector, text: str) -> None:
    assert detector.read(text).danger is None


@pytest.mark.parametrize("text", ["I'm scared he'll kill me when he finds out", "I'm scared he'll leave me and I want to kill myself"])
def test_a_fear_with_danger_in_it_is_heard(detector: DangerDetector, text: str) -> None:
    assert detector.read(text).danger is not None


def test_a_typed_slip_is_read_as_what_was_meant(detector: DangerDetector) -> None:
    assert detector.read("my husbnad pucnhed me in the face").danger == "partner_violence"


def test_emoji_change_nothing(detector: DangerDetector) -> None:
    plain, decorated = (detector.read(text).scores["danger"] for text in ("he checks my phone every night", "he checks my phone \U0001f62d every night \U0001f494"))
    assert np.isclose(plain, decorated, atol=1e-6)
