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


@pytest.mark.parametrize(
    "text",
    [
        "My aunt committed suicide when I was small",
        "my friend's dad killed himself and we never talk about it",
        "he died by suicide in 2012",
        "I'll be dead before they mend that road",
        "he'd rather die than talk about feelings",
        "he suffocates me, not literally",
        "my husband is killing himself working overtime",
        "I got drugged up for my wisdom teeth",
    ],
)
def test_the_dead_and_figures_of_speech_are_no_danger(patterns: DangerPatterns, text: str) -> None:
    assert _found(patterns, text) == []


def test_one_who_mourns_and_wants_to_die_is_heard(patterns: DangerPatterns) -> None:
    assert ("self_harm", "hard") in _found(patterns, "My brother killed himself and I want to kill myself too")


_UNDER_18 = """
I (16F) love him|16m here|i turn 17 in may|I'm in 9th grade|im not 18 yet|as a 14 year old girl|15f. my bf (16m) wont text back|[16/M] we had a fight
My boyfriend (17M) and I (16F) want to break up|My (15F) boyfriend (16M) lied to me|My girlfriend [16] and I [17] broke up|Hi, 14 here, can I ask something
We're both 16 and her parents hate me|me and my bf are both 15|We are 16 and 17|I just turned 16 last week|turning 16 in may|im about to be 17|I'm almost 18
when I turn 18 I'm moving in with him|I have to wait until I'm 18 to see her|I'm a sophomore in high school|sophomore in high school here|im a freshman in hs
i'm in grade 9 and he's in grade 11|I'm a 9th grader|im in year 10 and he dumped me|i'm doing my GCSEs|I've got my gcse's coming up|I just started my junior year of high school
I'm a high schooler|i go to high school in ohio|as a minor can I use this|i lied about my age|my age is 15|I (age 17) kissed my friend|im 16yrs old|16 y.o. girl|we're only 14
my 16th birthday is next week|F16 here|M/17 and lost|i am a girl of 14|being 16 and in love sucks|I clicked yes but I'm 16
"""
_NOT_UNDER_18 = """
I'm 17 weeks pregnant|my daughter is 16|we met when I was 15|I'm 16 years older|I (26F) and he (17 years in)|I'm 12 months sober|I feel like I'm 15|I'm 18|since I was 16 we've been together
I (28F) have been with my boyfriend (31M) for 12 years|My sister (16F) told me he cheated|my (35M) wife (34F) has a 15 year old son|he treats me like I'm 12|I'm 15 pounds over
I'm 14 days into no contact|17 years together and he does this|12 years|10|ready: 10 out of 10|when I turned 18 I moved out|I met her in high school|I teach year 10|I'm a high school teacher
my stepson is a sophomore in high school|I'm a sophomore in college|I was a teenager when my dad left|we have a teenager at home|I work with 16 year olds|It happened on the 16th
I'm 13 credits short of my degree|I'm 16 episodes in|I'm 10 years in|I've been with him for 10 years, since we were 17|married at 17, now 45|we dated in 10th grade|I'm 17 hours away from him
my 16th birthday was ruined by him, twenty years ago|my daughter's 16th birthday is next week|I'm not an adult when it comes to feelings|I'm in school to be a nurse|my mom won't let me see her, I'm 22
"""


def _listed(texts: str) -> List[str]:
    return [text for line in texts.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", _listed(_UNDER_18))
def test_an_age_under_18_is_heard(patterns: DangerPatterns, text: str) -> None:
    assert "minor" in {danger for danger, _ in _found(patterns, text)}


@pytest.mark.parametrize("text", _listed(_NOT_UNDER_18))
def test_other_numbers_and_schools_are_no_age(patterns: DangerPatterns, text: str) -> None:
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
