"""Filling texts with the person's words."""
from __future__ import annotations

from groundwork.dialogue.filling import choose_variation, fill, quotations, shorten
from groundwork.dialogue.state import Answer


def test_words_are_never_read_as_placeholders() -> None:
    assert fill("You wrote: {facts}", {"facts": "{secret} {0} %s {facts}"}) == "You wrote: {secret} {0} %s {facts}"


def test_a_variation_with_unknown_names_is_not_used_and_one_with_known_names_is_preferred() -> None:
    variations = [{"text": "plain"}, {"text": "with {facts}"}, {"text": "with {other}"}]
    assert choose_variation(variations, {}, "rest", 1) == {"text": "plain"}
    assert choose_variation(variations, {"facts": "x"}, "rest", 1) == {"text": "with {facts}"}
    assert choose_variation([{"text": "{facts}"}], {}, "rest", 1) is None


def test_variations_take_turns_and_a_channels_own_comes_first() -> None:
    variations = [{"text": "a"}, {"text": "b"}]
    assert [choose_variation(variations, {}, "rest", said)["text"] for said in (1, 2, 3)] == ["a", "b", "a"]
    own = [*variations, {"text": "c", "channel": "sms"}]
    assert choose_variation(own, {}, "sms", 1) == own[2] and choose_variation(own, {}, "rest", 1) == own[0]


def test_quotations_are_short_and_empty_ones_left_out() -> None:
    answers = {"long": Answer("word " * 100, (), "j", "s"), "none": Answer(" ", (), "j", "s")}
    assert list(quotations(answers)) == ["long"] and len(quotations(answers)["long"]) <= 141
    assert shorten("two\nlines") == "two lines" and shorten("x" * 200).endswith("…")
