"""Rasa's own commands find in the store what they need: made from endpoints.yml, exported, and its events added to."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Dict, List

import pytest
from rasa.core.brokers.broker import EventBroker
from rasa.core.exporter import Exporter
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from groundwork.settings import PROJECT_ROOT
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.turn import Saved
from tests.storage.journeys import DOMAIN, RandomConversation
from tests.storage.test_snapshot import take


class Broker(EventBroker):
    """Keeps what is published."""

    def __init__(self) -> None:
        self.published: List[Dict[str, Any]] = []

    def publish(self, event: Dict[str, Any]) -> None:
        self.published.append(event)


@pytest.fixture
def store(address: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("GROUNDWORK_DATABASE", address)
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT_ROOT / "endpoints.yml"))
    return TrackerStore.create(endpoints.tracker_store, domain=DOMAIN)


def test_it_is_made_as_endpoints_yml_says(store: Any) -> None:
    assert isinstance(store, ConversationStore)


def test_export_publishes_every_event_of_every_conversation(store: Any, tmp_path: Path) -> None:
    for number in range(6):
        assert asyncio.run(take(store, f"rest:{number % 2}", number, RandomConversation(number, undoing=False))).saved is Saved.WRITTEN
    broker = Broker()
    published = asyncio.run(Exporter(store, broker, str(tmp_path)).publish_events())
    kept = [asyncio.run(store.retrieve_full_tracker(f"rest:{number}")) for number in range(2)]
    assert published == len(broker.published) == sum(len(tracker.events) for tracker in kept) > 20
    assert {event["sender_id"] for event in broker.published} == {"rest:0", "rest:1"}


def test_what_the_api_adds_is_kept(store: Any) -> None:
    async def run() -> None:
        await take(store, "default", 1, RandomConversation(1, undoing=False))
        tracker = await store.get_or_create_tracker("default")
        tracker.update(SlotSet("answers", {"added": 1}), DOMAIN)
        await store.save(tracker)
        await store.save(tracker)  # nothing more is new
        again, whole = await store.retrieve("default"), await store.retrieve_full_tracker("default")
        assert again.get_slot("answers") == whole.get_slot("answers") == {"added": 1}
        assert [event.key for event in whole.events if isinstance(event, SlotSet)].count("answers") == sum(
            isinstance(event, SlotSet) and event.key == "answers" for event in tracker.events
        )
        assert await store.exists("default") and not await store.exists("another")
        created = await store.get_or_create_tracker("another")
        assert isinstance(created, DialogueStateTracker) and await store.exists("another")

    asyncio.run(run())
