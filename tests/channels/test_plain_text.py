from __future__ import annotations

import pytest

from groundwork.channels.plain_text import LONGEST_MESSAGE, as_plain_text
from groundwork.dialogue.message import PLAIN_TEXT_MARK, Message


@pytest.mark.parametrize("typed", ["/restart", "  /restart", '/inform{"choice":"x"}', "\u200b/restart", "\u200b \u200b/restart", "/"])
def test_a_slash_is_text_and_the_dialogue_reads_it_as_typed(typed: str) -> None:
    sent = as_plain_text(typed)
    assert not sent.strip().startswith("/")
    assert Message(sent).words == typed.replace("\u200b", "").strip()


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u200b", "\x00"])
def test_nothing_is_still_a_message(typed: str) -> None:
    assert as_plain_text(typed) == PLAIN_TEXT_MARK
    assert as_plain_text(typed).strip()


@pytest.mark.parametrize("typed", ["hi", "one / two", "लड़ाई 😢", "a\nb"])
def test_words_stay_as_typed(typed: str) -> None:
    assert as_plain_text(typed) == typed


def test_the_longest_message_stays_whole_and_a_longer_one_is_still_too_long() -> None:
    assert as_plain_text("a" * LONGEST_MESSAGE) == "a" * LONGEST_MESSAGE
    for much in ("a" * 9000, "a " * 9000, "/" * 9000, "\u200ba" * 9000):
        assert len(Message(as_plain_text(much)).words) == LONGEST_MESSAGE + 1


def test_what_no_store_can_keep_is_replaced() -> None:
    assert as_plain_text("a\ud800b\x00c").encode("utf-8") == b"a?bc"
