"""What the coach says: how much, in which order, whose words, and that everything it can notice has wording."""
from __future__ import annotations

import re
from typing import Any, Dict, List

import pytest
import yaml

from groundwork.coaching.catalogue import PRAISES, REMARKS
from groundwork.coaching.choosing import choose_remarks
from groundwork.coaching.coach import coach
from groundwork.coaching.saying import Speaker, Spoken
from groundwork.settings import PROJECT_ROOT

JOURNEYS = ("betrayal_hurt", "betrayal_broke_trust", "shame_mine", "shame_partner", "boundary_setting", "boundary_hearing")


def wording() -> Dict[str, List[Dict[str, Any]]]:
    found: Dict[str, List[Dict[str, Any]]] = {}
    for path in sorted((PROJECT_ROOT / "data" / "coach").glob("*.yml")):
        found.update(yaml.safe_load(path.read_text(encoding="utf-8"))["responses"])
    return found


RESPONSES = wording()


def spoken(text: str, kind: str = "opening", journey: str = "betrayal_hurt", second_try: bool = False, said: Dict[str, int] | None = None) -> Spoken:
    return Speaker(RESPONSES, journey, kind, said or {}).speak(coach(text, kind), text, second_try)


def test_everything_that_can_be_noticed_has_wording() -> None:
    names = set(RESPONSES)
    endings = {f"_{kind}" for kind in ("opening", "apology", "boundary", "request", "facts", "listening")}
    for code in REMARKS:
        assert f"utter_coach_{code}" in names or any(f"utter_coach_{code}{ending}" in names for ending in endings), code
    assert {f"utter_coach_good_{code}" for code in PRAISES} <= names


def test_every_remark_and_praise_has_variations() -> None:
    assert not [name for name, variations in RESPONSES.items() if name != "utter_keep_or_try" and "_shape_" not in name and len(variations) < 2]


def test_wording_names_only_what_it_can_fill() -> None:
    for name, variations in RESPONSES.items():
        for variation in variations:
            assert set(re.findall(r"{(\w+)}", variation["text"])) <= {"words", "event", "feeling", "request"}, name
            assert "!" not in variation["text"], name


def test_two_remarks_and_one_praise_in_two_messages_at_most() -> None:
    found = spoken("You are a liar, you never listen, why do you do this, it's all your fault and I am sad. You don't care. Stop it.")
    assert len(found.messages) == 2 and found.asks_again
    assert "\"I am sad\"" in found.messages[0]


def test_what_ends_a_conversation_is_said_before_what_turns_it_into_a_defence() -> None:
    codes = [finding.code for finding in choose_remarks(coach("You never listen. If you do that again I'm leaving you.", "opening"))]
    assert codes == ["threat", "always_never"]


def test_a_remark_names_the_persons_own_words_as_they_typed_them() -> None:
    assert "u nevr listen" in spoken("u nevr listen").messages[0]


def test_what_is_missing_is_named_only_where_nothing_said_needs_a_remark() -> None:
    assert [finding.code for finding in choose_remarks(coach("You never listen", "opening"))] == ["always_never"]
    assert [finding.code for finding in choose_remarks(coach("I'm sorry", "apology"))] == ["no_responsibility"]


def test_a_good_sentence_is_praised_and_not_asked_for_again() -> None:
    found = spoken("When I read those messages on Tuesday I felt sick. I need to hear from you whether it is over.")
    assert len(found.messages) == 1 and not found.asks_again


def test_a_second_try_gets_one_remark_at_most_and_is_not_asked_for_again() -> None:
    found = spoken("You never listen, you liar", second_try=True)
    assert len(found.messages) == 1 and not found.asks_again


def test_variations_come_in_turn() -> None:
    first = spoken("You never listen")
    second = spoken("You never listen", said=dict(first.said))
    assert first.messages != second.messages


@pytest.mark.parametrize("journey", JOURNEYS)
def test_examples_of_an_opening_fit_the_journey(journey: str) -> None:
    own = [variation["text"] for part in ("event", "feeling", "request") for variation in RESPONSES[f"utter_coach_shape_{part}_{journey}"]]
    for text in ("You are a liar", "You don't love me", "Why did you do that"):
        assert any(example in message for example in own for message in spoken(text, journey=journey).messages)


def test_braces_in_a_persons_words_are_left_alone() -> None:
    assert "{event}" in spoken("You always {event} me").messages[0]


def test_a_boundary_is_told_apart_from_a_rule_a_request_and_an_ultimatum() -> None:
    forms = {text: coach(text, "boundary").form for text in ("I will leave the room when you shout", "You can't see her", "I want you to ask first", "If you see her, it's over")}
    assert list(forms.values()) == ["boundary", "rule", "request", "ultimatum"]
