"""The coach on opening lines."""
from __future__ import annotations

import pytest

from groundwork.coaching.coach import coach


@pytest.mark.parametrize(
    "text, code, words",
    [
        ("You always lie to me and I am sick of it", "always_never", "You always lie to me"),
        ("u nevr listen", "always_never", "u nevr listen"),
        ("i feel like you dont care about me", "feel_that", "i feel like you dont care about me"),
    ],
)
def test_a_remark_names_the_words_it_is_about(text: str, code: str, words: str) -> None:
    (finding,) = [finding for finding in coach(text, "opening").findings if not finding.is_missing]
    assert (finding.code, text[finding.start : finding.end]) == (code, words)


def test_an_opening_with_all_three_parts_is_praised_and_gets_no_remark() -> None:
    found = coach("When I read those messages on Tuesday I felt sick. I need to hear from you whether it is over", "opening")
    assert not found.findings
    assert {strength.code for strength in found.strengths} == {"one_event", "own_feeling", "request"}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="poem"):
        coach("Roses are red", "poem")
