"""Feelings heard in own words are named back before they are kept."""
from __future__ import annotations

from typing import Any, Dict

import pytest

from groundwork.dialogue.naming_back import naming_values
from groundwork.plan.page import chat_text, plan_of
from tests.dialogue.small_script import RESPONSES, Talk

BOTH = ("anger", "sadness")


def _at_naming(words: str = "so furious with him, and it goes on", feelings: Any = BOTH) -> Talk:
    talk = Talk().to_journey()
    talk.say(words, feelings=feelings)
    return talk


def _titles(talk: Talk) -> Dict[str, str]:
    from groundwork.dialogue.open_question import open_choices

    return {choice.id: choice.title for choice in open_choices(talk.state, talk.answers, talk.dialogue.questions)}


def test_the_step_stays_open_and_each_feeling_can_be_chosen_alone() -> None:
    talk = _at_naming()
    assert talk.step == "utter_shared" and talk.state.heard == ("angry", "sad")
    assert set(_titles(talk)) == {"fits", "only_angry", "only_sad", "otherwise"}


def test_one_feeling_needs_no_only() -> None:
    assert set(_titles(_at_naming("so furious", ("anger",)))) == {"fits", "otherwise"}


def test_nothing_heard_goes_on_as_ever() -> None:
    talk = _at_naming("the blue door", ())
    assert talk.step == "utter_red_facts" and talk.answers["shared"].words == "the blue door"


@pytest.mark.parametrize("reply, kept", [("it fits", ("angry", "sad")), ("fits", ("angry", "sad")), ("only_angry", ("angry",)), ("sad", ("sad",)), ("angry and later", ("angry", "later"))])
def test_the_words_are_kept_beside_the_feelings_that_fit(reply: str, kept: tuple) -> None:
    talk = _at_naming()
    talk.say("fits" if reply == "it fits" else reply)
    assert talk.answers["shared"].words == "so furious with him, and it goes on" and talk.answers["shared"].choices == kept
    assert talk.step in ("utter_red_facts", "utter_red_later")


def test_something_else_asks_once_more_and_then_takes_the_words() -> None:
    talk = _at_naming()
    assert talk.say("otherwise") == ("utter_feelings_heard_after_otherwise", "utter_shared")
    talk.say("jealous, more like", feelings=("jealousy", "anger"))
    assert talk.step == "utter_red_facts" and talk.answers["shared"].words == "jealous, more like"


def test_own_words_at_the_naming_are_added() -> None:
    talk = _at_naming()
    talk.say("yes, and so tired of it all")
    assert talk.step == "utter_red_facts"
    assert talk.answers["shared"].words == "so furious with him, and it goes on / yes, and so tired of it all"


@pytest.mark.parametrize("intent, says", [("thanks", "utter_feelings_heard_again"), ("ask_why", "utter_feelings_heard_why"), ("repeat", "utter_feelings_heard")])
def test_an_interruption_comes_back_to_the_naming(intent: str, says: str) -> None:
    talk = _at_naming()
    assert says in talk.interrupt(intent)
    assert talk.state.heard == ("angry", "sad")


@pytest.mark.parametrize("interruption, reply", [("help_now", "ok"), ("leave", "stay"), ("danger", "no")])
def test_an_interruption_with_a_question_comes_back_to_it_too(interruption: str, reply: str) -> None:
    talk = _at_naming()
    talk.say("…", danger="self_harm") if interruption == "danger" else talk.interrupt(interruption)
    assert talk.state.heard == ()
    talk.say(reply)
    assert talk.step == "utter_shared" and talk.state.heard == ("angry", "sad")
    talk.say("fits")
    assert talk.answers["shared"].choices == ("angry", "sad")


def test_a_pause_keeps_it() -> None:
    talk = _at_naming()
    talk.interrupt("leave"), talk.say("keep"), talk.say("hello again", "greet")
    assert talk.state.heard == ("angry", "sad")


def test_back_asks_for_the_feeling_again_and_skip_leaves_the_words_as_they_are() -> None:
    talk = _at_naming()
    assert talk.interrupt("go_back") == ("utter_shared",) and talk.state.heard == ()
    skipping = _at_naming()
    skipping.interrupt("skip")
    assert skipping.step == "utter_red_facts" and skipping.answers["shared"].choices == ()
    assert skipping.answers["shared"].words == "so furious with him, and it goes on"


def test_a_changed_answer_is_named_back_and_returns_to_where_the_person_was() -> None:
    talk = Talk().to_journey()
    talk.say("angry"), talk.interrupt("change_answer"), talk.say("shared")
    talk.say("it hurts and i am furious", feelings=BOTH)
    assert talk.state.heard == ("angry", "sad") and talk.state.editing
    talk.say("fits")
    assert talk.state.place == ("red", "utter_red_facts") and talk.answers["shared"].choices == ("angry", "sad")


def test_a_changed_answer_that_had_led_another_way_leads_on_from_there() -> None:
    talk = Talk().to_journey()
    talk.say("later"), talk.say("words"), talk.say("what i saw"), talk.interrupt("change_answer"), talk.say("shared")
    talk.say("furious now", feelings=("anger",)), talk.say("fits")
    assert talk.step == "utter_red_facts" and talk.answers["shared"].choices == ("angry",)


def test_a_click_on_the_first_choices_still_counts() -> None:
    talk = _at_naming()
    talk.say("red/utter_shared:sad")
    assert talk.answers["shared"].choices == ("sad",) and talk.step == "utter_red_facts"


def test_of_two_names_for_a_feeling_the_one_that_was_said() -> None:
    assert _at_naming("hurt and furious").state.heard == ("hurt", "angry")


def test_what_was_only_implied_is_named_more_carefully() -> None:
    assert Talk().to_journey().say("so furious", feelings=("anger",)) == ("utter_feelings_heard",)
    assert Talk().to_journey().say("so furious", feelings=BOTH) == ("utter_feelings_heard_implied",)


def test_the_wording_joins_the_names() -> None:
    talk = _at_naming()
    question = talk.dialogue.questions.get("utter_shared")
    assert naming_values(question, ("angry", "sad"), RESPONSES)["feelings_heard"] == "angry and sad"
    assert naming_values(question, ("angry",), RESPONSES)["feelings_heard"] == "angry"


def test_the_page_adds_only_the_names_that_the_words_do_not_hold() -> None:
    responses = {**RESPONSES, "utter_plan_line": [{"text": "{label}: {answer}"}], "utter_plan_note": [{"text": "{answer} ({note})"}]}
    answer = {"words": "so furious", "label": "Shared", "journey": "red_short", "step": "utter_shared", "choices": ["angry", "sad"]}
    assert chat_text(plan_of({"shared": answer}, responses).lines, responses) == "Shared: so furious (sad)"
    assert chat_text(plan_of({"shared": {**answer, "choices": ["angry"]}}, responses).lines, responses) == "Shared: so furious"
