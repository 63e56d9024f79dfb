"""What a camera saw is said back in whole phrases."""
from __future__ import annotations

import pytest

from groundwork.coaching.coach import coach


@pytest.mark.parametrize(
    "text, said_back",
    [
        ("On Tuesday I saw 43 messages between her and a man from work", "I saw 43 messages between her and a man from work"),
        ("I saw 43 messages on the kitchen table", "I saw 43 messages on the kitchen table"),
    ],
)
def test_the_quotation_ends_where_a_phrase_ends(text: str, said_back: str) -> None:
    assert [text[one.start : one.end] for one in coach(text, "facts").strengths if one.code == "camera"] == [said_back]
