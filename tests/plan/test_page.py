"""The page: the person's own words, no holes."""
from __future__ import annotations

from groundwork.plan.page import Plan, chat_text, plan_of

RESPONSES = {
    "utter_plan_line": [{"text": "{label}: {answer}"}, {"text": "# {label}\n{answer}\n", "channel": "web"}],
    "utter_plan_note": [{"text": "{answer} ({note})"}],
    "utter_length": [{"text": "?", "metadata": {"called": "Length"}}],
}
WHEN = {"day": "2026-11-29", "hour": "13:00", "about": True, "zone": None, "start": 0, "end": 6, "said_on": "2026-11-25"}
ANSWERS = {
    "letter": {"words": "not for them", "label": "My letter", "journey": "writing", "step": "utter_letter"},
    "facts": {"words": "On Tuesday\nI saw {label}", "label": "What happened", "journey": "red_short", "step": "utter_facts"},
    "skipped": {"words": "  ", "label": "What it changed", "journey": "red", "step": "utter_changed"},
    "time": {"words": "Sunday, kitchen", "label": "When", "journey": "red", "step": "utter_time", "when": WHEN},
    "length": {"words": "About five minutes", "label": None, "journey": "gate", "step": "utter_length"},
}


def test_labelled_answers_are_lines_and_nothing_leaves_a_hole() -> None:
    said = chat_text(plan_of(ANSWERS, RESPONSES).lines, RESPONSES).split("\n")
    assert said[:2] == ["My letter: not for them", "What happened: On Tuesday I saw {label}"] and len(said) == 3


def test_a_plan_holds_its_own_journey_and_what_belongs_on_any_page() -> None:
    assert [line.label for line in plan_of(ANSWERS, RESPONSES, "red").lines] == ["What happened", "When"]
    responses = {**RESPONSES, "utter_letter": [{"text": "?", "metadata": {"page": "any"}}]}
    assert [line.label for line in plan_of(ANSWERS, responses, "red").lines] == ["My letter", "What happened", "When"]


def test_the_time_that_was_understood_stands_beside_the_words() -> None:
    said = chat_text(plan_of(ANSWERS, RESPONSES, "red").lines, RESPONSES)
    assert "Sunday, kitchen (Sunday 29 November" in said
    assert plan_of({**ANSWERS, "time": {**ANSWERS["time"], "when": None}}, RESPONSES).when is None


def test_a_channel_may_have_a_form_of_its_own() -> None:
    assert chat_text(plan_of(ANSWERS, RESPONSES, "red").lines, RESPONSES, "web").startswith("# What happened\nOn Tuesday I saw {label}\n\n# When\n")
    assert chat_text(plan_of(ANSWERS, RESPONSES, "red").lines, RESPONSES, "sms").startswith("What happened: ")


def test_paragraphs_are_kept_and_empty_ones_are_not() -> None:
    assert plan_of(ANSWERS, RESPONSES, "red").lines[0].paragraphs == ["On Tuesday", "I saw {label}"]


def test_nothing_kept_is_no_line() -> None:
    assert plan_of({}, RESPONSES) == Plan(()) and chat_text([], RESPONSES) == ""
