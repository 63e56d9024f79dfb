"""The page: the person's own words, no holes."""
from __future__ import annotations

from groundwork.plan.page import all_lines, page_lines

RESPONSES = {"utter_plan_line": [{"text": "{label}: {answer}"}], "utter_length": [{"text": "?", "metadata": {"called": "Length"}}]}
ANSWERS = {
    "letter": {"words": "not for them", "label": "My letter", "journey": "writing", "step": "utter_letter"},
    "facts": {"words": "On Tuesday\nI saw {label}", "label": "What happened", "journey": "red_short", "step": "utter_facts"},
    "skipped": {"words": "  ", "label": "What it changed", "journey": "red", "step": "utter_changed"},
    "length": {"words": "About five minutes", "label": None, "journey": "gate", "step": "utter_length"},
}


def test_labelled_answers_are_lines_and_nothing_leaves_a_hole() -> None:
    assert page_lines(ANSWERS, RESPONSES) == ["My letter: not for them", "What happened: On Tuesday I saw {label}"]


def test_a_plan_holds_its_own_journey_only() -> None:
    assert page_lines(ANSWERS, RESPONSES, "red") == ["What happened: On Tuesday I saw {label}"]


def test_everything_kept_can_be_told() -> None:
    assert "Length: About five minutes" in all_lines(ANSWERS, RESPONSES)


def test_nothing_kept_is_no_line() -> None:
    assert page_lines({}, RESPONSES) == [] and all_lines({}, RESPONSES) == []
