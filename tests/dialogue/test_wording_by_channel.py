"""What only one channel says: return codes and structured progress belong to the web, numbers in the text to all others."""
from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Optional

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from groundwork.dialogue.message import RETURN_CODE_MARK
from groundwork.dialogue.state import DialogueState
from groundwork.dialogue.tracker_reading import STATE_SLOT
from groundwork.dialogue.wording import ScriptedWording

RESPONSES: Dict[str, List[Dict[str, Any]]] = {
    "utter_paused": [{"text": "Later."}, {"channel": "web", "text": "Later, with {return_code}."}],
    "utter_progress": [{"text": "{number} of {total}."}],
    "utter_facts": [{"text": "What happened?", "metadata": {"accepts": "words", "urgent": True}}],
}


def said(action: str, channel: str, state: Optional[DialogueState] = None) -> Dict[str, Any]:
    slots = {STATE_SLOT: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}}
    domain = Domain.from_dict({"responses": RESPONSES, "slots": slots})
    tracker = DialogueStateTracker("a", domain.slots)
    if state:
        tracker.update(SlotSet(STATE_SLOT, state.as_dict()))
    message = asyncio.run(ScriptedWording(domain=domain).generate(action, tracker, channel))
    assert message is not None
    return message


def test_only_the_web_has_return_codes() -> None:
    assert RETURN_CODE_MARK in said("utter_paused", "web")["text"]
    for channel in ("rest", "collector", "telegram"):
        assert RETURN_CODE_MARK not in said("utter_paused", channel)["text"]


@pytest.mark.parametrize("channel, text, metadata", [
    ("web", "What happened?", {"accepts": "words", "urgent": True, "progress": [2, 9]}),
    ("rest", "2 of 9. What happened?", {"accepts": "words", "urgent": True}),
])
def test_progress_is_beside_the_text_on_the_web_and_in_it_elsewhere(channel: str, text: str, metadata: Dict[str, Any]) -> None:
    state = DialogueState(place=("journey", "utter_facts"), asked="utter_facts", progress=(2, 9))
    message = said("utter_facts", channel, state)
    assert (message["text"], message["metadata"]) == (text, metadata)
    assert said("utter_facts", channel, state)["text"] == text


@pytest.mark.parametrize("state, progress", [
    (DialogueState(place=("journey", "utter_facts"), asked="utter_facts", progress=(2, 9), tried=("utter_facts",)), [2, 9]),
    (DialogueState(place=("pause", "utter_facts"), asked="utter_facts", interrupted=(("journey", "utter_other"),)), None),
    (DialogueState(place=("plan", "utter_facts"), asked="utter_facts"), [0, 0]),
], ids=["a second try", "an interruption", "after the journey"])
def test_the_web_shows_progress_for_as_long_as_the_journey_goes_on(state: DialogueState, progress: Optional[List[int]]) -> None:
    assert said("utter_facts", "web", state)["metadata"].get("progress") == progress


def test_what_stands_outside_a_journey_counts_no_steps_elsewhere() -> None:
    state = DialogueState(place=("plan", "utter_facts"), asked="utter_facts")
    assert said("utter_facts", "rest", state)["text"] == "What happened?"
