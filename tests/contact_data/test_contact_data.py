"""What is contact data and what is not, in many countries' ways of writing it; `sets/` has the sentences."""
from __future__ import annotations

import random
import re
from pathlib import Path
from typing import List, Tuple

import pytest

from groundwork.contact_data.finding import contact_data
from groundwork.contact_data.words import public_numbers

SETS = Path(__file__).parent / "sets"
SEED = 7


def lines_of(name: str) -> List[str]:
    lines = (SETS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]


def marked(line: str) -> Tuple[str, str, List[str]]:
    """kind | a «sentence» -> its text, the kind, what stands in «»."""
    kind, _, sentence = line.partition(" | ")
    return re.sub("[«»]", "", sentence), kind, re.findall("«(.+?)»", sentence)


@pytest.mark.parametrize("line", lines_of("found.txt"))
def test_contact_data_is_found_whole_and_nothing_else(line: str) -> None:
    text, kind, expected = marked(line)
    found = contact_data(text)
    assert [text[one.start : one.end] for one in found] == expected
    assert {one.kind for one in found} == {kind}


@pytest.mark.parametrize("text", lines_of("kept.txt"))
def test_what_is_no_contact_data_stays(text: str) -> None:
    assert [text[one.start : one.end] for one in contact_data(text)] == []


@pytest.mark.parametrize("line", lines_of("found.txt"))
def test_it_is_found_within_a_longer_message_too(line: str) -> None:
    text, _, expected = marked(line)
    longer = f"On Tuesday at 19:30 I saw 43 messages. {text.rstrip('.')}, and I am 34. We have 2 kids"
    assert [longer[one.start : one.end] for one in contact_data(longer)] == expected


def test_the_numbers_of_services_are_nobodys_own() -> None:
    for digits in public_numbers():
        assert contact_data(f"I called {digits} last night") == []


def test_every_own_sentence_of_the_content_stays_as_it_is() -> None:
    """The examples in `data/` are how people write about this; no helper number, link or code is in them."""
    root = Path(__file__).parents[2]
    files = [*root.glob("data/**/nlu.yml"), *root.glob("data/**/situations.yml"), *root.glob("data/safety/danger/**/*.yml"), *root.glob("tests/understanding/sets/*.jsonl")]
    wrong = [(file.name, line.strip()) for file in files for line in file.read_text(encoding="utf-8").splitlines() if contact_data(line)]
    assert len(files) > 80 and wrong == []


def test_spans_are_in_order_apart_and_inside_the_text_whatever_is_typed() -> None:
    chance = random.Random(SEED)
    pieces = [marked(line)[0] for line in lines_of("found.txt")] + lines_of("kept.txt") + ["@", "+", "(", ".", "/", "-", " ", "\n", "0", "7", "st", "insta:", "€", "٣", "😢", "é", "at", "dot", "com"]
    for round_ in range(3000):
        text = "".join(chance.choice(pieces) + chance.choice(["", " ", ", ", "\n"]) for _ in range(chance.randint(1, 12)))
        found = contact_data(text)
        edges = [edge for one in found for edge in (one.start, one.end)]
        assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges), f"seed {SEED}, round {round_}: {text!r}"
        assert all(one.start < one.end for one in found), f"seed {SEED}, round {round_}: {text!r}"


@pytest.mark.parametrize(
    "piece",
    ["1 ", "12 ", "1-", "07700 900123 ", "a.", "a@", "aaaaaaaaaa", "A", "1a ", "insta ", "u/", "www.", "http://", "12 Rose ", "(", "+1", "1.000.", "Calle ", "d dot ", "a at a ", "GB29 ", "4111 ", "@a.", "x_1", "straße ", "Calle d'"],
)
def test_a_very_long_message_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """No pattern may try ever more ways as a text grows: one that does would not come back from this."""
    text = piece * (20000 // len(piece))
    assert all(one.end <= len(text) for one in contact_data(text))
