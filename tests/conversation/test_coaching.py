"""The coach in whole conversations: once more at most, keeping is a choice, no words in logs."""
from __future__ import annotations

import logging
import pytest

from groundwork.coaching.findings import KINDS
from groundwork.dialogue.script import Place
from groundwork.dialogue.state import DialogueState
from tests.conversation.talking import Assistant

OPENING: Place = ("betrayal_hurt", "utter_betrayal_hurt_opening")
BLAMING = "You always lie to me and I am sick of it"


def _at_the_opening(assistant: Assistant, sender: str) -> None:
    assistant.put_at(sender, DialogueState(place=OPENING, consent=True), {})


def test_a_blaming_first_try_is_asked_for_once_more_and_the_second_is_taken(assistant: Assistant) -> None:
    _at_the_opening(assistant, "coach-1")
    first = assistant.say("coach-1", BLAMING)
    assert first.state.place == OPENING and "\"You always lie" in first.text and len(first.payloads) == 2
    second = assistant.say("coach-1", "You always lie, I said")
    assert second.state.place != OPENING and second.answers["opening"].words == "You always lie, I said"


def test_keeping_the_first_try_keeps_its_words(assistant: Assistant) -> None:
    _at_the_opening(assistant, "coach-2")
    keep = assistant.say("coach-2", BLAMING).payloads[0]
    kept = assistant.say("coach-2", keep)
    assert kept.state.place != OPENING and kept.answers["opening"].words == BLAMING


def test_an_example_is_shown_and_the_try_stays_open(assistant: Assistant) -> None:
    _at_the_opening(assistant, "coach-3")
    example = assistant.say("coach-3", BLAMING).payloads[1]
    assert assistant.say("coach-3", example).state.place == OPENING
    assert assistant.say("coach-3", "keep it as it is").answers["opening"].words == BLAMING


#: The coach's actions on a sentence for the talk; its word on an answer in practice is no second try.
SENTENCES = {f"action_coach_{kind}" for kind in KINDS}


def test_every_coached_step_takes_a_second_try(assistant: Assistant) -> None:
    coached = [
        (name, step)
        for name, journey in assistant.dialogue.script.journeys.items()
        for step, ways in journey.exits.items()
        if any(action in SENTENCES for run in ways.values() for action in run.actions)
    ]
    assert {name.removesuffix("_short") for name, _ in coached} == {"betrayal_hurt", "betrayal_broke_trust", "shame_mine", "shame_partner", "boundary_setting", "boundary_hearing"}
    for number, place in enumerate(coached):
        sender = f"coach-step-{number}"
        assistant.put_at(sender, DialogueState(place=place, consent=True), {})
        assistant.say(sender, "You are a liar, tell me now, mistakes were made, you must change")
        assert assistant.say(sender, "You are a liar, I said it before").state.place != place, place


def test_no_word_of_a_coached_answer_is_logged(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    _at_the_opening(assistant, "coach-5")
    with caplog.at_level(logging.INFO):
        assistant.say("coach-5", "You always lie about the quetzalbird")
    assert "quetzalbird" not in caplog.text
