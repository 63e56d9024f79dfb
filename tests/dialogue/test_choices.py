"""Typed words -> the choice they mean."""
from __future__ import annotations

from typing import Optional

import pytest

from groundwork.dialogue.choices import resolve
from groundwork.dialogue.questions import Choice

CHOICES = (Choice("yes", "Yes"), Choice("dark", "No, but it is dark"), Choice("other", "That is not what I meant", also=("thats not what i meant",)))


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("2", "dark"),
        ("YES.", "yes"),
        ("no, but", "dark"),
        ("no thats not what i meant", "other"),
        ("sorry, that is not what I meant!", "other"),
        ("that is not what I meant when I told him to go and stay with his brother", None),
        ("no", "dark"),
        ("maybe", None),
        ("9", None),
        ("…", None),
    ],
)
def test_what_is_typed_is_a_choice_only_where_it_is_plainly_one(typed: str, meant: Optional[str]) -> None:
    found = resolve(typed, CHOICES)
    assert (found.id if found else None) == meant
