"""Keys: wrong ones are named in a clear line, new ones retire old ones, rows cannot be put in each other's place."""
from __future__ import annotations

import asyncio
import shutil
import threading
from pathlib import Path
from typing import Any, Awaitable, List

import pytest
import sqlalchemy as sa
from rasa.shared.exceptions import RasaException

from groundwork import cli
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.keys import KEY_FILE, KeysError, MasterKeys
from groundwork.storage.rotation import begin_rotation, leave_only_newest, rewrap
from groundwork.storage.sealing import Box, NotSealedHere, new_key
from groundwork.storage.tables import CONVERSATIONS, TURNS
from groundwork.storage.turn import Saved
from tests.storage.journeys import DOMAIN, RandomConversation
from tests.storage.opened import kept_text
from tests.storage.test_snapshot import take

OLD, NEW = "0a" * 32, "0b" * 32


def run(work: Awaitable[Any]) -> Any:
    async def wait() -> Any:
        return await work

    return asyncio.run(wait())


def talked(address: str, conversations: int = 3) -> ConversationStore:
    """A store with some conversations."""
    store = ConversationStore(DOMAIN, path=address, life_hours=24)
    for number in range(conversations):
        for turn in range(4):
            assert run(take(store, f"rest:{number}", turn, RandomConversation(number, undoing=False))).saved is Saved.WRITTEN
    return store


def test_another_key_is_refused_with_a_line_that_says_what_to_do(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWORK_KEYS", OLD)
    talked(address)
    monkeypatch.setenv("GROUNDWORK_KEYS", NEW)
    with pytest.raises(RasaException) as error:
        ConversationStore(DOMAIN, path=address, life_hours=24)
    assert "GROUNDWORK_KEYS" in str(error.value) and OLD not in str(error.value) and "\n" not in str(error.value)
    monkeypatch.setenv("GROUNDWORK_KEYS", f"{NEW},{OLD}")
    assert run(ConversationStore(DOMAIN, path=address, life_hours=24).retrieve("rest:1")) is not None


def test_a_lost_key_file_is_named_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GROUNDWORK_KEYS")
    file = tmp_path / "kept" / "c.sqlite3"
    talked(str(file))
    kept = (file.parent / KEY_FILE).read_bytes()
    for content in (b"", b"not a key\n", NEW.encode() + b"\n"):
        (file.parent / KEY_FILE).write_bytes(content)
        with pytest.raises(RasaException) as error:
            ConversationStore(DOMAIN, path=str(file), life_hours=24)
        assert str(file.parent / KEY_FILE) in str(error.value)
    (file.parent / KEY_FILE).write_bytes(kept)
    assert len(run(ConversationStore(DOMAIN, path=str(file), life_hours=24).keys())) == 3


def test_of_several_processes_that_make_a_key_file_one_wins(tmp_path: Path) -> None:
    made: List[str] = []
    threads = [threading.Thread(target=lambda: made.append(MasterKeys((), tmp_path).newest.id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1 and [part.name for part in tmp_path.iterdir()] == [KEY_FILE]


def test_after_a_rotation_the_new_key_is_enough_and_the_old_one_opens_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWORK_KEYS", OLD)
    before = kept_text(talked(address))
    monkeypatch.setenv("GROUNDWORK_KEYS", f"{NEW},{OLD}")
    store = ConversationStore(DOMAIN, path=address, life_hours=24)
    assert rewrap(store.database, store.vault) == 3
    monkeypatch.setenv("GROUNDWORK_KEYS", NEW)
    assert sorted(kept_text(ConversationStore(DOMAIN, path=address, life_hours=24)).split("\n")) == sorted(before.split("\n"))
    monkeypatch.setenv("GROUNDWORK_KEYS", OLD)
    with pytest.raises(RasaException):
        ConversationStore(DOMAIN, path=address, life_hours=24)


def test_a_retired_keys_backups_are_unreadable_and_the_running_process_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GROUNDWORK_KEYS")
    file = tmp_path / "kept" / "c.sqlite3"
    monkeypatch.setenv("GROUNDWORK_DATABASE", str(file))
    running = talked(str(file))
    backup = tmp_path / "backup"
    backup.mkdir()
    for part in file.parent.glob("c.sqlite3*"):
        shutil.copy(part, backup)
    old = (file.parent / KEY_FILE).read_bytes()
    assert cli.main(["keys", "rotate"]) == 0
    assert old.strip() not in b"".join(part.read_bytes() for part in file.parent.iterdir())
    shutil.copy(file.parent / KEY_FILE, backup)
    with pytest.raises(RasaException):
        ConversationStore(DOMAIN, path=str(backup / "c.sqlite3"), life_hours=24)
    for number in (0, 9):  # one that was there, and a new one, by a process that has only seen the old key
        assert run(take(running, f"rest:{number}", 100, RandomConversation(5, undoing=False))).saved is Saved.WRITTEN
    assert "rest:9" in run(ConversationStore(DOMAIN, path=str(file), life_hours=24).keys())


def test_a_rotation_that_was_interrupted_goes_on_with_the_same_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GROUNDWORK_KEYS")
    store = talked(str(tmp_path / "c.sqlite3"))
    begin_rotation(store.database, store.vault.masters)
    newest = store.vault.masters.newest.id
    begin_rotation(store.database, store.vault.masters)
    assert store.vault.masters.newest.id == newest and len(store.vault.masters.all) == 2
    assert rewrap(store.database, store.vault) == 3 and leave_only_newest(store.database, store.vault.masters) == 1
    with pytest.raises(KeysError):
        MasterKeys((), tmp_path).find("0" * 16)
    assert len(run(store.keys())) == 3


def test_while_it_turns_conversations_go_on(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWORK_KEYS", OLD)
    talked(address, 12)
    monkeypatch.setenv("GROUNDWORK_KEYS", f"{NEW},{OLD}")
    store, other = (ConversationStore(DOMAIN, path=address, life_hours=24) for _ in range(2))
    done = threading.Event()

    def turning() -> None:
        rewrap(store.database, store.vault)
        done.set()

    async def talking() -> None:
        number = 0
        while not done.is_set() or number < 30:
            turn = await take(other, f"rest:{number % 15}", 100 + number, RandomConversation(number, undoing=False))
            assert turn.saved is Saved.WRITTEN
            number += 1

    thread = threading.Thread(target=turning)
    thread.start()
    asyncio.run(talking())
    thread.join()
    with store.database.reading() as connection:
        assert {row.key_id for row in connection.execute(sa.select(CONVERSATIONS.c.key_id))} == {store.vault.masters.newest.id}


@pytest.mark.parametrize("what", ["key", "snapshot", "turn", "order"])
def test_a_row_in_anothers_place_does_not_open_and_nothing_is_said(address: str, what: str) -> None:
    store = talked(address, 2)
    mine, theirs = (store.vault.ids.conversation(f"rest:{number}") for number in (0, 1))
    with store.database.writing() as connection:
        if what in ("key", "snapshot"):
            other = connection.execute(sa.select(CONVERSATIONS.c[what]).where(CONVERSATIONS.c.conversation == theirs)).scalar_one()
            connection.execute(sa.update(CONVERSATIONS).where(CONVERSATIONS.c.conversation == mine).values({what: other}))
        else:
            place = (TURNS.c.conversation == theirs) & (TURNS.c.number == 1) if what == "turn" else (TURNS.c.conversation == mine) & (TURNS.c.number == 2)
            other = connection.execute(sa.select(TURNS.c.data).where(place)).scalar_one()
            connection.execute(sa.update(TURNS).where(TURNS.c.conversation == mine, TURNS.c.number == 1).values(data=other))
    tracker = run(store.retrieve_full_tracker("rest:0") if what in ("turn", "order") else store.retrieve("rest:0"))
    assert tracker.is_paused() and len(tracker.events) == 2
    turn = run(take(store, "rest:0", 50, RandomConversation(0))) if what in ("key", "snapshot") else None
    assert turn is None or turn.saved is Saved.FAILED
    assert run(store.retrieve_full_tracker("rest:1")).latest_message is not None


def test_what_is_sealed_says_nothing_by_its_length_and_never_looks_the_same() -> None:
    box = Box("rest:a", "a" * 32, new_key())
    one, other, again = box.seal("turn", 1, ["yes"]), box.seal("turn", 1, ["what I carry is shame"]), box.seal("turn", 1, ["yes"])
    assert len(one) == len(other) and one != again and box.open("turn", 1, one) == box.open("turn", 1, again) == ["yes"]
    for changed in (one[:-1] + bytes([one[-1] ^ 1]), one[:40], b"", b"\x02" + one[1:]):
        with pytest.raises(NotSealedHere):
            box.open("turn", 1, changed)
    for kind, position in (("turn", 2), ("snapshot", 1)):
        with pytest.raises(NotSealedHere):
            box.open(kind, position, one)
