"""What is kept of a rehearsal, what is said at its end, and how comments take turns."""
from __future__ import annotations

from groundwork.rehearsal.judging import Judgement, Noticed
from groundwork.rehearsal.rounds import MOST_LINES, MOST_ROUNDS, Round, rounds_in, summarise, with_round
from groundwork.rehearsal.saying import Commentary

RESPONSES = {
    "utter_reply_blame": [{"text": "blame: {words}"}, {"text": "again: {words}"}], "utter_reply_order": [{"text": "order"}],
    "utter_reply_good_own_feeling": [{"text": "good: {words}"}], "utter_reply_good_own_feeling_silent": [{"text": "good in silence: {words}"}],
}


def test_what_worked_most_comes_first_and_is_not_long() -> None:
    rounds = [Round("silent", code, ()) for code in ("a", "b", "b", "c", "d", "no_blame")]
    summary = summarise(rounds)
    assert summary.worked[0] == "b" and len(summary.worked) == MOST_LINES and summary.rounds == 6


def test_a_remark_that_a_later_try_no_longer_needed_is_told_and_not_warned_of() -> None:
    summary = summarise([Round("silent", None, ("presses",)), Round("silent", "gives_room", ()), Round("why", None, ("blame",))])
    assert summary.better == "presses" and summary.mind == "blame"


def test_nothing_that_worked_is_nothing_claimed() -> None:
    summary = summarise([Round("silent", None, ("unanswered",))])
    assert summary.worked == () and summary.better is None and summary.mind is None


def test_the_slot_holds_codes_only_and_does_not_grow_for_ever() -> None:
    slot = None
    for _ in range(MOST_ROUNDS + 5):
        slot = with_round(slot, Round("why", "gives_reason", ("blame",)), {"utter_reply_blame": 2})
    assert len(rounds_in(slot)) == MOST_ROUNDS and rounds_in(slot)[0] == Round("why", "gives_reason", ("blame",))
    assert slot is not None and set(slot["rounds"][0]) == {"reaction", "praise", "remarks"}


def test_comments_name_the_words_take_turns_and_prefer_the_reactions_own() -> None:
    reply = "I am sad, you did it"
    judgement = Judgement(Noticed("own_feeling", 0, 8), (Noticed("blame", 10, 20), Noticed("order", 0, 3)))
    first = Commentary(RESPONSES, "silent", "shame_mine", {}).comment(judgement, reply)
    assert first.messages == ("good in silence: I am sad blame: you did it", "order")
    second = Commentary(RESPONSES, "why", "shame_mine", first.said).comment(judgement, reply)
    assert second.messages[0] == "good: I am sad again: you did it"


def test_the_praised_words_go_to_the_end_of_their_clause_and_not_into_a_remark() -> None:
    reply = "I am so tired of it, and you did it"
    spoken = Commentary(RESPONSES, "silent", "", {}).comment(Judgement(Noticed("own_feeling", 0, 10), (Noticed("blame", 25, 35),)), reply)
    assert spoken.messages[0].startswith("good in silence: I am so tired of it ")


def test_words_with_braces_stay_words() -> None:
    spoken = Commentary(RESPONSES, "", "", {}).comment(Judgement(None, (Noticed("blame", 0, 12),)), "{facts} {x} you")
    assert "{facts} {x}" in spoken.messages[0]
