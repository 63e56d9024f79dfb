"""Telegram through its stand-in: what a person sees, and what is refused."""
from __future__ import annotations

import asyncio
from pathlib import Path

from tests.channels.messaging.serving import PRIVATE_ONLY, telegram_serving
from tests.channels.stand_ins.person import Person


def test_an_update_comes_in_and_the_answer_goes_out(tmp_path: Path) -> None:
    async def run() -> None:
        async with telegram_serving(tmp_path / "c.sqlite3") as (telegram, server):
            person = Person(telegram, "7")
            await person.say("/start")
            assert [offer.label for offer in person.offers] == ["The first", "The second"] and all(offer.tap for offer in person.offers)
            await person.tap(person.offers[1])
            assert server.agent.messages[-1].text == "here/utter_which:second" and telegram.answered_queries
            await person.say("something of mine")
            assert "something of mine" in person.text
            assert telegram.refusals == [] and b"something of mine" not in server.on_disk()

    asyncio.run(run())
