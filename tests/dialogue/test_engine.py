"""The dialogue: places, answers, interruptions, and what never happens."""
from __future__ import annotations

import pytest

from tests.dialogue.small_script import MOVES, Talk


def test_first_message_is_welcomed_and_nothing_is_a_jump() -> None:
    talk = Talk()
    assert talk.say("/start_red") == ("utter_hello", "utter_consent")
    assert not talk.state.consent and not talk.answers


def test_words_before_consent_are_held_and_used_after_yes() -> None:
    talk = Talk()
    talk.say("they lied to me", situations={"red": 0.8, "blue": 0.02, "other": 0.1})
    assert talk.last and talk.last.hold and not talk.answers
    actions = talk.say("yes")
    assert talk.state.consent
    assert talk.answers["journey"].choices == ("red",)
    assert "utter_topic" not in actions and talk.step == "utter_gate"


def test_words_at_the_consent_question_are_held_too() -> None:
    talk = Talk()
    talk.say("hi", "greet")
    assert talk.say("he lied to me")[0] == "utter_consent_first"
    assert talk.last and talk.last.hold and not talk.answers


def test_two_close_topics_are_asked_about_and_only_they_are_offered() -> None:
    talk = Talk()
    talk.say("hi", "greet", near_exact=True), talk.say("yes")
    talk.say("both things", situations={"red": 0.3, "white": 0.28, "other": 0.4})
    assert talk.step == "utter_between" and set(talk.state.offered) == {"red", "white", "neither"}


def test_gate_yes_closes_partner_steps_until_it_is_answered_anew() -> None:
    talk = Talk()
    for text in ("hi", "yes", "red", "1"):
        talk.say(text)
    talk.say("yes")
    assert talk.step == "utter_safe" and talk.state.partner_steps_closed
    talk.say("that is not how it is")
    assert talk.step == "utter_gate"
    talk.say("no"), talk.say("full")
    assert talk.state.place == ("red", "utter_shared")


def test_danger_that_closes_partner_steps_does_not_return_to_them() -> None:
    talk = Talk().to_journey()
    assert talk.say("…", danger="partner_violence")[0] == "utter_believed"
    talk.say("ok")
    assert talk.state.place == ("safe_lane", "utter_safe")


def test_back_and_change_do_not_lead_out_of_the_safe_lane() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("…", danger="partner_violence"), talk.say("ok")
    talk.interrupt("go_back")
    assert talk.state.place == ("safe_lane", "utter_safe")
    talk.interrupt("change_answer"), talk.say("shared")
    assert talk.state.place == ("safe_lane", "utter_safe") and talk.state.partner_steps_closed


@pytest.mark.parametrize("text", ["i want to die", "/skip i want to die", "red/utter_shared:angry"])
def test_danger_outranks_everything_and_the_step_returns(text: str) -> None:
    talk = Talk().to_journey()
    assert talk.say(text, "skip", 1.0, near_exact=True, danger="self_harm")[0] == "utter_danger"
    talk.say("no")
    assert talk.state.place == ("red", "utter_shared")


def test_danger_again_inside_its_own_way_counts_as_yes_and_never_loops() -> None:
    talk = Talk().to_journey()
    talk.say("…", danger="self_harm")
    talk.say("yes i want to", danger="self_harm")
    assert talk.step == "utter_danger_yes"


def test_a_branch_follows_the_choice_and_joins_again() -> None:
    talk = Talk().to_journey()
    talk.say("later")
    assert talk.step == "utter_red_later"
    talk.say("some words")
    assert talk.step == "utter_red_facts"


def test_short_form_and_shared_step_do_not_cross_over() -> None:
    short = Talk().to_journey(length="short")
    short.say("angry")
    assert short.step == "utter_plan_safe"
    blue = Talk().to_journey(role="2")
    blue.say("some words")
    assert blue.state.place == ("blue", "utter_shared")
    blue.say("angry")
    assert blue.step == "utter_plan_safe"


@pytest.mark.parametrize("text", ["1", "angry", "Angry", " ANGRY!", "ang", "(1)", "red/utter_shared:angry"])
def test_choices_by_number_label_beginning_and_payload(text: str) -> None:
    talk = Talk().to_journey()
    assert "utter_shared_after_angry" in talk.say(text)
    assert talk.answers["shared"].choices == ("angry",)


def test_several_choices_in_one_message() -> None:
    talk = Talk().to_journey()
    talk.say("1 and 3")
    assert talk.answers["shared"].choices == ("angry", "sad")


def test_a_late_or_double_click_never_answers_the_next_question() -> None:
    talk = Talk().to_journey()
    talk.say("red/utter_shared:angry")
    assert talk.say("red/utter_shared:angry")[0] == "utter_old_choice"
    assert talk.step == "utter_red_facts" and "facts" not in talk.answers


def test_an_unknown_choice_is_asked_again() -> None:
    talk = Talk().to_journey()
    assert talk.say("red/utter_shared:evil")[0] == "utter_no_choice"
    assert talk.say("", choice="evil", named=True)[0] == "utter_no_choice"
    assert talk.step == "utter_shared" and "shared" not in talk.answers


@pytest.mark.parametrize("text", ["/restart", "/back", "/session_start", '/inform{"choice":"angry"}', "/doesnotexist", "", "\u200b", "…", "x" * 5000])
def test_commands_and_empty_messages_are_answered_and_change_nothing(text: str) -> None:
    talk = Talk().to_journey()
    talk.say("angry")
    before = dict(talk.answers), talk.state.place
    assert len(talk.say(text, "skip", 1.0)) >= 2
    assert (dict(talk.answers), talk.state.place) == before


@pytest.mark.parametrize("intent", [*MOVES, "thanks", "leave", "change_answer", "help_now"])
def test_every_interruption_keeps_or_moves_the_place_and_says_something(intent: str) -> None:
    talk = Talk().to_journey()
    talk.say("angry")
    assert talk.interrupt(intent)
    expected = {"go_back": "utter_shared", "skip": "utter_red_why_now", "leave": "utter_leave", "change_answer": "utter_change", "help_now": "utter_help"}
    assert talk.step == expected.get(intent, "utter_red_facts")
    assert talk.answers["shared"].choices == ("angry",)


def test_an_emotional_answer_is_not_an_interruption() -> None:
    talk = Talk().to_journey()
    talk.say("angry")
    talk.say("I want him to stop lying to me", "leave", 0.85)
    assert talk.answers["facts"].words == "I want him to stop lying to me"


def test_back_follows_the_visited_path() -> None:
    talk = Talk().to_journey()
    talk.say("later"), talk.say("words")
    talk.interrupt("go_back")
    assert talk.step == "utter_red_later"
    talk.interrupt("go_back")
    assert talk.step == "utter_shared"


def test_leave_keep_pauses_and_anything_resumes_the_same_step() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.interrupt("leave"), talk.say("keep")
    assert talk.state.paused and talk.state.place == ("red", "utter_red_facts")
    assert talk.say("hello again", "greet")[0] == "utter_welcome_back"
    assert not talk.state.paused and talk.step == "utter_red_facts" and "facts" not in talk.answers


def test_erase_forgets_everything_and_begins_anew() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.interrupt("leave"), talk.say("erase")
    assert talk.last and talk.last.erase and not talk.answers and talk.state.place is None
    assert talk.say("hi") == ("utter_hello", "utter_consent")


def test_editing_one_answer_returns_to_where_the_person_was() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("what i saw")
    talk.interrupt("change_answer")
    talk.say("facts")
    assert talk.step == "utter_red_facts"
    talk.say("what i really saw")
    assert talk.state.place == ("red", "utter_red_why_now") and talk.answers["facts"].words == "what i really saw"


def test_an_edit_that_changes_the_branch_follows_it() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("what i saw")
    talk.interrupt("change_answer"), talk.say("shared"), talk.say("later")
    assert talk.step == "utter_red_later"


@pytest.mark.parametrize("answer, step", [("yes", "utter_danger_yes"), ("no", "utter_shared")])
def test_danger_while_an_answer_is_being_changed_walks_its_whole_way(answer: str, step: str) -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.interrupt("change_answer"), talk.say("shared")
    talk.say("…", danger="self_harm"), talk.say(answer)
    assert talk.step == step


def test_leaving_while_an_answer_is_being_changed_really_leaves() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.interrupt("change_answer"), talk.say("shared"), talk.interrupt("leave")
    talk.say("erase")
    assert talk.last and talk.last.erase


def test_the_gate_reopens_when_it_is_answered_not_when_it_is_asked() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("…", danger="partner_violence"), talk.say("ok"), talk.say("not so")
    assert talk.step == "utter_gate" and talk.state.partner_steps_closed
    talk.interrupt("change_answer"), talk.say("shared")
    assert talk.state.place and talk.state.place[0] != "red"


@pytest.mark.parametrize("intent", ["go_back", "skip", "thanks"])
def test_a_way_after_danger_is_not_jumped_out_of(intent: str) -> None:
    talk = Talk().to_journey()
    talk.say("…", danger="self_harm")
    talk.interrupt(intent)
    assert talk.state.place and talk.state.place[0] == "danger_self_harm"


def test_help_inside_a_way_after_danger_comes_back_to_it() -> None:
    talk = Talk().to_journey()
    talk.say("…", danger="self_harm"), talk.interrupt("help_now"), talk.say("ok")
    assert talk.state.place == ("danger_self_harm", "utter_danger")


def test_a_pause_does_not_open_closed_steps() -> None:
    talk = Talk().to_journey()
    talk.say("…", danger="partner_violence"), talk.interrupt("leave"), talk.say("keep"), talk.say("hello"), talk.say("ok")
    assert talk.state.place == ("safe_lane", "utter_safe")


def test_a_line_changed_from_the_plan_shows_the_plan_anew() -> None:
    talk = Talk().to_journey(length="short")
    talk.say("angry"), talk.say("show"), talk.say("change"), talk.say("shared")
    assert "action_show_plan" in talk.say("sad")
    assert talk.step == "utter_plan_next" and talk.answers["shared"].choices == ("sad",)


def test_change_with_nothing_to_change_says_so_and_returns() -> None:
    talk = Talk().to_journey()
    assert "utter_change_empty" in talk.interrupt("change_answer")
    assert talk.step == "utter_shared"


def test_coach_asks_once_and_the_second_try_is_accepted() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("you always lie")
    assert talk.state.coached_at == ("red", "utter_red_facts")
    talk.state = talk.dialogue.second_try(talk.state, talk.answers)
    assert talk.step == "utter_red_facts" and talk.state.actions == ("utter_keep_or_try",)
    talk.say("you always lie, still")
    assert talk.step == "utter_red_why_now" and talk.state.coached_at is None


def test_keep_it_keeps_the_first_answer() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("you always lie")
    talk.state = talk.dialogue.second_try(talk.state, talk.answers)
    assert "action_coach_facts" not in talk.say("keep")
    assert talk.answers["facts"].words == "you always lie" and talk.step == "utter_red_why_now"


def test_a_coached_answer_that_is_changed_returns_to_where_the_person_was() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.say("you always lie")
    talk.state = talk.state.but(coached_at=None)
    before = talk.step
    talk.interrupt("change_answer"), talk.say("facts")
    assert "action_coach_facts" in talk.say("you never listen") and talk.step == before
    talk.state = talk.dialogue.second_try(talk.state, talk.answers)
    assert talk.step == "utter_red_facts"
    talk.say("on Tuesday you left")
    assert talk.step == before and talk.answers["facts"].words == "on Tuesday you left"


def test_a_step_answered_late_has_its_place_in_the_order() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.interrupt("skip"), talk.say("because")
    talk.interrupt("go_back"), talk.interrupt("go_back")
    talk.say("what i saw")
    assert [name for name, answer in talk.answers.items() if answer.label] == ["shared", "facts", "why_now"]


def test_a_step_that_a_new_model_no_longer_has_is_recovered_from() -> None:
    talk = Talk().to_journey()
    talk.state = talk.state.but(place=("red", "utter_gone"))
    assert talk.say("words") and talk.step == "utter_topic"
