"""Two servers on one store and one Redis: what happens at one reaches the tabs at the other."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator

import pytest

from tests.channels.web.standin import Server, serving
from tests.channels.web.widget_model import Widget
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis
PLANTED = "zebrafinch"


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path).start()
    yield server
    server.kill()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


def play(file: Path, redis_server: RedisServer, scene: Callable[[Server, Server], Awaitable[None]]) -> None:
    async def run() -> None:
        async with serving(file, GROUNDWORK_REDIS=redis_server.url) as one, serving(file, GROUNDWORK_REDIS=redis_server.url) as other:
            await asyncio.sleep(0.3)  # until both listen
            await scene(one, other)

    asyncio.run(asyncio.wait_for(run(), 60))


async def two_tabs(one: Server, other: Server) -> Any:
    """A conversation in which the person has agreed, open in a tab at each server."""
    first = await (await Widget(one.address).connect()).begin()
    await first.say("yes")
    second = await Widget(other.address).connect(first.token)
    return first, second


def test_what_is_said_at_one_is_shown_at_the_other(file: Path, redis_server: RedisServer) -> None:
    async def scene(one: Server, other: Server) -> None:
        first, second = await two_tabs(one, other)
        for speaks, sees in ((first, second), (second, first), (first, second)):
            await speaks.say("hello there")
            await sees.until(lambda: sees.last == speaks.last)
        said = [{seq: message["text"] for seq, message in tab.shown.items() if message["from"] == "bot"} for tab in (first, second)]
        assert said[0] == said[1] and len(said[0]) >= 8
        assert not first.twice and not second.twice

    play(file, redis_server, scene)


def test_erase_at_one_empties_the_tab_at_the_other(file: Path, redis_server: RedisServer) -> None:
    async def scene(one: Server, other: Server) -> None:
        first, second = await two_tabs(one, other)
        assert await second.call("forget", {}) == {"ok": True}
        for tab in (first, second):
            await tab.until(lambda: tab.gone == ["forgotten"])

    play(file, redis_server, scene)


def test_a_word_that_erases_reaches_the_other_too(file: Path, redis_server: RedisServer) -> None:
    async def scene(one: Server, other: Server) -> None:
        first, second = await two_tabs(one, other)
        await first.say("erase")
        await second.until(lambda: second.gone == ["forgotten"])

    play(file, redis_server, scene)


def test_a_conversation_that_goes_on_elsewhere_leaves_the_tab_at_the_other(file: Path, redis_server: RedisServer) -> None:
    async def scene(one: Server, other: Server) -> None:
        first, _ = await two_tabs(one, other)
        code = (await first.say("pause"))[-1].rsplit(" ", 1)[1]
        device = await Widget(other.address).connect()
        await device.say(code)
        await first.until(lambda: first.gone == ["elsewhere"])

    play(file, redis_server, scene)


def test_what_was_missed_while_redis_was_away_is_seen_afterwards(file: Path, redis_server: RedisServer) -> None:
    async def scene(one: Server, other: Server) -> None:
        first, second = await two_tabs(one, other)
        third, fourth = await two_tabs(one, other)
        redis_server.kill()
        await first.say("while it was away")
        assert await third.call("forget", {}) == {"ok": True}
        redis_server.start()
        await second.until(lambda: second.last == first.last)
        await fourth.until(lambda: bool(fourth.gone))

    play(file, redis_server, scene)


def test_redis_hears_no_word_and_no_id(file: Path, redis_server: RedisServer) -> None:
    async def scene(one: Server, other: Server) -> None:
        heard = redis_server.client.pubsub()
        heard.psubscribe("*")
        first, second = await two_tabs(one, other)
        await first.say(PLANTED)
        await second.until(lambda: second.last == first.last)
        await first.call("forget", {})
        await second.until(lambda: bool(second.gone))
        told = []
        while (message := heard.get_message(timeout=0.2)) is not None:
            told.append(bytes(message["data"]) if message["type"] == "pmessage" else b"")
        conversation = next(iter(one.agent.messages)).sender_id
        assert sum(bool(data) for data in told) >= 2
        assert not any(PLANTED.encode() in data or conversation.encode() in data or conversation[4:].encode() in data for data in told)

    play(file, redis_server, scene)
