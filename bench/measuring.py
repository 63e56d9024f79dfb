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

from bench.talkers import CHOICE, COACHED, TEXT, Messages, Talker, Turn

#: Seconds after which one answer counts as a failure, and after which a phase of throughput ends.
PATIENCE = 60.0
LONGEST_PHASE = 20.0


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


async def throughput(address: str, talkers: Sequence[Talker], at_once: int, turns_each: int) -> Dict[str, Dict[str, float]]:
    """Turns a second with so many talking at once, for choices and for free text: "a second" and how many "turns" that comes from.

    Every conversation is first opened (not counted). Then all choices are made until words are asked for, then words are said until a
    choice is asked for; never more than `turns_each` of a kind in one conversation.
    """
    figures: Dict[str, Dict[str, float]] = {}
    everyone = [Conversation(talker) for talker in talkers]
    async with _session(at_once) as session:
        await _all_at_once(everyone, at_once, lambda one: _turns_of_kinds(session, address, one, (one.coming.kind,), 1))
        for name, kinds in ((CHOICE, (CHOICE,)), (TEXT, (TEXT, COACHED))):
            started = time.monotonic()
            count = await _all_at_once(everyone, at_once, lambda one: _turns_of_kinds(session, address, one, kinds, turns_each, started))
            figures[name] = {"a second": round(count / (time.monotonic() - started), 1), "turns": count}
    return figures


async def _turns_of_kinds(
    session: aiohttp.ClientSession, address: str, one: Conversation, kinds: Sequence[str], most: int, started: float = math.inf
) -> int:
    count = 0
    while one.coming.kind in kinds and count < most and time.monotonic() - started < LONGEST_PHASE:
        await take_turn(session, address, one)
        count += 1
    return count


def percentiles(times: Sequence[float]) -> Dict[str, float]:
    """p50 and p95 in milliseconds, and how many turns they come from."""
    if len(times) < 2:
        return {"turns": len(times)}
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return {"p50": round(statistics.median(times), 1), "p95": round(cuts[18], 1), "turns": len(times)}


async def _all_at_once(everyone: Sequence[Conversation], at_once: int, work: Callable[[Conversation], Awaitable[int]]) -> int:
    """Do something in every conversation, so many at a time; returns the sum of what it gave."""
    queue = list(reversed(everyone))

    async def worker() -> int:
        count = 0
        while queue:
            count += await work(queue.pop())
        return count

    return sum(await asyncio.gather(*(worker() for _ in range(at_once))))


def _session(connections: int) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections), timeout=aiohttp.ClientTimeout(total=PATIENCE), trust_env=False
    )
