"""What is heard in an answer: stays with oneself, answers the reaction, escalates."""
from __future__ import annotations

import random
import string
from pathlib import Path
from typing import Optional

import pytest
import yaml

from groundwork.rehearsal.judging import NO_BLAME, TOO_LONG, UNANSWERED, judge
from groundwork.rehearsal.signs import FILE, Replies, RepliesError, shared_replies


@pytest.mark.parametrize("reply, reaction, journey, praise, remark", [
    ("Take your time. I am here.", "silent", "betrayal_hurt", "gives_room", None),
    ("you dont have to say anything, i miss you", "silent", "shame_partner", "gives_room", None),
    ("SAY SOMETHING for once", "silent", "betrayal_hurt", None, "presses"),
    ("why won't you just tell me", "silent", "shame_partner", None, "presses"),
    ("please don't cry", "tearful", "betrayal_broke_trust", None, "hushes_tears"),
    ("I see that it hurts. I am staying here", "tearful", "boundary_hearing", "hears_them", None),
    ("I lied to you. That was my doing", "blaming", "betrayal_broke_trust", "own_part", None),
    ("but you were never there for me", "blaming", "betrayal_broke_trust", None, "excuse"),
    ("and what about you? you did it too", "blaming", "boundary_hearing", None, "counts_back"),
    ("that hurts. I would like to finish my sentence", "blaming", "shame_mine", "own_feeling", None),
    ("all right. would sunday be better?", "not_now", "betrayal_hurt", "offers_time", None),
    ("no. we are talking about this now", "not_now", "betrayal_hurt", None, "presses"),
    ("because I do not want to carry it alone", "why", "shame_mine", "gives_reason", None),
    ("I understand you are hurt. My limit stays", "blaming", "boundary_setting", "stays_with_it", None),
    ("ok forget it, never mind", "tearful", "boundary_setting", None, "takes_back"),
    ("it was my fault, I should have been home more", "blaming", "betrayal_hurt", None, "takes_the_blame"),
    ("you always do this", "defensive", "betrayal_hurt", None, "always_never"),
    ("you are a liar", "defensive", "betrayal_hurt", None, "name_calling"),
    ("oh please, poor you", "tearful", "betrayal_hurt", None, "sarcasm"),
    ("fuck you", "defensive", "betrayal_hurt", None, "insult"),
    ("if you walk away now I am leaving you", "silent", "betrayal_hurt", None, "threat"),
    ("ok", "not_now", "betrayal_hurt", None, UNANSWERED),
    ("ok", "blaming", "betrayal_hurt", NO_BLAME, UNANSWERED),
    ("OH REALLY NOW??", "blaming", "betrayal_hurt", None, "sarcasm"),
])
def test_one_answer(reply: str, reaction: str, journey: str, praise: Optional[str], remark: Optional[str]) -> None:
    judged = judge(reply, reaction, journey, shared_replies())
    assert (judged.praise.code if judged.praise else None) == praise
    assert [one.code for one in judged.remarks][:1] == ([remark] if remark else [])


@pytest.mark.parametrize("reply", ["you never have to answer", "you said 'I will never forgive you', and that hurts", "I can see that you are hurt", "you decide when", "you were enough", "I know you lied because you were afraid"])
def test_kind_words_with_hard_words_in_them_are_no_escalation(reply: str) -> None:
    assert not {one.code for one in judge(reply, "silent", "shame_partner", shared_replies()).remarks} & {"always_never", "insult", "name_calling", "threat", "blame"}


def test_the_same_words_do_different_things_at_different_reactions_and_in_different_roles() -> None:
    replies = shared_replies()
    assert judge("tomorrow after dinner?", "not_now", "shame_mine", replies).praise is not None
    assert judge("tomorrow after dinner?", "defensive", "shame_mine", replies).praise != judge("tomorrow after dinner?", "not_now", "shame_mine", replies).praise
    hurt, broke = (judge("I lied. it was my fault", "blaming", journey, replies) for journey in ("betrayal_hurt", "betrayal_broke_trust"))
    assert hurt.remarks and not broke.remarks


def test_at_most_two_remarks_and_never_what_is_missing_beside_them() -> None:
    judged = judge("you are an idiot. you always lie. why did you do it, stop crying, whatever", "tearful", "betrayal_hurt", shared_replies())
    codes = [one.code for one in judged.remarks]
    assert len(codes) == 2 and UNANSWERED not in codes and codes[0] == "name_calling"


def test_a_very_long_answer_is_named_as_that() -> None:
    judged = judge("I sat there and I looked at the wall and I thought of the sea. " * 12, "silent", "shame_partner", shared_replies())
    assert TOO_LONG in {one.code for one in judged.remarks}


def test_anything_typed_is_judged_the_same_twice_without_an_error() -> None:
    chance, replies = random.Random(20261125), shared_replies()
    alphabet = string.printable + "äßéñ漢字😢\u202e\u200b{}"
    for _ in range(150):
        text = "".join(chance.choice(alphabet) for _ in range(chance.choice([0, 1, 5, 40, 200])))
        first, second = judge(text, "silent", "shame_mine", replies), judge(text, "silent", "shame_mine", replies)
        assert first == second and all(0 <= one.start <= one.end <= len(text) for one in (*first.remarks, *([first.praise] if first.praise else [])))


def test_an_unknown_reaction_is_judged_for_what_escalates_only() -> None:
    assert judge("you never listen", "laughing", "betrayal_hurt", shared_replies()).remarks
    assert not judge("hello there", "laughing", "betrayal_hurt", shared_replies()).remarks


def test_a_code_that_is_not_in_the_order_is_told_to_the_author() -> None:
    data = yaml.safe_load(Path(FILE).read_text(encoding="utf-8"))
    data["reactions"]["silent"]["escalated_by"] = ["gives_room"]
    with pytest.raises(RepliesError, match="gives_room.*remarks_in_order"):
        Replies(data)
