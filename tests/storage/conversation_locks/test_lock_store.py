"""The lock store as Rasa makes and uses it."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import List, Optional

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.utils import AvailableEndpoints

from groundwork.settings import PROJECT_ROOT
from groundwork.storage.conversation_locks.in_process import InProcessLocks
from groundwork.storage.conversation_locks.lock_store import ConversationLockStore
from groundwork.storage.conversation_locks.redis_locks import RedisLocks


class Slow:
    """In the place of Rasa's processor: takes a moment for a message, and notes it."""

    def __init__(self) -> None:
        self.made: List[Optional[str]] = []

    async def handle_message(self, message: UserMessage) -> None:
        await asyncio.sleep(0.005)
        self.made.append(message.text)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ConversationLockStore:
    monkeypatch.setenv("GROUNDWORK_DATABASE", str(tmp_path / "c.sqlite3"))
    made = LockStore.create(AvailableEndpoints.read_endpoints(str(PROJECT_ROOT / "endpoints.yml")).lock_store)
    assert isinstance(made, ConversationLockStore)
    return made


def test_the_setting_decides_where_turns_wait(store: ConversationLockStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(store.queues, InProcessLocks)
    monkeypatch.setenv("GROUNDWORK_REDIS", "redis://127.0.0.1:1/0")
    assert isinstance(ConversationLockStore().queues, RedisLocks)


def test_messages_through_the_agent_keep_their_order_and_none_is_dropped_however_long_it_waits(
    store: ConversationLockStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rasa's own store drops a message after TICKET_LOCK_LIFETIME, and answers the others a second apart."""
    monkeypatch.setattr("rasa.core.lock_store.LOCK_LIFETIME", 0.1)
    slow, agent = Slow(), Agent(lock_store=store)
    monkeypatch.setattr(agent, "processor", slow)
    monkeypatch.setattr(agent, "is_ready", lambda: True)

    async def talk() -> None:
        await asyncio.gather(*(agent.handle_message(UserMessage(f"{number}", sender_id="c")) for number in range(200)))

    asyncio.run(asyncio.wait_for(talk(), 30))
    assert slow.made == [f"{number}" for number in range(200)]
