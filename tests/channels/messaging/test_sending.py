"""What is saved is sent: in order, nothing lost or doubled, whatever the platform suffers, and after a restart."""
from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any, Awaitable, Callable, List

import pytest

from groundwork.channels.messaging import sending
from tests.channels.messaging.serving import MessagingServer, telegram_channel, serving
from tests.channels.stand_ins.telegram import Telegram


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(sending, "LONGEST_WAIT", 0.2)
    monkeypatch.setattr(sending, "LOOK_SECONDS", 0.1)


async def until(done: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not come to pass"
        await asyncio.sleep(0.02)


def echoes(telegram: Telegram, person: str) -> List[str]:
    return [shown.text for shown in telegram.shown_to(person) if shown.text.startswith("You said")]


async def say_ten(telegram: Telegram, person: str) -> List[str]:
    for number in range(10):
        assert (await telegram.deliver(telegram.typed(person, f"word {number}"))).ok
    return [f"You said word {number}" for number in range(10)]


@pytest.mark.parametrize("suffers", ["down", "unavailable", "busy", "slow"])
def test_nothing_is_lost_or_doubled_and_the_order_is_kept(tmp_path: Path, suffers: str) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, _):
            setattr(telegram.faults, suffers, {"busy": 3, "slow": 0.1}.get(suffers, True))
            expected = await say_ten(telegram, "7")
            await asyncio.sleep(0.3)
            telegram.faults = type(telegram.faults)()
            await until(lambda: len(telegram.shown_to("7")) >= 20)
            await asyncio.sleep(0.3)
            assert echoes(telegram, "7") == expected and len(telegram.shown_to("7")) == 20
            assert telegram.refusals == []

    asyncio.run(run())


def test_what_the_platform_asks_to_wait_is_waited(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, _):
            telegram.faults.busy, telegram.faults.retry_after = 1, 1
            began = time.monotonic()
            await telegram.deliver(telegram.typed("7", "hello"))
            await until(lambda: len(telegram.shown_to("7")) == 2)
            assert telegram.shown_to("7")[0].at - began >= 1.0

    asyncio.run(run())


def test_one_who_blocked_the_bot_holds_up_nobody(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            telegram.blocked.add("8")
            await telegram.deliver(telegram.typed("8", "hello"))
            await telegram.deliver(telegram.typed("7", "hello"))
            await until(lambda: len(telegram.shown_to("7")) == 2)
            asked = telegram.requests
            await asyncio.sleep(0.5)
            assert telegram.requests == asked and not telegram.shown_to("8")

    asyncio.run(run())


def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    async def run() -> None:
        async with Telegram() as telegram:
            first = MessagingServer(tmp_path / "c.sqlite3", telegram_channel(telegram))
            await first.start()
            telegram.webhook = f"{first.address}/webhooks/telegram/webhook"
            telegram.faults.down = True
            expected = await say_ten(telegram, "7")
            await first.stop()
            telegram.faults.down = False
            second = MessagingServer(tmp_path / "c.sqlite3", telegram_channel(telegram), port=first.port)
            await second.start()
            try:
                await until(lambda: len(telegram.shown_to("7")) == 20)
                assert echoes(telegram, "7") == expected
            finally:
                await second.stop()

    asyncio.run(run())


def test_last_words_are_said_once_everything_is_erased(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            await telegram.deliver(telegram.typed("7", "yes"))
            telegram.faults.down = True
            erase = telegram.typed("7", "erase")
            assert (await telegram.deliver(erase)).ok
            assert await server.store.keys() == []
            telegram.faults.down = False
            await until(lambda: [shown.text for shown in telegram.shown_to("7")][-2:] == ["Erased", "Farewell"])
            before = len(server.agent.messages)
            assert (await telegram.deliver(erase)).ok  # the platform did not hear that it was taken
            await asyncio.sleep(0.2)
            assert len(server.agent.messages) == before and await server.store.keys() == []

    asyncio.run(run())


def test_who_waits_for_a_slow_platform_holds_up_nobody_else(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, _):
            telegram.faults.slow = 0.5
            began = time.monotonic()
            taken = await asyncio.gather(*(telegram.deliver(telegram.typed(person, "hello")) for person in ("7", "8", "9")))
            assert all(one.ok for one in taken) and time.monotonic() - began < 5
            await until(lambda: all(len(telegram.shown_to(person)) == 2 for person in ("7", "8", "9")))

    asyncio.run(run())
