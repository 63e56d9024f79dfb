"""Reviewed patterns: what they find and what takes a match back."""
from pathlib import Path
from typing import List, Tuple

import pytest

from groundwork.understanding.danger.classes import CLASSES
from groundwork.understanding.danger.examples import DangerDataError
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.sentences import units_of


def _found(patterns: DangerPatterns, text: str) -> List[Tuple[str, str]]:
    units = units_of(text)
    return [(hit.danger, hit.tier) for unit in units[1:] or units for hit in patterns.find(unit, units[0])]


@pytest.mark.parametrize(
    "text, danger",
    [
        ("I am going to kill myself tonight", "self_harm"),
        ("i dont want to live anymore", "self_harm"),
        ("I can't stop thinking about killing myself", "self_harm"),
        ("He always hits me when he drinks", "partner_violence"),
        ("my wife choked me", "partner_violence"),
        ("I was raped by a friend", "sexual_assault"),
        ("I hit my girlfriend", "own_violence"),
        ("I'm going to kill him", "threat_to_someone"),
        ("my husband is suicidal", "someone_else"),
        ("I'm 15 and in love", "minor"),
    ],
)
def test_plain_danger_is_a_hard_stop(patterns: DangerPatterns, text: str, danger: str) -> None:
    assert (danger, "hard") in _found(patterns, text)


@pytest.mark.parametrize(
    "text",
    [
        "I would never kill myself",
        "I don't want to die, I want to change",
        "this is killing me",
        "he'd kill me if I forgot the milk",
        "I was so ashamed I could die",
        "he never hit me",
        "she hit me up on Instagram",
        "I beat him at chess",
        "I cut myself shaving",
        "I want to end things with him",
    ],
)
def test_denied_and_figurative_text_is_left_alone(patterns: DangerPatterns, text: str) -> None:
    assert _found(patterns, text) == []


def test_long_over_is_past(patterns: DangerPatterns) -> None:
    assert _found(patterns, "Years ago I tried to kill myself. I'm fine now.") == [("past_stable", "check")]


def test_past_that_comes_back_is_not_past(patterns: DangerPatterns) -> None:
    assert ("self_harm", "hard") in _found(patterns, "Years ago I tried to kill myself and lately I want to kill myself again.")


def test_somebody_else_is_not_the_writer(patterns: DangerPatterns) -> None:
    assert {danger for danger, _ in _found(patterns, "My friend tried to kill herself")} == {"someone_else"}


@pytest.mark.parametrize("text", ["I (16F) love him", "16m here", "i turn 17 in may", "I'm in 9th grade", "im not 18 yet", "as a 14 year old girl"])
def test_an_age_under_18_is_heard(patterns: DangerPatterns, text: str) -> None:
    assert "minor" in {danger for danger, _ in _found(patterns, text)}


@pytest.mark.parametrize(
    "text",
    ["I'm 17 weeks pregnant", "my daughter is 16", "we met when I was 15", "I'm 16 years older", "I (26F) and he (17 years in)", "I'm 12 months sober", "I feel like I'm 15", "I'm 18"],
)
def test_other_numbers_are_no_age(patterns: DangerPatterns, text: str) -> None:
    assert "minor" not in {danger for danger, _ in _found(patterns, text)}


@pytest.mark.parametrize(
    "content",
    ["patterns: [{danger: nonsense, tier: hard, match: x}]", "patterns: [{danger: self_harm, tier: hard, match: '<gone>'}]", "patterns: [{danger: self_harm, tier: hard, unless: [gone], match: x}]"],
)
def test_a_mistake_in_the_file_is_explained(tmp_path: Path, content: str) -> None:
    path = tmp_path / "patterns.yml"
    path.write_text(content)
    with pytest.raises(DangerDataError):
        DangerPatterns.load(path)


def test_every_class_but_those_without_words_has_a_pattern(patterns: DangerPatterns) -> None:
    assert {pattern.danger for pattern in patterns._patterns} | {"past_stable"} == set(CLASSES)
