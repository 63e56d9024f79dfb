"""Detours: another story in the middle of a journey; practice behind fresh safety questions; wording by an earlier answer."""
from __future__ import annotations

from typing import Any, Optional

import pytest

from groundwork.dialogue.engine import Dialogue
from groundwork.dialogue.listening import Listening
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.story_reading import StoryError, read_script
from groundwork.dialogue.ways import Ways
from tests.dialogue.small_script import MOVES, RESPONSES, STORIES, Talk, ask, story

DAY = 24 * 3600.0
OFFER, CHOOSE, LINE = "utter_try_offer", "utter_try_choose", "utter_try_line"


def _trying(*after: Any) -> Any:
    return story("trying " + str(after), ("start_trying", None, [OFFER]), ("inform", "choose", [CHOOSE]), ("inform", None, [LINE]), ("inform", None, ["action_coach_reply", "utter_try_next"]), *after)


OWN = [
    story("green", ("start_red", None, ["utter_shared"]), ("inform", None, ["utter_red_facts"]), ("inform", None, ["visit_trying", "utter_red_why_now"]), ("inform", None, ["visit_chosen_why_now", "go_plan"])),
    story("trying, no", ("start_trying", None, [OFFER]), ("inform", None, ["go_on"])),
    _trying(("inform", None, ["utter_try_done", "go_on"])), _trying(("inform", "again", ["go_question_before"])),
    _trying(("inform", "next", ["choose_in_turn", CHOOSE])), _trying(("inform", "breathe", ["visit_breathing", "utter_try_next"])),
    story("breathing", ("start_breathing", None, ["utter_breath_in"]), ("inform", None, ["utter_breath_out"]), ("inform", None, ["go_on"])),
    story("low", ("start_why_now_low", None, ["utter_low"]), ("inform", None, ["go_on"])),
    story("gate again", ("start_gate_again", None, ["utter_gate"]), ("inform", "no", ["go_on"])),
    story("gate again, yes", ("start_gate_again", None, ["utter_gate"]), ("inform", "yes", ["close_partner_steps", "go_safe_lane"])),
    story("danger, dark", ("danger_self_harm", None, ["utter_danger"]), ("inform", "yes", ["utter_danger_yes"]), ("inform", None, ["go_on"])),
]
WORDS = {
    OFFER: ask("try?", "choose no"), CHOOSE: ask("which?", "quiet loud", keeps="kind"),
    LINE: [{"text": "one", "metadata": {"keeps": "reply", "worded_by": "kind", "spoken": True}}], f"{LINE}_quiet": ask("…") * 3, f"{LINE}_loud_red": ask("HEY") * 3,
    "utter_try_next": ask("now?", "again next breathe enough"), "utter_try_done": ask("done"), "utter_breath_in": ask("in", "on"), "utter_breath_out": ask("out", "on"),
    "utter_red_why_now": ask("why now?", keeps="why_now", scale={"words": {0: ["not at all"], 5: ["half"]}, "not_before": ["kids"], "bands": {"low": 3, "high": 10}}),
    "utter_low": ask("low?"), "utter_try_next_again": ask("now again?"),
}


def dialogue() -> Dialogue:
    kept = [one for one in STORIES if one.name != "red"]
    ways = Ways(open=frozenset({"welcome", "topic", "gate", "safe_lane", "gate_again", "breathing"}), practice=frozenset({"trying"}))
    script = read_script([*kept, *OWN], {"thanks": ("utter_thanks",)})
    return Dialogue(script, Questions({**RESPONSES, **WORDS}), ways, Listening(moves=MOVES, like_speech=("thanks",)))


def at_the_offer(now: float = 0.0) -> Talk:
    talk = Talk(dialogue()).to_journey()
    talk.say("sad"), talk.say("on Tuesday", at=now)
    return talk


def at_the_line(kind: str = "loud") -> Talk:
    talk = at_the_offer()
    talk.say("choose"), talk.say(kind)
    return talk


def test_a_detour_comes_before_the_next_step_and_leads_on_to_it() -> None:
    talk = at_the_offer()
    assert talk.state.place == ("trying", OFFER)
    talk.say("no")
    assert talk.state.place == ("red", "utter_red_why_now") and not talk.state.ahead


def test_the_answer_kept_before_and_the_journey_choose_the_wording() -> None:
    assert f"{LINE}_loud_red" in at_the_line("loud").state.actions
    assert f"{LINE}_quiet" in at_the_line("quiet").state.actions


def test_again_repeats_the_same_variation_and_another_round_takes_the_next() -> None:
    talk = at_the_line()
    talk.say("go away"), talk.say("again")
    assert talk.step == LINE and talk.state.said[f"{LINE}_loud_red"] == 1
    talk.say("please stay"), talk.say("next"), talk.say("hm"), talk.say("next")
    assert talk.step == LINE and talk.state.said[f"{LINE}_loud_red"] == 2


def test_in_turn_takes_the_choice_after_the_last_one() -> None:
    talk = at_the_line("quiet")
    kinds = []
    for _ in range(3):
        talk.say("some words"), talk.say("next")
        kinds.append(talk.answers["kind"].choices[0])
    assert kinds == ["loud", "quiet", "loud"]


def test_back_walks_through_a_detour_and_out_of_it() -> None:
    talk = at_the_line()
    for step in (CHOOSE, OFFER, "utter_red_facts"):
        talk.interrupt("go_back")
        assert talk.step == step
    talk.say("on Monday")
    assert talk.step == OFFER and len(talk.state.ahead) == 1


def test_after_a_detour_back_leads_to_the_step_before_it() -> None:
    talk = at_the_line()
    talk.say("words"), talk.say("enough")
    assert talk.step == "utter_red_why_now"
    talk.interrupt("go_back")
    assert talk.step == "utter_red_facts"


def test_a_detour_inside_a_detour_returns_to_the_question_that_led_into_it() -> None:
    talk = at_the_line()
    talk.say("words"), talk.say("breathe"), talk.say("on"), talk.say("on")
    assert talk.step == "utter_try_next" and talk.state.actions[-1] == "utter_try_next_again"
    talk.say("enough")
    assert talk.step == "utter_red_why_now" and not talk.state.ahead


def test_an_interruption_inside_a_detour_keeps_the_place_and_the_line() -> None:
    talk = at_the_line()
    talk.say("help", "help_now", near_exact=True), talk.say("fine")
    assert talk.step == LINE and talk.state.said[f"{LINE}_loud_red"] == 1
    talk.say("words"), talk.say("enough")
    assert talk.step == "utter_red_why_now"


def test_pause_and_change_inside_a_detour() -> None:
    talk = at_the_line()
    talk.interrupt("change_answer"), talk.say("facts"), talk.say("on Friday")
    assert talk.answers["facts"].words == "on Friday" and talk.step == LINE
    talk.say("words"), talk.say("enough")
    assert talk.step == "utter_red_why_now"


def test_thanks_said_to_the_partner_is_an_answer() -> None:
    talk = at_the_line()
    talk.say("thank you", "thanks", 1.0, near_exact=True)
    assert talk.answers["reply"].words == "thank you" and talk.step == "utter_try_next"


def test_a_skipped_answer_is_not_commented_on() -> None:
    talk = at_the_line()
    talk.interrupt("skip")
    assert "action_coach_reply" not in talk.state.actions and talk.step == "utter_try_next"


def test_old_safety_answers_are_asked_anew_and_then_the_practice_begins() -> None:
    talk = at_the_offer(now=DAY + 1)
    assert talk.state.place == ("gate_again", "utter_gate")
    talk.interrupt("skip")
    assert talk.state.place == ("gate_again", "utter_gate")
    talk.say("no", at=DAY + 2)
    assert talk.state.place == ("trying", OFFER) and talk.state.gate_passed == DAY + 2
    talk.say("no", at=DAY + 3)
    assert talk.step == "utter_red_why_now"


def test_within_a_day_they_are_not_asked_anew() -> None:
    assert at_the_offer(now=DAY - 1).state.place == ("trying", OFFER)


def test_a_yes_when_asked_anew_closes_the_practice() -> None:
    talk = at_the_offer(now=DAY + 1)
    talk.say("yes", at=DAY + 2)
    assert talk.state.place == ("safe_lane", "utter_safe") and talk.state.partner_steps_closed and not talk.state.ahead


def test_whoever_comes_back_after_days_in_the_middle_is_asked_first() -> None:
    talk = at_the_line()
    talk.interrupt("leave"), talk.say("keep")
    talk.say("hello again", at=3 * DAY)
    assert talk.state.place == ("gate_again", "utter_gate")
    talk.say("no", at=3 * DAY)
    assert talk.step == LINE


@pytest.mark.parametrize("answer, step", [("no", LINE), ("yes", OFFER)])
def test_after_danger_practice_does_not_go_on_where_it_was_unless_it_was_a_false_alarm(answer: str, step: str) -> None:
    talk = at_the_line()
    talk.say("i want to die", danger="self_harm")
    talk.say(answer)
    talk.say("thanks") if answer == "yes" else None
    assert talk.state.place == ("trying", step)


def test_danger_that_closes_partner_steps_ends_the_practice() -> None:
    talk = at_the_line()
    talk.say("…", danger="partner_violence"), talk.say("ok")
    assert talk.state.place == ("safe_lane", "utter_safe")
    talk.interrupt("go_back")
    assert talk.state.place == ("safe_lane", "utter_safe")


@pytest.mark.parametrize("words, step", [("2", "utter_low"), ("not at all", "utter_low"), ("7", "utter_plan_safe"), ("half", "utter_plan_safe")])
def test_a_number_is_understood_and_its_band_chooses_the_story(words: str, step: str) -> None:
    talk = at_the_offer()
    talk.say("no"), talk.say(words)
    assert talk.step == step
    if step == "utter_low":
        talk.say("ok")
        assert talk.step == "utter_plan_safe"


def test_a_visit_of_a_story_that_is_not_there_is_told() -> None:
    with pytest.raises(StoryError, match="visit_nowhere"):
        read_script([story("s", ("start_s", None, ["utter_shared"]), ("inform", None, ["visit_nowhere", "utter_shared"]))], {})


def test_state_survives_its_slot() -> None:
    talk = at_the_line()
    state: Optional[Any] = talk.state
    assert state is not None and type(state).from_dict(state.as_dict()) == state and state.ahead
