"""Erase and expiry: no row, no ciphertext, no derived id is left, in any table, whoever is at work meanwhile."""
from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from hashlib import sha256
from pathlib import Path
from typing import Any, Awaitable, List

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from groundwork import cli
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.tables import METADATA, conversation_column, conversation_tables
from groundwork.storage.turn import Saved, Turn, making
from tests.clock import Clock
from tests.storage.journeys import DOMAIN, RandomConversation
from tests.storage.opened import kept_text, on_disk, traces
from tests.storage.test_snapshot import take

HOUR = 3600.0
PLANTED = "zebrafinch"


def run(work: Awaitable[Any]) -> Any:
    async def wait() -> Any:
        return await work

    return asyncio.run(wait())


async def say(store: ConversationStore, conversation: str, message: str, *slots: SlotSet) -> Turn:
    turn = Turn(conversation, message)
    with making(turn):
        tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
        for event in (*slots, UserUttered(f"{PLANTED} {message}", {"name": "inform"}, input_channel="web"), BotUttered(f"I heard {PLANTED}")):
            tracker.update(event, DOMAIN)
        await store.save(tracker)
    return turn


def test_of_one_among_many_nothing_is_left_in_any_page(store: ConversationStore) -> None:
    """Pages are split, filled and moved while many write: bytes that were moved must not stay behind."""
    chance = random.Random(5)

    async def fill() -> None:
        for number in range(60):
            await store.open_conversations.open(f"web:{number}")
            await store.open_conversations.remember_code(sha256(b"code %d" % number).hexdigest(), f"web:{number}")
            await store.one_time_links.remember(sha256(b"link %d" % number).hexdigest(), f"web:{number}", 600.0)
        for message in range(500):
            number = chance.randrange(60)
            await say(store, f"web:{number}", str(message), SlotSet("consent", True), SlotSet("answers", {str(message): "x" * chance.randrange(3000)}))

    asyncio.run(fill())
    before = traces(store)
    for number in chance.sample(range(60), 12):
        run(store.erase(f"web:{number}"))
    left = set(traces(store))
    gone, disk = [mark for mark in before if mark not in left], on_disk(store)
    assert len(gone) > 500 and not [mark for mark in gone if mark in disk]
    assert all(mark in disk for mark in left)


def test_a_table_that_nobody_has_listed_is_erased_and_expired_too(address: str, clock: Clock) -> None:
    table = sa.Table("surprise", METADATA, conversation_column(primary_key=True), sa.Column("note", sa.String(64)))
    try:
        store = ConversationStore(DOMAIN, path=address, life_hours=24, clock=clock)

        def note(connection: sa.engine.Connection, turn: Turn) -> None:
            assert turn.box is not None
            connection.execute(sa.insert(table).values(conversation=turn.box.id, note="surprise"))

        async def say_noted(conversation: str) -> None:
            turn = Turn(conversation, "m", also=(note,))
            with making(turn):
                tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
                tracker.update(UserUttered("hi", {"name": "inform"}), DOMAIN)
                await store.save(tracker)
            assert turn.saved is Saved.WRITTEN

        for conversation in ("rest:a", "rest:b"):
            run(say_noted(conversation))
        run(store.erase("rest:a"))
        with store.database.reading() as connection:
            assert [row.conversation for row in connection.execute(sa.select(table))] == [store.vault.ids.conversation("rest:b")]
        clock.now += 25 * HOUR
        store.remove_expired()
        with store.database.reading() as connection:
            assert not connection.execute(sa.select(table)).all()
    finally:
        METADATA.remove(table)


@pytest.mark.parametrize("conversation", ["web:a", "rest:a"])
@pytest.mark.parametrize("turns_before", [0, 2])
def test_a_save_after_an_erase_does_not_bring_it_back(store: ConversationStore, conversation: str, turns_before: int) -> None:
    async def erased_meanwhile() -> Turn:
        if conversation.startswith("web:"):
            await store.open_conversations.open(conversation)
        for number in range(turns_before):
            assert (await say(store, conversation, str(number))).saved is Saved.WRITTEN
        turn = Turn(conversation, "late")
        with making(turn):
            tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
            tracker.update(UserUttered(PLANTED, {"name": "inform"}), DOMAIN)
            await store.erase(conversation)
            await store.open_conversations.remember_code("d" * 64, conversation)
            await store.one_time_links.remember("e" * 64, conversation, 60.0)
            await store.save(tracker)
        return turn

    assert run(erased_meanwhile()).saved is Saved.GONE
    with store.database.reading() as connection:
        assert not [row for table in conversation_tables() for row in connection.execute(sa.select(table))]


def test_a_reader_in_another_process_delays_the_log_but_not_the_erase(tmp_path: Path) -> None:
    file = tmp_path / "c.sqlite3"
    store = ConversationStore(DOMAIN, path=str(file), life_hours=24)
    for number in range(5):
        run(say(store, "rest:a", str(number)))
    marks = traces(store)
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turns").fetchone()
    assert run(store.erase("rest:a")) and run(store.retrieve("rest:a")) is None and store.erasing.traces_left.is_set()
    reader.execute("ROLLBACK")
    store.erasing.tidy()
    disk = on_disk(store)
    assert not store.erasing.traces_left.is_set() and not [mark for mark in marks if mark in disk]


@pytest.mark.parametrize("days, hours, kept", [(None, 23, True), (None, 25, False), (1, 25, False), (7, 7 * 24 - 1, True), (7, 7 * 24 + 1, False), (99, 14 * 24 + 1, False)])
def test_a_conversation_lives_as_long_as_was_asked_for(store: ConversationStore, clock: Clock, days: Any, hours: float, kept: bool) -> None:
    run(say(store, "rest:a", "1", SlotSet("consent", True), *([SlotSet("keep_days", days)] if days else [])))
    run(say(store, "rest:b", "1"))
    clock.now += hours * HOUR
    assert (run(store.retrieve("rest:a")) is not None) is kept
    store.remove_expired()
    assert (run(store.retrieve("rest:a")) is not None) is kept and (PLANTED in kept_text(store)) is kept
    assert (run(store.retrieve("rest:b")) is not None) is (hours < 24)


def test_what_has_expired_begins_anew_under_its_id(store: ConversationStore, clock: Clock) -> None:
    run(say(store, "rest:a", "old", SlotSet("consent", True)))
    clock.now += 25 * HOUR
    turn = run(say(store, "rest:a", "new"))
    assert turn.saved is Saved.WRITTEN and turn.first_seq == 1 and "old" not in kept_text(store)


def test_expiry_of_many_lets_turns_through(store: ConversationStore, clock: Clock) -> None:
    async def go() -> List[float]:
        for number in range(150):
            await say(store, f"rest:{number}", "1")
        clock.now += 25 * HOUR
        talk, waits = RandomConversation(1, undoing=False), []
        expiring = asyncio.get_running_loop().run_in_executor(None, store.remove_expired)
        while not expiring.done():
            began = time.monotonic()
            assert (await take(store, "rest:new", len(waits), talk)).saved is Saved.WRITTEN
            waits.append(time.monotonic() - began)
        return waits

    assert len(run(go())) > 3
    assert run(store.keys()) == ["rest:new"]


def test_erase_and_export_by_command(store: ConversationStore, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GROUNDWORK_DATABASE", address)
    store._clock.now = time.time()  # the command reads the real time
    run(say(store, "rest:a", "1", SlotSet("consent", True), SlotSet("answers", {"facts": "on the table"})))
    run(store.open_conversations.remember_code("d" * 64, "rest:a"))
    run(say(store, "rest:b", "2", SlotSet("consent", True)))
    capsys.readouterr()
    assert cli.main(["export", "rest:a"]) == 0
    whole = capsys.readouterr().out
    assert all(words in whole for words in (f"{PLANTED} 1", "on the table", f"I heard {PLANTED}", "d" * 64)) and f"{PLANTED} 2" not in whole
    assert cli.main(["export", "rest:a", "--text"]) == 0 and f"{PLANTED} 1" in capsys.readouterr().out
    assert cli.main(["erase", "rest:a"]) == 0 and cli.main(["export", "rest:a"]) == 1 and cli.main(["erase", "rest:a"]) == 1
    assert run(store.keys()) == ["rest:b"]
    assert cli.main(["erase", "--all"]) == 0
    with store.database.reading() as connection:
        assert not [row for table in conversation_tables() for row in connection.execute(sa.select(table))]
