"""The partner's name is asked about once and then kept nowhere; how long it is kept is the person's choice; all that is kept can be read."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Iterator, List

import pytest

from groundwork.contact_data.words import contact_words
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.life import KEEP_DAYS_SLOT
from tests.conversation.talking import Assistant, Said

NAME = "Zebulon"
ASK = "utter_partner_name"
BEFORE_PLAN = ["hi", "1", "topic/utter_topic:betrayal", "topic/utter_role_betrayal:betrayal_hurt", "no", "no", "no", "five", "angry"]
FACTS = f"On Tuesday I saw 43 messages that my husband {NAME} had sent to a woman from work"
ANSWERS = [FACTS, "openness", f"Please tell me on Saturday whether {NAME} has ended it", f"{NAME}, on Tuesday I felt sick when I read them. I need to know whether it is over"]
DONE = ["1", "good"]


@pytest.fixture
def store(assistant: Assistant, tmp_path: Path) -> Iterator[ConversationStore]:
    kept = ConversationStore(assistant.agent.domain, path=str(tmp_path / "c.sqlite3"), life_hours=24)
    assistant.keep_in(kept)
    yield kept
    assistant.keep_in(assistant.store)


def walk(assistant: Assistant, sender: str, *texts: str) -> Said:
    said = [assistant.say(sender, text) for text in texts]
    return said[-1]


def kept_of(store: ConversationStore, sender: str) -> str:
    """All that the store keeps of a conversation, as one text."""
    whole = asyncio.run(store.retrieve_full_tracker(sender))
    assert whole is not None
    return str([event.as_dict() for event in whole.events])


def test_who_agrees_has_the_name_nowhere_in_what_is_kept(assistant: Assistant, store: ConversationStore) -> None:
    said = walk(assistant, "names, agrees", *BEFORE_PLAN, *ANSWERS)
    assert said.state.place == (ASK[len("utter_"):], ASK) and NAME in said.text and NAME in kept_of(store, "names, agrees")
    said = walk(assistant, "names, agrees", "1")
    assert said.actions[-1] == "utter_plan_is_it_safe" and NAME not in kept_of(store, "names, agrees")
    page = walk(assistant, "names, agrees", "1").text
    assert NAME not in page and "my husband had sent" in page and "whether my partner has ended it" in page and "On Tuesday I felt sick" in page
    assert NAME not in kept_of(store, "names, agrees")


def test_from_then_on_the_name_is_not_kept_either(assistant: Assistant, store: ConversationStore) -> None:
    said = walk(assistant, "names, later", *BEFORE_PLAN, *ANSWERS, "1", "1", "change a line", "My first sentence", f"{NAME}, when you lied on Tuesday I felt small. Can we talk about that evening?")
    assert NAME not in said.text and not any(NAME in answer.words for answer in said.answers.values())
    assert NAME not in kept_of(store, "names, later")


@pytest.mark.parametrize("answer", ["2", "leave the name", "skip"])
def test_who_does_not_agree_keeps_the_words_and_is_not_asked_again(assistant: Assistant, answer: str) -> None:
    sender = f"names, keeps {answer}"
    said = walk(assistant, sender, *BEFORE_PLAN, *ANSWERS, answer)
    assert said.actions[-1] == "utter_plan_is_it_safe" and said.answers["facts"].words == FACTS
    said = walk(assistant, sender, "start over", "yes", *BEFORE_PLAN[2:], *ANSWERS)
    assert said.actions[-1] == "utter_plan_is_it_safe"


def test_who_agreed_is_not_asked_again_in_another_topic(assistant: Assistant) -> None:
    said = walk(assistant, "names, once", *BEFORE_PLAN, *ANSWERS, "1", "start over", "yes", *BEFORE_PLAN[2:], *ANSWERS)
    assert said.actions[-1] == "utter_plan_is_it_safe" and not any(NAME in answer.words for answer in said.answers.values())


def test_nothing_is_asked_where_no_name_was_written(assistant: Assistant) -> None:
    nameless = [answer.replace(f"my husband {NAME}", "my husband").replace(f"{NAME}, on", "On").replace(NAME, "it") for answer in ANSWERS]
    assert walk(assistant, "names, nameless", *BEFORE_PLAN, *nameless).actions[-1] == "utter_plan_is_it_safe"


def test_danger_at_the_question_comes_first_and_the_question_comes_back_after_a_false_alarm(assistant: Assistant) -> None:
    said = walk(assistant, "names, danger", *BEFORE_PLAN, *ANSWERS, "i want to kill myself")
    assert said.state.place and said.state.place[0].startswith("danger_self_harm")
    meant = next(payload for payload in said.payloads if "not" in payload)
    assert walk(assistant, "names, danger", meant).state.place == (ASK[len("utter_"):], ASK)


@pytest.mark.parametrize(("choice", "days"), [("7 days", 7), ("two weeks", 14), ("2", 3), ("utter_plan_keep_for:usual", 1), ("skip", None)])
def test_how_long_it_is_kept_is_chosen_at_the_plan_and_said_from_then_on(assistant: Assistant, choice: str, days: "int | None") -> None:
    sender = f"names, keep {choice}"
    said = walk(assistant, sender, *BEFORE_PLAN, *ANSWERS, "2", *DONE, "keep")
    assert said.actions == ["utter_plan_keep_for"]
    said = walk(assistant, sender, "plan/" + choice if ":" in choice else choice)
    kept_for = f"{days} days" if days and days > 1 else "24 hours"
    assert "utter_plan_kept" in said.actions and kept_for in said.text
    assert assistant.tracker(sender).get_slot(KEEP_DAYS_SLOT) == days and said.state.keep_days == days
    for question in ("pause", "what do you have about me", "is this private"):
        assert kept_for in walk(assistant, sender, question).text


def test_a_longer_time_outlives_starting_over_and_ends_with_erasing(assistant: Assistant, store: ConversationStore) -> None:
    walk(assistant, "names, longer", *BEFORE_PLAN, *ANSWERS, "2", *DONE, "keep", "7 days", "start over", "yes")
    assert assistant.tracker("names, longer").get_slot(KEEP_DAYS_SLOT) == 7
    walk(assistant, "names, longer", "erase everything", "1", "hello")
    assert assistant.tracker("names, longer").get_slot(KEEP_DAYS_SLOT) is None


def test_contact_data_is_in_nothing_that_is_kept_and_the_page_says_so(assistant: Assistant, store: ConversationStore) -> None:
    number, mark = "07700 900123", contact_words()["marks"]["phone"]
    said = walk(assistant, "names, number", *BEFORE_PLAN, f"On Tuesday at 19:30 I saw 43 messages to {number} on his phone", "openness")
    assert number not in kept_of(store, "names, number")
    page = walk(assistant, "names, number", "what have I said so far").text
    assert said.state.place and f"On Tuesday at 19:30 I saw 43 messages to {mark}" in page


def test_what_do_you_have_about_me_tells_each_thing_once(assistant: Assistant) -> None:
    words = "i'm in germany and i was cheated on by my husband"
    for sender, texts in (("names, told", ["hi", "1", words, "yes", *BEFORE_PLAN[4:], *ANSWERS]), ("names, told in danger", ["hi", "1", words, "yes", "yes"])):
        walk(assistant, sender, *texts)
        said = walk(assistant, sender, "what do you have about me")
        lines: List[str] = [line for line in said.text.split("\n") if ": " in line]
        assert len(lines) == len(set(lines)) and said.text.count(words) == 1
        for answer in said.answers.values():
            assert answer.words in said.text
        assert not any(line.startswith(": ") for line in said.text.split("\n")), "an answer without a name"


def test_every_answer_that_is_kept_has_a_name_to_be_told_by(assistant: Assistant) -> None:
    responses = assistant.agent.domain.responses if assistant.agent.domain else {}
    metadata = {name: (variations[0].get("metadata") or {}) for name, variations in responses.items() if variations}
    assert [name for name, keys in metadata.items() if keys.get("keeps") and not (keys.get("label") or keys.get("called"))] == []
