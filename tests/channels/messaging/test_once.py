"""Each delivery is worked on once, and only what a platform has signed is."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Dict

import pytest

from groundwork.storage.deliveries import KNOWN_SECONDS, LEASE_SECONDS, Claim
from tests.channels.messaging.serving import serving


def run_with(tmp_path: Path, work: Any) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            await work(telegram, server)

    asyncio.run(run())


def test_a_delivery_that_comes_again_is_taken_and_not_answered_again(tmp_path: Path) -> None:
    async def work(telegram: Any, server: Any) -> None:
        delivery = telegram.typed("7", "hello")
        for _ in range(3):
            assert (await telegram.deliver(delivery)).ok
        await asyncio.sleep(0.3)
        assert len(server.agent.messages) == 1 and len(telegram.shown_to("7")) == 2

    run_with(tmp_path, work)


def test_of_many_at_once_one_is_answered(tmp_path: Path) -> None:
    async def work(telegram: Any, server: Any) -> None:
        delivery = telegram.typed("7", "hello")
        taken = await asyncio.gather(*(telegram.deliver(delivery) for _ in range(10)))
        assert all(one.ok for one in taken)
        await asyncio.sleep(0.3)
        assert len(server.agent.messages) == 1 and len(telegram.shown_to("7")) == 2

    run_with(tmp_path, work)


def test_what_could_not_be_saved_is_refused_and_answered_when_it_comes_again(tmp_path: Path) -> None:
    async def work(telegram: Any, server: Any) -> None:
        server.agent.broken = 100
        delivery = telegram.typed("7", "hello")
        assert (await telegram.deliver(delivery)).status == 503
        server.agent.broken = 0
        assert (await telegram.deliver(delivery)).ok
        await asyncio.sleep(0.3)
        assert len(telegram.shown_to("7")) == 2

    run_with(tmp_path, work)


def test_a_lease_that_ran_out_is_taken_over_and_a_done_one_is_not(tmp_path: Path) -> None:
    async def work(telegram: Any, server: Any) -> None:
        deliveries = server.store.deliveries
        assert await deliveries.claim("a") is Claim.MINE and await deliveries.claim("a") is Claim.BUSY
        server.clock_offset = LEASE_SECONDS + 1
        assert await deliveries.claim("a") is Claim.MINE and await deliveries.claim("a") is Claim.BUSY
        await deliveries.mark_done("a")
        server.clock_offset *= 2
        assert await deliveries.claim("a") is Claim.DONE

    run_with(tmp_path, work)


def test_a_delivery_is_known_as_long_as_a_platform_may_send_it_again_and_no_longer(tmp_path: Path) -> None:
    async def work(telegram: Any, server: Any) -> None:
        deliveries = server.store.deliveries
        await deliveries.claim("a")
        await deliveries.mark_done("a")
        for seconds, then in ((KNOWN_SECONDS - 1, Claim.DONE), (KNOWN_SECONDS + LEASE_SECONDS + 1, Claim.MINE)):
            server.clock_offset = seconds
            await server.store.database.run(server.store.erasing.remove_expired)
            assert await deliveries.claim("a") is then

    run_with(tmp_path, work)


@pytest.mark.parametrize("changes, path, status", [
    ({"headers": {"X-Telegram-Bot-Api-Secret-Token": None}}, "", 403),
    ({"headers": {"X-Telegram-Bot-Api-Secret-Token": ""}}, "", 403),
    ({"headers": {"X-Telegram-Bot-Api-Secret-Token": "telegram-secre"}}, "", 403),
    ({"headers": {"X-Telegram-Bot-Api-Secret-Token": "telegram-secret "*20}}, "", 403),
    ({"body": b"{"}, "", 400), ({"body": b"[]"}, "", 400), ({"body": b"{}"}, "", 400), ({"body": b'{"update_id": "1"}'}, "", 400), ({"body": b""}, "", 400),
    ({"body": b"\xff\xfe\x00"}, "", 400), ({"body": b'{"update_id": 1, "message": {"text": "' + b"x" * 300_000 + b'"}}'}, "", 413),
    ({}, "/other", 404), ({"method": "PUT"}, "", 405),
])
def test_what_is_forged_or_broken_is_refused(tmp_path: Path, changes: Dict[str, Any], path: str, status: int) -> None:
    async def work(telegram: Any, server: Any) -> None:
        taken = await telegram.deliver(telegram.typed("7", "planted").but(**changes), path)
        assert taken.status == status and b"planted" not in taken.body
        await asyncio.sleep(0.1)
        assert server.agent.messages == [] and telegram.shown == []

    run_with(tmp_path, work)


@pytest.mark.parametrize("update", [
    {"message": 5}, {"message": {}}, {"message": {"chat": {"id": "7"}, "text": "a"}}, {"message": {"chat": {"id": 7}}}, {"callback_query": {}},
    {"callback_query": {"data": 5, "message": {"chat": {"id": 7, "type": "private"}}}}, {"channel_post": {"text": "a"}}, {"poll": {}}, {},
    {"message": {"chat": {"id": 7, "type": "private"}, "from": {"id": 1, "is_bot": True}, "text": "a"}},
])
def test_an_update_that_is_no_message_of_a_person_is_taken_and_left(tmp_path: Path, update: Dict[str, Any]) -> None:
    async def work(telegram: Any, server: Any) -> None:
        assert (await telegram.deliver(telegram.update(**update))).ok
        await asyncio.sleep(0.1)
        assert server.agent.messages == [] and telegram.shown == []

    run_with(tmp_path, work)
