"""The first form of the database kept readable words: they are removed when it is opened, said in one line, and the file goes on."""
from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.turn import Saved
from tests.storage.journeys import DOMAIN, RandomConversation
from tests.storage.opened import on_disk
from tests.storage.test_snapshot import take

PLANTED = "zebrafinch"
_FIRST_FORM = """
PRAGMA journal_mode=WAL;
CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255), timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT);
CREATE INDEX ix_events_sender_id ON events (sender_id);
CREATE TABLE open_conversations (conversation VARCHAR(255) PRIMARY KEY, opened FLOAT NOT NULL, last_seq INTEGER NOT NULL);
CREATE TABLE token_lines (line VARCHAR(32) PRIMARY KEY, conversation VARCHAR(255) NOT NULL, issued INTEGER, oldest INTEGER, seen FLOAT);
CREATE TABLE answered_messages (conversation VARCHAR(255), message VARCHAR(64), first_seq INTEGER, last_seq INTEGER, PRIMARY KEY (conversation, message));
CREATE TABLE return_codes (digest VARCHAR(64) PRIMARY KEY, conversation VARCHAR(255) NOT NULL, used_by VARCHAR(64));
CREATE TABLE one_time_links (digest VARCHAR(64) PRIMARY KEY, conversation VARCHAR(255) NOT NULL, until FLOAT, used BOOLEAN);
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "c.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(_FIRST_FORM)
        for number in range(200):
            data = json.dumps({"event": "user", "text": f"{PLANTED} {number}", "metadata": {"long": PLANTED * (number % 50)}})
            database.execute("INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, 'user', ?, ?)", (f"web:{number % 7}", 1.8e9, data))
        database.execute("INSERT INTO open_conversations VALUES ('web:1', 1.8e9, 3)")
        database.commit()
    return file


def test_readable_words_are_removed_and_the_file_goes_on(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        store = ConversationStore(DOMAIN, path=str(file), life_hours=24)
    assert PLANTED.encode() not in on_disk(store) and b"web:" not in on_disk(store)
    assert len([record for record in caplog.records if "readable form" in record.getMessage()]) == 1
    assert asyncio.run(take(store, "rest:a", 1, RandomConversation(1))).saved is Saved.WRITTEN
    caplog.clear()
    again = ConversationStore(DOMAIN, path=str(file), life_hours=24)
    assert asyncio.run(again.retrieve("rest:a")) is not None and not caplog.records
