"""A snapshot is as good as the whole history, and stays as small as a turn."""
from __future__ import annotations

import asyncio
from typing import Any, Dict, Iterator

import pytest
import sqlalchemy as sa
from rasa.shared.core.trackers import DialogueStateTracker

from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.tables import CONVERSATIONS
from groundwork.storage.turn import Saved, Turn, making
from tests.storage.journeys import DOMAIN, RandomConversation


@pytest.fixture
def store(address: str) -> Iterator[ConversationStore]:
    opened = ConversationStore(DOMAIN, path=address, life_hours=24)
    yield opened
    opened.database.close()


def state(tracker: DialogueStateTracker) -> Dict[str, Any]:
    """All that Rasa and our policy look at, apart from the list of events."""
    user = tracker.latest_message
    return {
        "slots": tracker.current_slot_values(), "paused": tracker.is_paused(), "loop": tracker.active_loop_name, "followup": tracker.followup_action,
        "action": tracker.latest_action_name, "channel": tracker.get_latest_input_channel(), "text": user.text if user else None,
        "copied": tracker.copy().current_slot_values(),
    }


async def take(store: ConversationStore, conversation: str, number: int, talk: RandomConversation) -> Turn:
    turn = Turn(conversation, f"message {number}")
    with making(turn):
        tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
        for event in talk.turn():
            tracker.update(event, DOMAIN)
        await store.save(tracker)
    return turn


@pytest.mark.parametrize("seed", range(12))
def test_snapshot_and_whole_history_say_the_same_after_every_turn(store: ConversationStore, seed: int) -> None:
    async def run() -> None:
        talk = RandomConversation(seed)
        for number in range(25):
            turn = await take(store, "rest:a", number, talk)
            assert turn.saved is Saved.WRITTEN, f"seed {seed}, turn {number}"
            short, whole = await store.retrieve("rest:a"), await store.retrieve_full_tracker("rest:a")
            assert short is not None and whole is not None
            assert state(short) == state(whole), f"seed {seed}, turn {number}: RandomConversation({seed}) shows it again"

    asyncio.run(run())


def test_the_whole_history_is_what_was_said(store: ConversationStore) -> None:
    async def run() -> None:
        talk, told = RandomConversation(7, undoing=False), []
        for number in range(30):
            turn = Turn("rest:a", "")
            with making(turn):
                tracker = await store.get_or_create_tracker("rest:a", append_action_listen=False)
                for event in talk.turn():
                    told.append(event.type_name)
                    tracker.update(event, DOMAIN)
                await store.save(tracker)
        whole = await store.retrieve_full_tracker("rest:a")
        assert whole is not None and [event.type_name for event in whole.events] == told

    asyncio.run(run())


def test_what_a_turn_reads_and_writes_does_not_grow(store: ConversationStore) -> None:
    async def run() -> None:
        talk, sizes, events = RandomConversation(3, undoing=False), [], []
        for number in range(120):
            await take(store, "rest:a", number, talk)
            with store.database.reading() as connection:
                sizes.append(len(connection.execute(sa.select(CONVERSATIONS.c.snapshot)).scalar_one()))
            short = await store.retrieve("rest:a")
            assert short is not None
            events.append(len(short.events))
        assert max(sizes[100:]) <= max(sizes[:40]) + 512 and max(events) <= 20

    asyncio.run(run())


def test_a_tracker_that_was_not_read_from_the_store_adds_what_it_has_more(store: ConversationStore) -> None:
    async def run() -> None:
        events = [event for talk in [RandomConversation(1, undoing=False)] for _ in range(4) for event in talk.turn()]
        for upto in (5, len(events)):
            await store.save(DialogueStateTracker.from_events("rest:a", events[:upto], DOMAIN.slots))
        whole = await store.retrieve_full_tracker("rest:a")
        assert whole is not None and len(whole.events) == len(events)

    asyncio.run(run())
