"""Each journey, in full and short form, walked from "hi" to its plan with own words; and what belongs to every way."""
from __future__ import annotations

from typing import Dict, List

import pytest

from groundwork.dialogue.script import Place
from tests.conversation.exploring import Reached
from tests.conversation.talking import Assistant, Said
from tests.conversation.violations import violations

JOURNEYS = ["betrayal_hurt", "betrayal_broke_trust", "shame_mine", "shame_partner", "boundary_setting", "boundary_hearing"]
WORDS = ["marmalade {n} on the table and I saw it", "it was the blue door number {n}", "quince {n}, and then nothing more was said"]


def _talk(assistant: Assistant, sender: str, texts: List[str]) -> Said:
    said = None
    for text in texts:
        said = assistant.say(sender, text)
        assert not violations(assistant, said, text)
    assert said is not None
    return said


def _to_length(assistant: Assistant, sender: str, journey: str) -> None:
    assistant.forget(sender)
    topic = {"betrayal": "betrayal", "shame": "shame", "boundary": "boundaries"}[journey.split("_")[0]]
    _talk(assistant, sender, ["hi", "1", f"topic/utter_topic:{topic}", f"topic/utter_role_{topic}:{journey}", "no", "no", "no"])


@pytest.mark.parametrize("length", ["short", "full"])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey_in_own_words_ends_in_a_plan_that_holds_them(assistant: Assistant, journey: str, length: str) -> None:
    sender, typed = f"{journey}-{length}", []  # type: str, List[str]
    _to_length(assistant, sender, journey)
    said = _talk(assistant, sender, [f"gate/utter_length:{length}"])
    for number in range(40):
        place = said.state.place
        if place is None or place[0] == "plan":
            break
        words = WORDS[number % len(WORDS)].format(n=number)
        takes_words = assistant.dialogue.questions.get(place[1]).takes_words
        question = assistant.dialogue.questions.get(place[1])
        if takes_words:
            typed += [words] if question.label else []
            said = _talk(assistant, sender, [words])
            if said.state.tried:  # the coach offers one more try; the first is kept
                said = _talk(assistant, sender, [said.payloads[0]])
        else:
            said = _talk(assistant, sender, ["rehearsal/utter_rehearsal_offer:go_on" if place[0] == "rehearsal" else said.payloads[0]])
    assert said.state.place == ("plan", "utter_plan_is_it_safe")
    page = _talk(assistant, sender, ["plan/utter_plan_is_it_safe:show"])
    assert typed and all(words in page.text for words in typed)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_skipping_everything_still_ends_in_the_plan_without_holes(assistant: Assistant, journey: str) -> None:
    sender = f"skip-{journey}"
    _to_length(assistant, sender, journey)
    said = _talk(assistant, sender, ["gate/utter_length:full"])
    for _ in range(40):
        if said.state.place and said.state.place[0] == "plan":
            break
        said = _talk(assistant, sender, ["skip this"])
    assert said.state.place == ("plan", "utter_plan_is_it_safe")
    page = _talk(assistant, sender, ["plan/utter_plan_is_it_safe:show"])
    assert ": \n" not in page.text and not page.text.endswith(": ")


@pytest.mark.parametrize("step, answer", [("afraid", "yes"), ("hurt", "yes"), ("forced", "yes"), ("afraid", "sometimes"), ("hurt", "sometimes"), ("forced", "sometimes")])
def test_any_yes_at_the_gate_opens_the_safe_lane_only(assistant: Assistant, step: str, answer: str) -> None:
    sender = f"gate-{step}-{answer}"
    assistant.forget(sender)
    _talk(assistant, sender, ["hi", "1", "topic/utter_topic:betrayal", "topic/utter_role_betrayal:betrayal_hurt"])
    order = ["afraid", "hurt", "forced"]
    said = _talk(assistant, sender, ["no"] * order.index(step) + [f"gate/utter_gate_{step}:{answer}"])
    assert said.state.partner_steps_closed and said.state.place and said.state.place[0] == "safe_lane"


def test_gated_places_cannot_be_reached_with_partner_steps_closed(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    """Property over all places: whatever was clicked on the way, a closed gate means no partner-facing question is open."""
    from groundwork.dialogue.open_question import base_journey

    dialogue = assistant.dialogue
    allowed = dialogue.ways.open | dialogue.script.interruptions
    assert all(base_journey(place[0]) in allowed for place, here in reached.items() if here.state.partner_steps_closed)


def test_every_step_has_a_why_and_an_example(assistant: Assistant) -> None:
    questions = assistant.dialogue.questions
    steps = {step for name, journey in assistant.dialogue.script.journeys.items() for step in journey.exits}
    missing = [f"{step}_{part}" for step in sorted(steps) for part in ("why", "example") if not questions.exists(f"{step}_{part}")]
    assert not missing


def test_slots_and_replay_agree(assistant: Assistant) -> None:
    """`rasa test core` has no slots of a policy: the place computed from the turns is the one the slots hold."""
    from groundwork.dialogue.journey_policy import replay
    from groundwork.dialogue.tracker_reading import turns_of

    sender = "replay"
    _to_length(assistant, sender, "betrayal_hurt")
    for text in ["full", "angry", "why do you ask", "go back", "sad", "he hid his phone", "skip", "thanks", "pause", "hello", "change an answer"]:
        said = assistant.say(sender, text)
        state, answers = replay(assistant.dialogue, turns_of(assistant.tracker(sender)))
        assert state.place == said.state.place and state.paused == said.state.paused
        assert {name: answer.words for name, answer in answers.items()} == {
            name: value["words"] for name, value in (assistant.tracker(sender).get_slot("answers") or {}).items()
        }
