"""The page: the person's own words, no holes."""
from __future__ import annotations

from groundwork.plan.page import all_lines, page_lines

ANSWERS = {
    "facts": {"words": "On Tuesday\nI saw them", "label": "What happened"},
    "skipped": {"words": "  ", "label": "What it changed"},
    "length": {"words": "About five minutes", "label": None},
}


def test_labelled_answers_are_lines_and_nothing_leaves_a_hole() -> None:
    assert page_lines(ANSWERS) == ["What happened: On Tuesday I saw them"]


def test_everything_kept_can_be_told() -> None:
    assert all_lines(ANSWERS) == ["What happened: On Tuesday I saw them", "length: About five minutes"]


def test_nothing_kept_is_no_line() -> None:
    assert page_lines({}) == [] and all_lines({}) == []
