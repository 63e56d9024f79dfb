"""The database fails under the chat: the person is told kindly, the server goes on, and the message sent again is answered once."""
from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Iterator

import aiohttp
import pytest

from groundwork.channels.failing import RESPONSE
from tests.channels.web.standin import Server, serving
from tests.channels.web.widget_model import Widget, new_id
from tests.storage.opened import kept_text

SENTENCE = "Not just now. Please send it again."


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GROUNDWORK_DATABASE_WAIT", "1")
    return tmp_path / "kept" / "conversations.sqlite3"


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Another process holds the write lock."""
    server.agent.domain = SimpleNamespace(responses={RESPONSE: [{"text": SENTENCE}]})
    other = sqlite3.connect(server.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_message_that_cannot_be_kept_is_told_and_answered_when_it_comes_again(file: Path) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await (await Widget(server.address).connect()).begin()
            message = {"id": new_id(), "text": "zebrafinch"}
            with locked(server):
                assert await widget.call("say", message) == {"ok": True}
                waits = []
                async with aiohttp.ClientSession() as session:
                    while not widget.later:
                        began = time.monotonic()
                        async with session.get(f"{server.address}/webhooks/ready/") as answer:
                            assert answer.status == 200
                        waits.append(time.monotonic() - began)
                        await asyncio.sleep(0.02)
                assert max(waits) < 0.5  # nobody else waits for the database
                assert widget.later[0]["id"] == message["id"] and widget.later[0]["text"] == SENTENCE and widget.later[0]["wait"] > 0
                assert not widget.done[1:] and "zebrafinch" not in " ".join(widget.texts)
            assert await widget.say("zebrafinch", message["id"]) == ["You said zebrafinch", "Which?"]
            assert await widget.say("zebrafinch", message["id"]) == []  # answered once, shown once
            assert kept_text(server.store).count(message["id"]) == 2  # in its turn and in the snapshot
            await widget.close()

    asyncio.run(run())


def test_the_welcome_comes_when_it_can(file: Path) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await Widget(server.address).connect()
            with locked(server):
                await widget.call("begin", {})
                await widget.until(lambda: bool(widget.later))
                assert widget.later[0]["id"] == ""
            await widget.begin()
            await widget.until(lambda: widget.texts == ["Welcome", "Which?"])
            await widget.close()

    asyncio.run(run())


def test_erasing_that_fails_is_not_said_to_be_done(file: Path) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await (await Widget(server.address).connect()).begin()
            with locked(server):
                refused = await widget.call("forget", {})
                assert not refused["ok"] and refused["code"] == "busy" and not widget.gone
            assert (await widget.call("forget", {}))["ok"]
            await widget.until(lambda: widget.gone == ["forgotten"])
            await widget.close()

    asyncio.run(run())
