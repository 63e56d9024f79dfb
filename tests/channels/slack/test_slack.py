"""Slack through its stand-in: what a person sees, and what is refused."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Dict

import pytest

from tests.channels.messaging.serving import PRIVATE_ONLY, serving
from tests.channels.stand_ins.person import Person


def run_with(tmp_path: Path, work: Any) -> None:
    async def run() -> None:
        async with serving("slack", tmp_path / "c.sqlite3") as (slack, server):
            await work(slack, server)

    asyncio.run(run())


def test_an_event_comes_in_and_the_answer_goes_out(tmp_path: Path) -> None:
    async def work(slack: Any, server: Any) -> None:
        person = Person(slack, "U7")
        await person.say("a < b & c")
        assert "You said a < b & c" in person.text and [offer.label for offer in person.offers] == ["The first", "The second"]
        await person.tap(person.offers[1])
        assert server.agent.messages[-1].text == "here/utter_which:second"
        assert slack.refusals == [] and all(shown.raw["text"].count("<") == 0 for shown in slack.shown)

    run_with(tmp_path, work)


def test_the_address_is_verified(tmp_path: Path) -> None:
    async def work(slack: Any, server: Any) -> None:
        taken = await slack.deliver(slack.verification("abc123"))
        assert (taken.status, taken.body) == (200, b"abc123")

    run_with(tmp_path, work)


@pytest.mark.parametrize("changes, age, status", [
    ({"headers": {"X-Slack-Signature": None}}, 0, 403), ({"headers": {"X-Slack-Signature": "v0="}}, 0, 403), ({"headers": {"X-Slack-Request-Timestamp": None}}, 0, 403),
    ({"headers": {"X-Slack-Request-Timestamp": "now"}}, 0, 403), ({"headers": {"X-Slack-Signature": "v0=" + "0" * 64}}, 0, 403),
    ({"headers": {"X-Slack-Signature": "v0=\u00e9"}}, 0, 403),
    ({"body": b'{"type": "event_callback", "event_id": "Ev1"}'}, 0, 403), ({"body": b"\xff\xfe"}, 0, 403), ({}, 301, 403), ({}, -301, 403), ({"body": b"x" * 300_000}, 0, 413),
])
def test_what_is_forged_or_stale_is_refused(tmp_path: Path, changes: Dict[str, Any], age: float, status: int) -> None:
    async def work(slack: Any, server: Any) -> None:
        delivery = slack.event(age, **slack._message("U7", "planted")).but(**changes)
        taken = await slack.deliver(delivery)
        assert taken.status == status and b"planted" not in taken.body and server.agent.messages == []

    run_with(tmp_path, work)


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"type": "event_callback"}', b'{"type": "event_callback", "event_id": 5}'])
def test_what_is_signed_and_no_event_is_refused(tmp_path: Path, body: bytes) -> None:
    async def work(slack: Any, server: Any) -> None:
        assert (await slack.deliver(slack.signed("x", body, "application/json"))).status == 400
        assert (await slack.deliver(slack.signed("x", body, "application/x-www-form-urlencoded"))).status == 400

    run_with(tmp_path, work)


def test_a_retry_is_taken_and_not_answered_again(tmp_path: Path) -> None:
    async def work(slack: Any, server: Any) -> None:
        delivery = slack.typed("U7", "hello")
        await asyncio.gather(*(slack.deliver(slack.again(delivery, attempt)) for attempt in range(4)))
        await asyncio.sleep(0.3)
        assert len(server.agent.messages) == 1 and len(slack.shown_to("U7")) == 2
        click = slack.tapped("U7", slack.shown_to("U7")[-1], slack.shown_to("U7")[-1].choices[0])
        for _ in range(2):
            assert (await slack.deliver(click)).ok
        assert len(server.agent.messages) == 2

    run_with(tmp_path, work)


def test_only_direct_messages_are_answered(tmp_path: Path) -> None:
    async def work(slack: Any, server: Any) -> None:
        slack.channels["everyone"] = "C1"
        for delivery in (slack.in_group("U7", "hello"), slack.in_group("U7", "hello", "mpim"), slack.own_echo("U7", "hello"), slack.mention("U7", "hello"), slack.mention("U8", "hello")):
            assert (await slack.deliver(delivery)).ok
        await asyncio.sleep(0.3)
        assert server.agent.messages == [] and [shown.text for shown in slack.shown] == [PRIVATE_ONLY]

    run_with(tmp_path, work)


def test_edits_files_and_voice(tmp_path: Path) -> None:
    async def work(slack: Any, server: Any) -> None:
        person = Person(slack, "U7")
        await person.say("hello")
        await person.send(slack.edited("U7", "hello again"))
        assert server.agent.messages[-1].parse_data["intent"]["name"] == "edited_message"
        for delivery, text in ((slack.voice("U7"), ""), (slack.image("U7", "look"), "look")):
            await person.send(delivery)
            assert server.agent.messages[-1].text.replace("\u200b", "") == text

    run_with(tmp_path, work)
