"""The plan through the whole assistant: what is offered on which channel, and that a changed line shows the page anew."""
from __future__ import annotations

from typing import Dict, List

import pytest
from rasa.core.channels.channel import UserMessage

from groundwork.channels.plain_text import as_plain_text
from groundwork.channels.turns import LastWords
from groundwork.dialogue.script import Place
from groundwork.plan.links import MARKS
from tests.conversation.exploring import Reached
from tests.conversation.talking import Assistant

TO_THE_TIME = ("betrayal_hurt", "utter_time_place")


@pytest.fixture
def at_the_time(assistant: Assistant, reached: Dict[Place, Reached]) -> Reached:
    return reached[TO_THE_TIME]


def _say(assistant: Assistant, sender: str, channel: str, *texts: str) -> str:
    """What is said to the last of the texts on a channel."""
    said = ""
    for text in texts:
        output = LastWords("web")
        output.name = lambda: channel  # type: ignore[method-assign, assignment]
        assistant._loop.run_until_complete(
            assistant.agent.handle_message(UserMessage(as_plain_text(text), output, sender, input_channel=channel, metadata={"zone": "Europe/Berlin"}))
        )
        said = "\n".join([str(message.get("text")) for message in output.messages] + [f"[{button['payload']}]" for message in output.messages for button in message.get("buttons") or []])
    return said


def _to_the_plan(assistant: Assistant, sender: str, start: Reached, channel: str, when: List[str]) -> str:
    assistant.put_at(sender, start.state, start.answers)
    said = _say(assistant, sender, channel, *when)
    for _ in range(6):
        if "plan/" in said:
            break
        said = _say(assistant, sender, channel, "skip this")
    return said


@pytest.mark.parametrize("channel", ["rest", "telegram", "twilio", "slack", "facebook"])
def test_other_channels_are_given_text_and_never_a_link(assistant: Assistant, at_the_time: Reached, channel: str) -> None:
    said = _to_the_plan(assistant, f"text-{channel}", at_the_time, channel, ["Sunday after lunch, kitchen", "yes"])
    assert "plan/utter_plan_is_it_safe:show]" in said and ":print]" not in said
    for text in ("print or save", "plan/utter_plan_is_it_safe:print", "1", "print or save", "plan/utter_plan_next:print"):
        said += _say(assistant, f"text-{channel}", channel, text)
    assert "Sunday after lunch, kitchen" in said and "notes" not in said and not any(mark in said for mark in MARKS.values())


def test_the_web_is_given_links_once_it_is_safe_to_keep(assistant: Assistant, at_the_time: Reached) -> None:
    said = _to_the_plan(assistant, "links", at_the_time, "web", ["Sunday after lunch, kitchen", "yes"])
    assert not any(mark in said for mark in MARKS.values())
    said = _say(assistant, "links", "web", "print or save")
    assert all(mark in said for mark in MARKS.values()) and "Sunday after lunch, kitchen" in said


def test_after_showing_it_only_it_is_asked_once_more(assistant: Assistant, at_the_time: Reached) -> None:
    _to_the_plan(assistant, "asked", at_the_time, "web", ["whenever they like"])
    said = _say(assistant, "asked", "web", "show it here only", "print or save")
    assert not any(mark in said for mark in MARKS.values())
    assert not any(mark in _say(assistant, "asked", "web", "no, only here") for mark in MARKS.values())
    said = _say(assistant, "asked", "web", "print or save", "it is safe")
    assert MARKS["page"] in said and MARKS["calendar"] not in said  # no day was chosen


def test_a_time_is_read_back_in_the_persons_zone_and_changed_on_the_page(assistant: Assistant, at_the_time: Reached) -> None:
    _to_the_plan(assistant, "changed", at_the_time, "web", ["Sunday after lunch, kitchen", "yes"])
    said = _say(assistant, "changed", "web", "show it here only", "change a line")
    number = next(part for part in said.split("[") if part.startswith("plan/utter_plan_change:time_place]")).rstrip("]\n")
    said = _say(assistant, "changed", "web", number, "monday the 4th of january at 7pm, in the garden", "yes")
    assert "in the garden" in said and "Sunday after lunch" not in said and "plan/utter_plan_next:done]" in said
    kept = assistant.tracker("changed").get_slot("answers")["time_place"]["when"]
    assert (kept["hour"], kept["zone"]) == ("19:00", "Europe/Berlin")


def test_not_safe_erases_without_showing(assistant: Assistant, at_the_time: Reached) -> None:
    said = _to_the_plan(assistant, "unsafe", at_the_time, "web", ["Sunday after lunch, kitchen", "yes"])
    said = _say(assistant, "unsafe", "web", "not safe, erase it")
    assert "Sunday after lunch" not in said and assistant.tracker("unsafe").get_slot("erase_requested") == "all"
