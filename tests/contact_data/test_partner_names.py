"""The partner's name: found where it is plainly that, and gone without a trace of it where "my partner" is written."""
from __future__ import annotations

import random
from typing import Optional

import pytest

from groundwork.contact_data.partner_names import Unnamed, partner_name_in
from groundwork.contact_data.splicing import Replacement, moved, spliced

SEED = 5


def without(name: str, text: str) -> str:
    return spliced(text, Unnamed.of(name, "key").replacements(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On Sunday my husband Tom lied to me", "Tom"),
        ("My wife Ana Maria found the messages", "Ana Maria"),
        ("my girlfriend, Priya, said it was nothing", "Priya"),
        ("my partner (Sam) left", "Sam"),
        ("my boyfriend's name is jake and he lied", "jake"),
        ("my fiancé is called Łukasz", "Łukasz"),
        ("my wife Sarah's phone", "Sarah"),
        ("my gf Mary-Ann and I", "Mary-Ann"),
        ("my husband O'Neil", "O'Neil"),
        ("Dear Tom,\nI was wrong", "Tom"),
        ("Hey Ana, when I saw that", "Ana"),
        ("my husband is called Will", "Will"),
        ("my husband lied to me", None),
        ("my husband I love him", None),
        ("MY HUSBAND TOM LIED", None),
        ("my wife, Anna and I went out", None),
        ("my wife God knows why", None),
        ("my husband Monday night", None),
        ("I saw Tom with my husband", None),
        ("my husband lied. Tom is the neighbour", None),
        ("Hey Babe, listen", None),
        ("hey I am sad, so sad", None),
        ("dear me, no", None),
        ("her name is Anna", None),
        ("my husband's phone", None),
        ("Honestly, I do not know", None),
    ],
)
def test_a_name_is_found_only_where_it_is_plainly_the_partners(text: str, name: Optional[str]) -> None:
    assert partner_name_in([text]) == name


@pytest.mark.parametrize(
    ("name", "text", "then"),
    [
        ("Tom", "my husband Tom lied", "my husband lied"),
        ("Tom", "my husband, Tom, lied", "my husband lied"),
        ("Tom", "my husband's name is Tom and he lied", "my husband and he lied"),
        ("Tom", "Tom lied, tom's phone was off", "My partner lied, my partner's phone was off"),
        ("Tom", "Tom, when I read it I felt sick", "When I read it I felt sick"),
        ("Tom", "Hey Tom, I felt sick", "Hey, I felt sick"),
        ("Tom", "I need to know, Tom.", "I need to know."),
        ("Tom", "Tom, who lied, and Ana, Tom and I", "My partner, who lied, and Ana, my partner and I"),
        ("Tom", "Tomorrow the tomatoes", "Tomorrow the tomatoes"),
        ("Will", "Will you tell me? I asked Will, he will not", "Will you tell me? I asked my partner, he will not"),
        ("Ana Maria", "Ana Maria smiled at Ana", "My partner smiled at my partner"),
    ],
)
def test_the_words_read_on_without_the_name(name: str, text: str, then: str) -> None:
    assert without(name, text) == then
    assert without(name, then) == then


def test_the_name_itself_is_not_in_what_is_kept_of_it() -> None:
    kept = Unnamed.of("Ana Maria", "1764000000.000000")
    assert "ana" not in str(kept).casefold() and Unnamed.from_dict(vars(kept)) == kept
    assert Unnamed.of("Ana Maria", "another key").parts != kept.parts
    assert Unnamed.from_dict({}) is None and Unnamed.from_dict({"asked": True}) is None


def test_no_word_of_the_name_is_left_whatever_stands_around_it() -> None:
    chance = random.Random(SEED)
    pieces = ["Tom", "tom", "Tom's", "my husband", "Hey", "and", "who", "I", ",", ".", "!", "(", ")", "\n", "\"", "it", "TOM", "😢", "Tom-Tom"]
    for round_ in range(5000):
        text = "".join(chance.choice(pieces) + chance.choice(["", " ", " "]) for _ in range(chance.randint(1, 14)))
        left = without("Tom", text)
        alone = [word for word in left.replace("-", " ").casefold().split() if word.strip(".,!()\"'") == "tom"]
        assert not alone or "Tom-Tom" in text, f"seed {SEED}, round {round_}: {text!r} -> {left!r}"


def test_positions_move_with_the_words() -> None:
    text, found = "abc DEF ghi JKL mno", [Replacement(4, 7, "long one"), Replacement(12, 15, "")]
    then = spliced(text, found)
    assert then == "abc long one ghi  mno"
    assert [then[moved(start, False, found) : moved(end, True, found)] for start, end in ((0, 3), (4, 7), (5, 6), (8, 11), (16, 19))] == ["abc", "long one", "long one", "ghi", "mno"]
