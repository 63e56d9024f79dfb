"""The queues of several processes, on a Redis of the tests' own that is stopped, frozen and killed."""
from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterator, List

import pytest

from groundwork.settings import PROJECT_ROOT
from groundwork.storage.conversation_locks.redis_link import LEASE_SECONDS
from groundwork.storage.conversation_locks.redis_locks import RedisLocks
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis
KEY = b"k" * 32
#: Another process: holds a conversation's turn until it is killed.
HOLDER = (
    "import asyncio, sys\n"
    "from groundwork.storage.conversation_locks.redis_locks import RedisLocks\n"
    "async def hold():\n"
    "    async with RedisLocks(sys.argv[1], b'k' * 32).turn(sys.argv[2]):\n"
    "        print('held', flush=True)\n"
    "        await asyncio.sleep(600)\n"
    "asyncio.run(hold())\n"
)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path).start()
    yield server
    server.kill()


def play(server: RedisServer, scene: Callable[..., Awaitable[None]], count: int = 2, key: bytes = KEY) -> None:
    """Run a scene with so many processes' locks; each has its own link."""

    async def run() -> None:
        locks = [RedisLocks(server.url, key) for _ in range(count)]
        try:
            await asyncio.wait_for(scene(*locks), 50)
        finally:
            for one in locks:
                await one.close()

    asyncio.run(run())


async def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)


def test_one_at_a_time_in_all_processes_and_in_the_order_of_coming(redis_server: RedisServer) -> None:
    async def scene(one: RedisLocks, other: RedisLocks) -> None:
        made: List[int] = []
        active = 0

        async def turn(number: int) -> None:
            nonlocal active
            async with (one, other)[number % 2].turn("c"):
                active += 1
                assert active == 1
                await asyncio.sleep(0.005)
                made.append(number)
                active -= 1

        async with one.turn("warm"), other.turn("warmer"):
            pass
        turns = []
        for number in range(40):
            turns.append(asyncio.ensure_future(turn(number)))
            await asyncio.sleep(0.004)  # so that Redis has heard of this one before the next
        await asyncio.gather(*turns)
        assert made == list(range(40))

    play(redis_server, scene)


def test_turns_that_come_at_once_are_all_made_and_each_process_keeps_its_order(redis_server: RedisServer) -> None:
    async def scene(*locks: RedisLocks) -> None:
        made: List[int] = []

        async def turn(number: int) -> None:
            async with locks[number % 3].turn("c"):
                made.append(number)

        await asyncio.gather(*(turn(number) for number in range(600)))
        assert sorted(made) == list(range(600))
        for process in range(3):
            mine = [number for number in made if number % 3 == process]
            assert mine == sorted(mine)

    play(redis_server, scene, 3)


def test_whoever_gives_up_stops_nobody(redis_server: RedisServer) -> None:
    async def scene(one: RedisLocks, other: RedisLocks) -> None:
        made: List[int] = []

        async def turn(number: int) -> None:
            async with (one, other)[number % 2].turn("c"):
                await asyncio.sleep(0.002)
                made.append(number)

        turns = [asyncio.ensure_future(turn(number)) for number in range(120)]
        for number in range(0, 120, 3):
            turns[number].cancel()
            await asyncio.sleep(0.001)
        await asyncio.gather(*turns, return_exceptions=True)
        assert sorted(made) == [number for number, task in enumerate(turns) if not task.cancelled()]
        assert len(made) >= 80

    play(redis_server, scene)


def test_when_a_process_is_killed_the_next_goes_on_after_its_lease(redis_server: RedisServer) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, redis_server.url, "c"], cwd=PROJECT_ROOT, stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"held\n"

    async def scene(one: RedisLocks) -> None:
        waiting = asyncio.ensure_future(_made(one, "c"))
        await asyncio.sleep(LEASE_SECONDS + 1.0)
        assert not waiting.done(), "a lease is renewed while the turn runs"
        holder.kill()
        killed = time.monotonic()
        await waiting
        assert time.monotonic() - killed < LEASE_SECONDS + 3

    try:
        play(redis_server, scene, 1)
    finally:
        holder.kill()
        holder.wait()


def test_while_redis_is_away_every_process_goes_on_and_then_they_wait_for_each_other_again(redis_server: RedisServer) -> None:
    async def scene(one: RedisLocks, other: RedisLocks) -> None:
        release = asyncio.Event()
        begun = asyncio.ensure_future(_made(one, "c", release))
        await asyncio.sleep(0.2)
        waiting = [asyncio.ensure_future(_made(other, "c")) for _ in range(3)]
        await asyncio.sleep(0.2)
        assert not any(task.done() for task in waiting)
        redis_server.kill()
        await asyncio.gather(*waiting)  # nobody waits for what is away; the store sees to it that nothing is overwritten
        await asyncio.gather(_made(one, "another"), _made(other, "another"))
        assert one.alone and other.alone
        redis_server.start()
        await until(lambda: not one.alone and not other.alone)
        late = asyncio.ensure_future(_made(other, "c"))
        await asyncio.sleep(0.3)
        assert not late.done(), "the turn that is still being made has its place in the queue again"
        release.set()
        await asyncio.gather(begun, late)

    play(redis_server, scene)


def test_a_redis_that_does_not_answer_keeps_nobody_for_long(redis_server: RedisServer) -> None:
    async def scene(one: RedisLocks) -> None:
        await _made(one, "c")
        redis_server.freeze(True)
        try:
            await asyncio.wait_for(_made(one, "c"), 10)
        finally:
            redis_server.freeze(False)
        await until(lambda: not one.alone)
        await _made(one, "c")

    play(redis_server, scene, 1)


def test_without_redis_from_the_start_turns_are_made(redis_server: RedisServer) -> None:
    async def scene(one: RedisLocks) -> None:
        await asyncio.gather(*(_made(one, "c") for _ in range(5)))
        assert one.alone
        redis_server.start()
        await until(lambda: not one.alone)

    redis_server.kill()
    play(redis_server, scene, 1)


def test_redis_is_told_no_id_and_nothing_stays(redis_server: RedisServer) -> None:
    async def scene(one: RedisLocks, other: RedisLocks) -> None:
        release = asyncio.Event()
        holding = asyncio.ensure_future(_made(one, "web:sentinel-id", release))
        waiting = asyncio.ensure_future(_made(other, "web:sentinel-id"))
        await asyncio.sleep(0.2)
        client = redis_server.client
        kept = b"".join([*client.keys("*"), *(item for key in client.keys("*queue*") for item in client.lrange(key, 0, -1))])
        assert b"queue" in kept and b"sentinel" not in kept and b"web:" not in kept
        release.set()
        await asyncio.gather(holding, waiting)

    play(redis_server, scene)
    assert not [key for key in redis_server.client.keys("*") if b"queue" in key or b"wake" in key or b"alive" in key]


def test_another_secret_is_told_and_turns_are_made_all_the_same(redis_server: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(one: RedisLocks) -> None:
        await _made(one, "c")
        stranger = RedisLocks(redis_server.url, b"x" * 32)
        try:
            await _made(stranger, "c")
            assert stranger.alone and not one.alone
        finally:
            await stranger.close()

    play(redis_server, scene, 1)
    assert any("GROUNDWORK_SECRET" in record.getMessage() for record in caplog.records)


async def _made(locks: RedisLocks, conversation: str, release: Any = None) -> None:
    async with locks.turn(conversation):
        if release is not None:
            await release.wait()
