"""At every step that asks for feelings, what is recognised is named back before it is kept: through the whole assistant."""
from __future__ import annotations

from typing import Dict, List

import pytest

from groundwork.dialogue.script import Place
from tests.conversation.exploring import Reached
from tests.conversation.talking import Assistant, Said
from tests.conversation.violations import violations

SEVERAL = "furious, and sick to my stomach, i cant sleep"


def _steps(assistant: Assistant, reached: Dict[Place, Reached]) -> List[Place]:
    return [place for place in sorted(reached) if assistant.dialogue.questions.get(place[1]).feelings]


def _say_at(assistant: Assistant, start: Reached, *texts: str) -> Said:
    assistant.put_at("feelings", start.state, start.answers)
    said = None
    for text in texts:
        said = assistant.say("feelings", text)
        assert not violations(assistant, said, text)
    assert said is not None
    return said


def test_the_steps_with_feelings_are_in_both_forms_of_their_journeys(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    journeys = {place[0] for place in _steps(assistant, reached)}
    for journey in ("betrayal_hurt", "boundary_setting", "boundary_hearing", "shame_partner"):
        assert {journey, f"{journey}_short"} <= journeys


def test_several_feelings_and_the_body_are_named_back_and_kept_with_the_words(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    for place in _steps(assistant, reached):
        said = _say_at(assistant, reached[place], SEVERAL)
        assert said.state.place == place and len(said.state.heard) >= 2 and "angry" in said.text, place
        said = _say_at(assistant, reached[place], SEVERAL, "why do you ask", "it fits")
        keeps = assistant.dialogue.questions.get(place[1]).keeps
        assert said.state.place != place and not said.state.heard
        if keeps:
            assert said.answers[keeps].words == SEVERAL and set(said.answers[keeps].choices) >= {"angry"}


@pytest.mark.parametrize("words, heard, unheard", [
    ("not angry any more, only so sad", "sad", "angry"), ("i feel guilty about what i said", "guilty", "ashamed"), ("i am scared and jealous", "jealous", "angry"),
])
def test_what_is_denied_is_not_named_and_the_word_that_was_said_is(
    assistant: Assistant, reached: Dict[Place, Reached], words: str, heard: str, unheard: str
) -> None:
    said = _say_at(assistant, reached[("betrayal_hurt", "utter_feelings")], words)
    assert heard in said.state.heard and unheard not in said.state.heard


def test_words_without_a_feeling_go_on_at_once(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    said = _say_at(assistant, reached[("betrayal_hurt", "utter_feelings")], "I do not have a word for that one yet")
    assert not said.state.heard
