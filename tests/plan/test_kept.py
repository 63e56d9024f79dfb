"""What do you have about me: all of it, and each thing once."""
from __future__ import annotations

from groundwork.dialogue.state import DialogueState
from groundwork.plan.kept import everything_kept
from groundwork.services.directory import shared_directory
from tests.plan.test_page import ANSWERS, RESPONSES

WORDING = {
    **RESPONSES,
    "utter_topic": [{"text": "?", "metadata": {"called": "About"}, "buttons": [{"title": "Trust was broken", "payload": "betrayal"}]}],
    "utter_role": [{"text": "?", "metadata": {"called": "Your part"}, "buttons": [{"title": "I was hurt", "payload": "betrayal_hurt"}]}],
    "utter_kept_country": [{"text": "Country"}],
    "utter_kept_closed": [{"text": "Steps"}],
    "utter_kept_closed_words": [{"text": "closed"}],
}
WORDS = "she slept with someone else"
TOPIC = {
    "topic": {"words": WORDS, "choices": ["betrayal"], "label": None, "journey": "topic", "step": "utter_topic"},
    "journey": {"words": WORDS, "choices": ["betrayal_hurt"], "label": None, "journey": "topic", "step": "utter_topic"},
}


def test_every_answer_is_told_with_a_label_or_without() -> None:
    told = everything_kept(ANSWERS, DialogueState(), WORDING)
    assert [line.label for line in told] == ["My letter", "What happened", "When", "Length"]
    assert told[2].note.startswith("Sunday 29 November")


def test_one_message_that_answered_two_questions_is_told_once_with_what_was_understood() -> None:
    (told,) = everything_kept(TOPIC, DialogueState(), WORDING)
    assert (told.label, told.words, told.note) == ("About", WORDS, "Trust was broken, I was hurt")


def test_a_choice_that_was_clicked_is_told_by_its_title_alone() -> None:
    clicked = {"topic": {**TOPIC["topic"], "words": "Trust was broken"}, "journey": {**TOPIC["journey"], "words": "I was hurt", "step": "utter_role"}}
    assert [(line.label, line.words, line.note) for line in everything_kept(clicked, DialogueState(), WORDING)] == [
        ("About", "Trust was broken", ""), ("Your part", "I was hurt", "")
    ]


def test_what_the_state_says_about_a_person_is_told_too() -> None:
    told = everything_kept({}, DialogueState(country="DE", closed_by=("gate",)), WORDING, shared_directory())
    assert [(line.label, line.words) for line in told] == [("Country", "Germany"), ("Steps", "closed")]
    assert everything_kept({}, DialogueState(), WORDING, shared_directory()) == []
