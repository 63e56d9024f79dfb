"""Addresses that open once (pure part): only ours are read, each message has its own, no words are in them."""
from __future__ import annotations

import random
import string

import pytest

from groundwork.plan.links import KINDS, MARKS, PATH, digest_of, links_in, read_token, values_for_wording, with_links

KEY, OTHER = b"k" * 32, b"o" * 32
TEXT = "open " + " and ".join(MARKS.values())
CONVERSATION = "web:zebrafinch"


def test_each_mark_becomes_an_address_of_its_own() -> None:
    links = list(links_in(TEXT, KEY, CONVERSATION, 7))
    assert [link.kind for link in links] == list(KINDS) and len({link.token for link in links}) == 3
    text = with_links(TEXT, KEY, CONVERSATION, 7)
    assert all(PATH + link.token in text for link in links) and not any(mark in text for mark in MARKS.values())


def test_the_same_message_shows_the_same_addresses_and_another_one_others() -> None:
    assert with_links(TEXT, KEY, CONVERSATION, 7) == with_links(TEXT, KEY, CONVERSATION, 7)
    others = {with_links(TEXT, KEY, CONVERSATION, 8), with_links(TEXT, KEY, "web:other", 7), with_links(TEXT, OTHER, CONVERSATION, 7)}
    assert len(others) == 3 and with_links(TEXT, KEY, CONVERSATION, 7) not in others


def test_an_address_holds_nothing_of_the_conversation() -> None:
    assert "zebrafinch" not in with_links(TEXT, KEY, CONVERSATION, 7)


def test_only_tokens_that_we_signed_are_read() -> None:
    link = next(links_in(TEXT, KEY, CONVERSATION, 7))
    assert read_token(link.token, KEY) == "page"
    assert read_token(link.token, OTHER) is None
    assert read_token("c" + link.token[1:], KEY) is None  # the kind is signed, too
    assert digest_of(KEY, link.token) == link.digest != digest_of(OTHER, link.token)


def test_every_changed_character_makes_it_worthless() -> None:
    token = next(links_in(TEXT, KEY, CONVERSATION, 7)).token
    for place in range(len(token) - 1):  # the last character holds bits that no byte needs
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1:]
        assert read_token(changed, KEY) is None, place


@pytest.mark.parametrize("token", ["", "p", "x" * 44, "../../etc/passwd", "p" + "A" * 43, "p" + "A" * 5000, "p%00", "é" * 44, "p" + "=" * 43, "p\n" + "A" * 42])
def test_what_is_no_token_is_nothing(token: str) -> None:
    assert read_token(token, KEY) is None


def test_guesses_open_nothing() -> None:
    """Seed 7."""
    chosen = random.Random(7)
    for _ in range(2000):
        guess = chosen.choice("ptc") + "".join(chosen.choices(string.ascii_letters + string.digits + "-_", k=43))
        assert read_token(guess, KEY) is None


def test_a_calendar_is_only_offered_where_a_day_is_chosen() -> None:
    assert "calendar_link" in values_for_wording(True) and "calendar_link" not in values_for_wording(False)
