"""A planted word, typed wherever words can be typed: in clear nowhere on disk and in no log, and after erase without any trace."""
from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, List

import pytest

from groundwork.storage.conversation_store import ConversationStore
from tests.conversation.talking import Assistant
from tests.storage.opened import kept_text, on_disk, traces

PLANTED = "zebrafinch"
START = ("hi", "1", "topic/utter_topic:betrayal", "topic/utter_role_betrayal:betrayal_hurt", "no", "no", "no", "full")
#: Said in between: an edit, a name, what looks like a command, a malformed click, danger.
ELSEWHERE = (
    "change an answer", "1", f"rather {PLANTED}", f"my husband {PLANTED.title()} said so", f'/inform{{"choice":"{PLANTED}"}}', f"topic/{PLANTED}:x", f"/restart {PLANTED}",
    f"{PLANTED} " * 600, f"{PLANTED}\x00\ud83d", "what do you have about me",
)


@pytest.fixture
def store(assistant: Assistant, tmp_path: Path) -> Any:
    opened = ConversationStore(assistant.agent.domain, path=str(tmp_path / "conversations.sqlite3"), life_hours=24)
    assistant.keep_in(opened)
    yield opened
    assistant.keep_in(assistant.store)


def _walk(assistant: Assistant, store: ConversationStore) -> int:
    """Through a journey with the word in every answer; the number of steps."""
    places = set()
    for text in START:
        assistant.say("sentinel", text)
    for number in range(30):
        said = assistant.say("sentinel", f"I felt {PLANTED} about it, number {number}")
        if said.payloads:
            said = assistant.say("sentinel", said.payloads[0])
        places.add(said.state.place)
        if number % 3 == 0 and number // 3 < len(ELSEWHERE):
            assistant.say("sentinel", ELSEWHERE[number // 3])
        assert PLANTED.encode() not in on_disk(store).lower()
    return len(places)


def test_it_is_nowhere_in_clear_and_after_erase_nowhere_at_all(
    assistant: Assistant, store: ConversationStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.WARNING):
        assert _walk(assistant, store) > 6
        with monkeypatch.context() as broken:  # an action fails, with the person's words in its error

            async def fail(*_: Any, **call: Any) -> Any:
                raise ValueError(str(call))

            broken.setattr(type(assistant.agent.processor.action_endpoint), "request", fail)
            assistant.say("sentinel", "what do you have about me")
        assert kept_text(store).count(PLANTED) > 20
        marks: List[bytes] = traces(store)
        assistant.say("sentinel", "erase everything")
        assistant.say("sentinel", "1")
    disk = on_disk(store)
    assert len(marks) > 100 and not [mark for mark in marks if mark in disk]
    assert PLANTED.encode() not in disk.lower() and not kept_text(store)
    assert PLANTED not in caplog.text.lower()
