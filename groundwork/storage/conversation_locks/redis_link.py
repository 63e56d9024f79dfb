"""This process's link to Redis: its lease, the calls it makes in order, and the news that its turn has come. One life of a link is one `RedisLink`."""
from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Callable, List, Optional, Sequence, Tuple

from redis.asyncio import Redis
from redis.exceptions import RedisError

#: Before every key of ours.
PREFIX = "groundwork:"
#: Seconds after which a process that has not been heard of makes no turns any more, and how often it is heard of.
LEASE_SECONDS, BEAT_SECONDS = 4.0, 1.0
#: Seconds that an unused queue, or news for a process that is gone, is kept.
KEPT_SECONDS = 600.0
#: Seconds that Redis has to answer.
PATIENCE_SECONDS = 2.0
_SCRIPT = (Path(__file__).parent / "queue.lua").read_text(encoding="utf-8")

Answered = Callable[[bool, float], None]


class OtherSecret(Exception):
    """The processes that share this Redis have another GROUNDWORK_SECRET, and so other names for the same conversations."""


class LeaseLost(Exception):
    """This process was not heard of for longer than its lease; others may have passed over its tickets."""


class RedisLink:
    """Open it, run it until it fails, close it. A ticket begins with `process`, so those of an earlier link count no more."""

    def __init__(self, url: str, fingerprint: str, called: Callable[[str, str], None]) -> None:
        """url: of Redis. fingerprint: tells a secret from another. called: takes queue and ticket of a turn that has come."""
        self.process = secrets.token_hex(8)
        self._fingerprint, self._called = fingerprint, called
        self._redis = Redis.from_url(url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS)
        self._inbox = Redis.from_url(url, socket_timeout=LEASE_SECONDS + PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS)
        self._calls: List[Tuple[str, str, str, Optional[Answered]]] = []
        self._more = asyncio.Event()
        self._script = ""

    def call(self, step: str, queue: str, ticket: str, answered: Optional[Answered] = None) -> None:
        """Send a step of `queue.lua` after those before it; what it answers is given to `answered`."""
        self._calls.append((step, queue, ticket, answered))
        self._more.set()

    async def open(self) -> None:
        """Take a lease.

        Raises:
            OtherSecret: if the other processes have another secret.
        """
        self._script = str(await self._redis.script_load(_SCRIPT))
        await self._redis.set(PREFIX + "alive:" + self.process, 1, px=_ms(LEASE_SECONDS))
        await self._compare_secret()

    async def run(self) -> None:
        """Send, listen and renew the lease, until something fails; this raises what it was."""
        work = [asyncio.ensure_future(one) for one in (self._send(), self._listen(), self._beat())]
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            await end_tasks(work, 0.1)

    async def close(self) -> None:
        """Give the lease up, as far as Redis can be reached."""
        try:
            await self._redis.delete(PREFIX + "alive:" + self.process, PREFIX + "wake:" + self.process)
        except (RedisError, OSError, asyncio.TimeoutError):
            pass  # it ends by itself
        for redis in (self._redis, self._inbox):
            await redis.close()

    async def _send(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            calls, self._calls = self._calls, []
            pipe = self._redis.pipeline(transaction=False)
            for step, queue, ticket, _ in calls:
                pipe.evalsha(self._script, 1, queue, step, ticket, PREFIX, _ms(KEPT_SECONDS))
            for (_, _, _, answered), (goes_on, look_after) in zip(calls, await pipe.execute()):
                if answered is not None:
                    answered(bool(goes_on), max(0, look_after) / 1000)

    async def _listen(self) -> None:
        while True:
            news = await self._inbox.blpop(PREFIX + "wake:" + self.process, timeout=LEASE_SECONDS)
            if news:
                queue, ticket = news[1].decode().split(" ")
                self._called(queue, ticket)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            if not await self._redis.set(PREFIX + "alive:" + self.process, 1, px=_ms(LEASE_SECONDS), xx=True):
                raise LeaseLost
            await self._compare_secret()

    async def _compare_secret(self) -> None:
        """All of one Redis must name a conversation alike; who came first says how, as long as anyone is there."""
        await self._redis.set(PREFIX + "names", self._fingerprint, nx=True, px=_ms(LEASE_SECONDS))
        if (await self._redis.get(PREFIX + "names")) not in (None, self._fingerprint.encode()):
            raise OtherSecret
        await self._redis.pexpire(PREFIX + "names", _ms(LEASE_SECONDS))


async def end_tasks(tasks: Sequence["asyncio.Task[None]"], again_after: float) -> None:
    """Cancel tasks, and after so many seconds again: the Redis client loses a cancellation that comes together with an answer."""
    while any(not task.done() for task in tasks):
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=again_after)
    for task in tasks:
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not complain that nobody did


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
