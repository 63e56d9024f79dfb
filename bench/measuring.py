"""Times of turns and turns a second, over HTTP on this machine."""
from __future__ import annotations

import asyncio
import math
import secrets
import statistics
import time
from dataclasses import dataclass
from typing import Awaitable, Callable, Dict, List, Sequence

import aiohttp

from bench.talkers import CHOICE, TEXT, Messages, Talker, Turn

#: How many talk at once when throughput is measured.
AT_ONCE = 50
#: Seconds after which one answer counts as a failure, and after which a phase of throughput ends.
PATIENCE = 60.0
LONGEST_PHASE = 120.0


class Conversation:
    """One conversation as the client sees it: what was answered last, and what is said next."""

    def __init__(self, talker: Talker) -> None:
        self.sender = secrets.token_hex(16)
        self._talker = talker
        self.hear([])

    def hear(self, messages: Messages) -> None:
        """Take in an answer, and decide what comes next."""
        self.answered = bool(messages)
        self.coming: Turn = self._talker.next(messages)


async def take_turn(session: aiohttp.ClientSession, address: str, conversation: Conversation) -> float:
    """Send the coming message and hear the answer; returns milliseconds. An HTTP error raises."""
    message = {"sender": conversation.sender, "message": conversation.coming.text}
    started = time.perf_counter()
    async with session.post(f"{address}/webhooks/rest/webhook", json=message) as answer:
        answer.raise_for_status()
        heard = await answer.json()
    milliseconds = (time.perf_counter() - started) * 1000
    conversation.hear(heard)
    return milliseconds


@dataclass(frozen=True)
class Timed:
    """One turn: its number from 1 in its conversation, its kind, its milliseconds, whether anything was answered."""

    number: int
    kind: str
    milliseconds: float
    answered: bool


async def turn_times(address: str, talkers: Sequence[Talker], turns: int) -> List[Timed]:
    """Conversations one after the other, one turn at a time."""
    times: List[Timed] = []
    async with _session(1) as session:
        for talker in talkers:
            conversation = Conversation(talker)
            for number in range(1, turns + 1):
                kind = conversation.coming.kind
                milliseconds = await take_turn(session, address, conversation)
                times.append(Timed(number, kind, milliseconds, conversation.answered))
    return times


async def throughput(address: str, talkers: Sequence[Talker], turns_each: int) -> Dict[str, float]:
    """Turns a second with `AT_ONCE` talking at once, choices and free text apart.

    Every conversation is first opened (not counted). Then all choices are made until words are asked for, then words are said until a
    choice is asked for; never more than `turns_each` of a kind in one conversation.
    """
    figures: Dict[str, float] = {}
    everyone = [Conversation(talker) for talker in talkers]
    async with _session(AT_ONCE) as session:
        await _all_at_once(everyone, lambda one: _turns_of_a_kind(session, address, one, one.coming.kind, 1))
        for kind in (CHOICE, TEXT):
            started = time.monotonic()
            count = await _all_at_once(everyone, lambda one: _turns_of_a_kind(session, address, one, kind, turns_each, started))
            figures[kind] = round(count / (time.monotonic() - started), 1)
            figures[f"{kind}, turns"] = count
    return figures


async def _turns_of_a_kind(
    session: aiohttp.ClientSession, address: str, one: Conversation, kind: str, most: int, started: float = math.inf
) -> int:
    count = 0
    while one.coming.kind == kind and count < most and time.monotonic() - started < LONGEST_PHASE:
        await take_turn(session, address, one)
        count += 1
    return count


def percentiles(times: Sequence[float]) -> Dict[str, float]:
    """p50 and p95 in milliseconds, and how many turns they come from."""
    if len(times) < 2:
        return {"turns": len(times)}
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return {"p50": round(statistics.median(times), 1), "p95": round(cuts[18], 1), "turns": len(times)}


async def _all_at_once(everyone: Sequence[Conversation], work: Callable[[Conversation], Awaitable[int]]) -> int:
    """Do something in every conversation, `AT_ONCE` at a time; returns the sum of what it gave."""
    queue = list(reversed(everyone))

    async def worker() -> int:
        count = 0
        while queue:
            count += await work(queue.pop())
        return count

    return sum(await asyncio.gather(*(worker() for _ in range(AT_ONCE))))


def _session(connections: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections), timeout=aiohttp.ClientTimeout(total=PATIENCE), trust_env=False
    )
