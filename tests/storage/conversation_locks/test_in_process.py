"""The queues of one process."""
from __future__ import annotations

import asyncio
import random
from typing import List

from groundwork.storage.conversation_locks.in_process import InProcessLocks


def test_first_come_first_served_and_one_at_a_time() -> None:
    async def play() -> None:
        locks, made, active = InProcessLocks(), [], 0  # type: ignore[var-annotated]

        async def turn(number: int) -> None:
            nonlocal active
            async with locks.turn("c"):
                active += 1
                assert active == 1
                await asyncio.sleep(0)
                made.append(number)
                active -= 1

        await asyncio.gather(*(turn(number) for number in range(2000)))
        assert made == list(range(2000))

    asyncio.run(play())


def test_conversations_do_not_wait_for_each_other() -> None:
    async def play() -> None:
        locks, inside = InProcessLocks(), asyncio.Event()

        async def long() -> None:
            async with locks.turn("slow"):
                inside.set()
                await asyncio.sleep(60)

        slow = asyncio.ensure_future(long())
        await inside.wait()
        async with locks.turn("other"):
            pass
        slow.cancel()

    asyncio.run(asyncio.wait_for(play(), 5))


def test_whoever_gives_up_or_fails_stops_nobody() -> None:
    """Turns that fail, that are cancelled while they wait and while they are made, in a random order (seed 7)."""

    async def play() -> List[int]:
        locks, chance, made = InProcessLocks(), random.Random(7), []  # type: ignore[var-annotated]

        async def turn(number: int) -> None:
            async with locks.turn("c"):
                await asyncio.sleep(0.001)
                if number % 5 == 1:
                    raise ValueError
                made.append(number)

        turns = [asyncio.ensure_future(turn(number)) for number in range(200)]
        cancelled = set()
        for number in chance.sample(range(200), 60):
            if turns[number].cancel():
                cancelled.add(number)
            await asyncio.sleep(0.001)
        await asyncio.gather(*turns, return_exceptions=True)
        finished = [number for number, one in enumerate(turns) if not one.cancelled() and one.exception() is None]
        assert made == finished and len(made) > 80 and cancelled
        async with locks.turn("c"):
            made.append(-1)
        return made

    assert asyncio.run(asyncio.wait_for(play(), 20))[-1] == -1
