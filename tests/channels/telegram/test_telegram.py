"""Telegram through its stand-in: what a person sees, and what is refused."""
from __future__ import annotations

import asyncio
from pathlib import Path

from tests.channels.messaging.serving import PRIVATE_ONLY, serving
from tests.channels.stand_ins.person import Person


def test_an_update_comes_in_and_the_answer_goes_out(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            person = Person(telegram, "7")
            await person.say("/start")
            assert [offer.label for offer in person.offers] == ["The first", "The second"] and all(offer.tap for offer in person.offers)
            await person.tap(person.offers[1])
            assert server.agent.messages[-1].text == "here/utter_which:second" and telegram.answered_queries
            await person.say("something of mine")
            assert "something of mine" in person.text
            assert telegram.refusals == [] and b"something of mine" not in server.on_disk()

    asyncio.run(run())


def test_an_edited_message_is_no_new_one_unless_it_speaks_of_danger(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            person = Person(telegram, "7")
            await person.say("hello")
            await person.send(telegram.edited("7", "hello again"))
            assert server.agent.messages[-1].parse_data["intent"]["name"] == "edited_message" and server.agent.messages[-1].text is None
            await person.send(telegram.edited("7", "danger here"))
            assert server.agent.messages[-1].text == "danger here"

    asyncio.run(run())


def test_in_a_group_nothing_is_said_but_one_line_to_a_command(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            for text in ("hello", "/start", "/start", "more"):
                assert (await telegram.deliver(telegram.in_group("7", text))).ok
            await asyncio.sleep(0.3)
            assert [shown.text for shown in telegram.shown] == [PRIVATE_ONLY] and server.agent.messages == []

    asyncio.run(run())


def test_pictures_and_voice_are_nothing_typed_and_a_caption_is(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            person = Person(telegram, "7")
            await person.say("hello")
            for delivery, text in ((telegram.voice("7"), ""), (telegram.image("7"), ""), (telegram.image("7", "look"), "look")):
                await person.send(delivery)
                assert server.agent.messages[-1].text.replace("\u200b", "") == text

    asyncio.run(run())


def test_start_in_an_open_chat_asks_the_question_again(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            person = Person(telegram, "7")
            await person.say("/start")
            assert server.agent.messages[-1].parse_data is None
            await person.say("/start")
            assert server.agent.messages[-1].parse_data["intent"]["name"] == "repeat"

    asyncio.run(run())


def test_a_click_that_is_forged_late_or_of_someone_else_is_a_late_click(tmp_path: Path) -> None:
    async def run() -> None:
        async with serving("telegram", tmp_path / "c.sqlite3") as (telegram, server):
            seven, eight = Person(telegram, "7"), Person(telegram, "8")
            await seven.say("hello")
            await eight.say("hello")
            for data in ("here/utter_which:first", "x", eight.offers[0].tap.data):
                offer = seven.offers[0]
                await seven.send(telegram.tapped("7", offer.shown, type(offer.tap)(offer.label, data)))
                assert server.agent.messages[-1].text == "gone/gone:gone"
                await seven.say("hello")

    asyncio.run(run())
