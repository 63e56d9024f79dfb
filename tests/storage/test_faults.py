"""A database that is locked, gone or full: the person is told in time, the event loop goes on, nothing is lost and nothing is kept elsewhere."""
from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import UserUttered

from groundwork.storage.conversation_store import ConversationStore, UnreadTracker
from groundwork.storage.database import StoreUnavailable
from groundwork.storage.tables import CONVERSATIONS
from groundwork.storage.turn import Saved, Turn, making
from tests.storage.journeys import DOMAIN, RandomConversation
from tests.storage.postgres import Postgres
from tests.storage.test_snapshot import take

WAIT = 1.0


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWORK_DATABASE_WAIT", "1")


@pytest.fixture
def store(address: str) -> Iterator[ConversationStore]:
    opened = ConversationStore(DOMAIN, path=address, life_hours=24)
    yield opened
    opened.database.close()


class Locked:
    """Within this context another process holds the write lock."""

    def __init__(self, address: str) -> None:
        self._connection: Any = None
        if "://" in address:
            self._connection = sa.create_engine(address).connect()
            self._begin = "BEGIN; LOCK TABLE conversations, turns"
        else:
            self._connection = sqlite3.connect(address, isolation_level=None)
            self._begin = "BEGIN EXCLUSIVE"

    def __enter__(self) -> None:
        self._run(self._begin)

    def __exit__(self, *_: Any) -> None:
        self._run("ROLLBACK")

    def _run(self, statement: str) -> None:
        if isinstance(self._connection, sqlite3.Connection):
            self._connection.execute(statement)
        else:
            self._connection.exec_driver_sql(statement)


async def longest_pause(work: "asyncio.Task[Any]") -> float:
    """How long the event loop did nothing else while some work was done."""
    longest, before = 0.0, time.monotonic()
    while not work.done():
        await asyncio.sleep(0.005)
        longest, before = max(longest, time.monotonic() - before), time.monotonic()
    return longest


def test_a_locked_database_is_told_in_time_and_the_loop_goes_on(store: ConversationStore, address: str) -> None:
    talk = RandomConversation(1, undoing=False)

    async def run() -> None:
        assert (await take(store, "rest:a", 1, talk)).saved is Saved.WRITTEN
        with Locked(address):
            began = time.monotonic()
            works = [asyncio.ensure_future(take(store, "rest:a", 2, talk)) for _ in range(30)]
            pauses = [await longest_pause(work) for work in works]
            assert {work.result().saved for work in works} == {Saved.FAILED}
            assert time.monotonic() - began < 8 * WAIT and max(pauses) < 0.5 * WAIT
            with pytest.raises(StoreUnavailable):
                await store.erase("rest:a")
        assert (await take(store, "rest:a", 2, talk)).saved is Saved.WRITTEN

    asyncio.run(run())


def test_what_cannot_be_read_is_said_nothing_to_and_is_not_kept_in_memory(store: ConversationStore, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rasas = FailSafeTrackerStore(store)

    async def run() -> Tuple[Turn, Turn]:
        assert (await take(store, "rest:a", 1, RandomConversation(1, undoing=False))).saved is Saved.WRITTEN
        with monkeypatch.context() as broken:
            broken.setattr(store._turns, "load", lambda turn: (_ for _ in ()).throw(StoreUnavailable("gone")))
            with making(Turn("rest:a", "2")) as unread:
                tracker = await rasas.get_or_create_tracker("rest:a", append_action_listen=False)
                assert isinstance(tracker, UnreadTracker) and tracker.is_paused() and tracker.applied_events()
                tracker.update(UserUttered("zebrafinch", {"name": "inform"}), DOMAIN)
                await rasas.save(tracker)
        with making(Turn("rest:a", "3")) as unsaved:
            tracker = await rasas.get_or_create_tracker("rest:a", append_action_listen=False)
            with monkeypatch.context() as broken:
                broken.setattr(store._turns, "write", lambda *_, **__: (_ for _ in ()).throw(ValueError("zebrafinch")))
                tracker.update(UserUttered("zebrafinch", {"name": "inform"}), DOMAIN)
                await rasas.save(tracker)
        return unread, unsaved

    unread, unsaved = asyncio.run(run())
    assert (unread.saved, unsaved.saved) == (Saved.FAILED, Saved.FAILED)
    assert rasas._fallback_tracker_store is None


def test_a_full_disk_writes_nothing_of_the_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    store = ConversationStore(DOMAIN, path=str(tmp_path / "c.sqlite3"), life_hours=24)
    talk = RandomConversation(1, undoing=False)

    def full(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count=1")  # no page more than there are

    async def run() -> None:
        saved: List[Any] = [(await take(store, "rest:a", 0, talk)).saved]
        sa.event.listen(store.database.engine, "connect", full)
        store.database.engine.dispose()
        number = 0
        while saved[-1] is Saved.WRITTEN:
            number += 1
            saved.append((await take(store, "rest:a", number, talk)).saved)
        assert saved[-1] is Saved.FAILED
        sa.event.remove(store.database.engine, "connect", full)
        store.database.engine.dispose()
        assert await store.open_conversations.answered("rest:a", f"message {number}") is None
        assert (await take(store, "rest:a", number, talk)).saved is Saved.WRITTEN
        tracker = await store.retrieve_full_tracker("rest:a")
        assert tracker is not None and sum(event.type_name == "action" and event.action_name == "action_listen" for event in tracker.events) >= number

    asyncio.run(run())
    assert "zebrafinch" not in caplog.text


def test_a_server_that_is_stopped_and_comes_back(postgres: Postgres) -> None:
    store = ConversationStore(DOMAIN, path=postgres.new_database(), life_hours=24)
    talk = RandomConversation(1, undoing=False)

    async def run() -> None:
        assert (await take(store, "rest:a", 1, talk)).saved is Saved.WRITTEN
        await asyncio.to_thread(postgres.stop)
        began = time.monotonic()
        assert (await take(store, "rest:a", 2, talk)).saved is Saved.FAILED
        assert time.monotonic() - began < 8 * WAIT
        await asyncio.to_thread(postgres.start)
        assert (await take(store, "rest:a", 2, talk)).saved is Saved.WRITTEN
        assert [number for number in (1, 2) if await store.open_conversations.answered("rest:a", f"message {number}")] == [1, 2]

    try:
        asyncio.run(run())
    finally:
        store.database.close()


def test_what_is_also_to_be_done_is_done_with_the_turn_or_not_at_all(store: ConversationStore) -> None:
    def note(connection: sa.engine.Connection, turn: Turn) -> None:
        assert turn.box is not None and turn.last_seq >= turn.first_seq
        connection.execute(sa.update(CONVERSATIONS).where(CONVERSATIONS.c.conversation == turn.box.id).values(expires=4e9))

    def fail(connection: sa.engine.Connection, turn: Turn) -> None:
        note(connection, turn)
        raise ValueError("zebrafinch")

    async def answer(*also: Any) -> Any:
        turn = Turn("rest:a", "m", also=also)
        with making(turn):
            tracker = await store.get_or_create_tracker("rest:a", append_action_listen=False)
            tracker.update(UserUttered("hi", {"name": "inform"}), DOMAIN)
            await store.save(tracker)
        return turn.saved

    def expires() -> float:
        with store.database.reading() as connection:
            return float(connection.execute(sa.select(CONVERSATIONS.c.expires)).scalar_one())

    assert asyncio.run(answer(note, fail)) is Saved.FAILED and expires() < 4e9
    assert asyncio.run(store.open_conversations.answered("rest:a", "m")) is None
    assert asyncio.run(answer(note)) is Saved.WRITTEN and expires() == 4e9
