"""The rehearsal through the whole assistant: every reaction in every journey, comments, what follows, danger, old safety answers."""
from __future__ import annotations

import json
import time
from typing import Dict

import pytest
from rasa.shared.core.events import SlotSet

from groundwork.dialogue.script import Place
from groundwork.dialogue.state import Answer
from tests.conversation.exploring import Reached
from tests.conversation.talking import Assistant, Said
from tests.conversation.violations import violations

JOURNEYS = ["betrayal_hurt", "betrayal_broke_trust", "shame_mine", "shame_partner", "boundary_setting", "boundary_hearing"]
REACTIONS = ["listening", "defensive", "silent", "tearful", "blaming", "not_now", "why"]
CHOOSE, LINE, NEXT = (("rehearsal", f"utter_rehearsal_{step}") for step in ("choose", "line", "next"))


def _say(assistant: Assistant, sender: str, text: str) -> Said:
    said = assistant.say(sender, text)
    assert not violations(assistant, said, text)
    return said


def _at_line(assistant: Assistant, reached: Dict[Place, Reached], journey: str, reaction: str, sender: str = "rehearsing") -> Said:
    start = reached[CHOOSE]
    ahead = tuple(type(entry)(entry.detour, journey, entry.actions, entry.question) for entry in start.state.ahead)
    chosen = Answer(journey, (journey,), "topic", "utter_role")
    assistant.forget(sender)
    assistant.put_at(sender, start.state.but(ahead=ahead), {**start.answers, "journey": chosen})
    said = _say(assistant, sender, f"rehearsal/utter_rehearsal_choose:{reaction}")
    assert said.state.place == LINE
    return said


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_reaction_has_a_line_and_every_answer_a_comment(assistant: Assistant, reached: Dict[Place, Reached], journey: str) -> None:
    for reaction in REACTIONS:
        said = _at_line(assistant, reached, journey, reaction)
        assert f"utter_rehearsal_line_{reaction}_{journey}" in said.actions
        for reply in ("i hear you and i am a bit afraid myself", "you always turn it round, it is ridiculous"):
            commented = _say(assistant, "rehearsing", reply)
            assert commented.state.place == NEXT and len(commented.messages) >= 2
            said = _say(assistant, "rehearsing", "rehearsal/utter_rehearsal_next:sharper")
            assert f"utter_rehearsal_sharper_{reaction}_{journey}" in said.actions
        assert _say(assistant, "rehearsing", "I stay quiet").state.place == NEXT


def test_again_shows_the_same_line_and_another_round_another_one(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    line = _at_line(assistant, reached, "shame_partner", "silent").messages[-1]["text"]
    _say(assistant, "rehearsing", "fine")
    assert _say(assistant, "rehearsing", "again").messages[-1]["text"] == line
    _say(assistant, "rehearsing", "take your time"), _say(assistant, "rehearsing", "I choose one")
    assert _say(assistant, "rehearsing", "they go silent").messages[-1]["text"] != line


def test_a_summary_ends_it_and_the_journey_goes_on(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    _at_line(assistant, reached, "betrayal_hurt", "tearful")
    _say(assistant, "rehearsing", "take your time, i am here")
    end = _say(assistant, "rehearsing", "enough practice")
    assert "action_sum_up_rehearsal" in end.actions and end.state.place and end.state.place[0] == "betrayal_hurt"


def test_only_codes_of_the_practice_are_kept_beside_the_last_answer(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    _at_line(assistant, reached, "betrayal_hurt", "why")
    _say(assistant, "rehearsing", "because of the marmalade"), _say(assistant, "rehearsing", "again")
    _say(assistant, "rehearsing", "because of the quince")
    kept = json.dumps(assistant.tracker("rehearsing").get_slot("rehearsal"))
    assert "gives_reason" in kept and "marmalade" not in kept and "quince" not in kept


@pytest.mark.parametrize("reaction", REACTIONS)
def test_danger_while_rehearsing_ends_it(assistant: Assistant, reached: Dict[Place, Reached], reaction: str) -> None:
    _at_line(assistant, reached, "boundary_setting", reaction)
    said = _say(assistant, "rehearsing", "when i said that last time he hit me in the face and choked me")
    assert said.state.place and said.state.place[0].startswith("danger_") and said.state.partner_steps_closed
    for text in ("go on", "back", "skip", "continue the practice", "resume", "go on", "back"):
        said = _say(assistant, "rehearsing", text)
        assert said.state.place and said.state.place[0] != "rehearsal"


@pytest.mark.parametrize("words", ["thank you", "yes", "no", "I'm sorry", "you idiot", "can we do this later my love, after dinner on sunday", "never mind, forget it"])
def test_what_is_said_to_the_partner_is_an_answer(assistant: Assistant, reached: Dict[Place, Reached], words: str) -> None:
    _at_line(assistant, reached, "betrayal_hurt", "blaming")
    assert _say(assistant, "rehearsing", words).state.place == NEXT


@pytest.mark.parametrize("words, place", [("why do you ask", LINE), ("are you a robot", LINE), ("what have i said so far", LINE), ("erase everything", None), ("help now", None), ("leave", None), ("pause", LINE)])
def test_what_is_said_to_groundwork_is_answered(assistant: Assistant, reached: Dict[Place, Reached], words: str, place: Place) -> None:
    _at_line(assistant, reached, "betrayal_hurt", "blaming")
    said = _say(assistant, "rehearsing", words)
    assert said.state.place != NEXT and (place is None or said.state.place == place)


def test_after_a_day_the_safety_questions_come_first(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    _at_line(assistant, reached, "betrayal_hurt", "not_now")
    tracker = assistant.tracker("rehearsing")
    state = type(reached[LINE].state).from_dict(tracker.get_slot("dialogue_state"))
    old = state.but(gate_passed=time.time() - assistant.dialogue.ways.gate_lasts - 60)
    assistant.store.kept["rehearsing"].append(SlotSet("dialogue_state", old.as_dict()))
    said = _say(assistant, "rehearsing", "thank you for telling me")
    assert said.state.place == ("gate_again", "utter_gate_afraid")
    for answer in ("no", "no", "no"):
        said = _say(assistant, "rehearsing", answer)
    assert said.state.place == NEXT
