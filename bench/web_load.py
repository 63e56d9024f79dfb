"""Many browser tabs that talk over the channel web at once: `python -m bench.web_load [--tabs 300] [--seconds 60] [--think 10]`.

Starts Groundwork on loopback with a database of its own, opens the tabs, has each say or choose something every `think` seconds on average, and
ends by itself. Prints one JSON object. An answer is timed from sending to its first bubble, and to `done` (the pauses between bubbles included).
"""
from __future__ import annotations

import argparse
import asyncio
import json
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

import aiohttp

from bench.bots import SEED, groundwork_process
from bench.measuring import percentiles
from bench.memory import cpu_seconds, pss_in_mb
from bench.sentences import sentences
from groundwork.running.processes import Processes
from groundwork.running.ready import wait_until_ready
from groundwork.running.signals import Stopped, stop_by_exception

#: Seconds after which an answer counts as missing.
PATIENCE = 20.0
#: Choices that end or pause a conversation are not made.
_ENDING = ("erase", "leave", "under", "not now", "stop", "forget", "bye", "pause", "later", "keep")


@dataclass
class Figures:
    """What all tabs have seen: milliseconds to the first bubble and to `done`, and errors by kind."""

    first: List[float] = field(default_factory=list)
    done: List[float] = field(default_factory=list)
    errors: "Counter[str]" = field(default_factory=Counter)


class Tab:
    """One tab: the few frames of socket.io that it takes, by hand, so that 300 of them cost this machine little."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, figures: Figures, texts: Iterator[str], chance: random.Random) -> None:
        self._socket, self._figures, self._texts, self._chance = socket, figures, texts, chance
        self._choices: List[Dict[str, str]] = []
        self._heard: "asyncio.Queue[Tuple[str, Any]]" = asyncio.Queue()

    async def open(self) -> None:
        """Say who it is, and read the welcome."""
        await self._socket.send_str('40{"v":1}')
        self._listening = asyncio.ensure_future(self._listen())
        await self._until("session")
        await self._socket.send_str('42["begin",{}]')
        await self._until("message")

    async def talk(self, until: float, think: float) -> None:
        """Say something now and then."""
        await asyncio.sleep(self._chance.random() * think)
        while time.monotonic() < until:
            try:
                await asyncio.wait_for(self._turn(), PATIENCE)
            except asyncio.TimeoutError:
                self._figures.errors["no answer"] += 1
            await asyncio.sleep(self._chance.uniform(0.5, 1.5) * think)
        self._listening.cancel()

    async def _turn(self) -> None:
        name, started = secrets.token_hex(16), time.perf_counter()
        usable = [choice for choice in self._choices if not any(word in choice["label"].lower() for word in _ENDING)]
        if usable and self._chance.random() < 0.6:
            event, what = "choose", {"choice": self._chance.choice(usable)["id"]}
        else:
            event, what = "say", {"text": next(self._texts)}
        self._choices = []
        while not self._heard.empty():
            self._heard.get_nowait()
        await self._socket.send_str("421" + json.dumps([event, {"id": name, **what}]))
        first: Optional[float] = None
        while True:
            kind, data = await self._heard.get()
            if kind == "ack" and not data["ok"]:
                self._figures.errors[data["code"]] += 1
                return
            if kind == "message" and first is None:
                first = (time.perf_counter() - started) * 1000
            if kind == "done" and data["id"] == name:
                self._figures.first.append(first or 0.0)
                self._figures.done.append((time.perf_counter() - started) * 1000)
                return

    async def _until(self, kind: str) -> None:
        while (await asyncio.wait_for(self._heard.get(), PATIENCE))[0] != kind:
            pass

    async def _listen(self) -> None:
        async for frame in self._socket:
            if frame.data == "2":
                await self._socket.send_str("3")
            elif frame.data.startswith("431"):
                self._heard.put_nowait(("ack", json.loads(frame.data[3:])[0]))
            elif frame.data.startswith("42"):
                kind, data = json.loads(frame.data[2:])
                if kind == "message" and data["choices"]:
                    self._choices = data["choices"]
                self._heard.put_nowait((kind, data))
        self._figures.errors["connection closed"] += 1


async def load(address: str, tabs: int, seconds: float, think: float) -> Figures:
    """Open the tabs, and let them talk for so many seconds."""
    figures, texts, chance = Figures(), sentences(SEED), random.Random(SEED)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), trust_env=False) as session:
        everyone: List[Tab] = []
        for _ in range(tabs):
            socket = await session.ws_connect(f"{address}/chat/?EIO=4&transport=websocket")
            everyone.append(Tab(socket, figures, texts, chance))
            await everyone[-1].open()
        until = time.monotonic() + seconds
        await asyncio.gather(*(tab.talk(until, think) for tab in everyone))
    return figures


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description="Many tabs that talk over the channel web at once.")
    parser.add_argument("--tabs", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=10.0, help="seconds between an answer and the next message, on average")
    options = parser.parse_args()
    stop_by_exception()
    settings = {"GROUNDWORK_CHANNELS": "web", "GROUNDWORK_WEB_CONNECTIONS_PER_ADDRESS": "100000", "GROUNDWORK_WEB_MESSAGES_PER_MINUTE": "1000000"}
    try:
        with tempfile.TemporaryDirectory(prefix="groundwork-load-") as folder, Processes() as processes:
            process, address, ready_at = groundwork_process(Path(folder), **settings)
            pid = processes.start(process)
            if wait_until_ready(ready_at, lambda: processes.first_ended() is None):
                print(process.log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
                return 1
            before, worked = pss_in_mb(pid), cpu_seconds(pid)
            figures = asyncio.run(load(address, options.tabs, options.seconds, options.think))
            after, worked = pss_in_mb(pid), cpu_seconds(pid) - worked
    except Stopped:
        return 130
    print(json.dumps({
        "tabs": options.tabs, "seconds": options.seconds, "think, s": options.think, "turns a second": round(len(figures.done) / options.seconds, 1),
        "first bubble, ms": percentiles(figures.first), "done, ms": percentiles(figures.done), "errors": dict(figures.errors),
        "CPU of all processes, ms a turn": round(1000 * worked / max(1, len(figures.done)), 1), "memory when ready, MB": before, "memory afterwards, MB": after,
    }, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
