"""A conversation goes on elsewhere by a code: once, for minutes, and by nothing else."""
from __future__ import annotations

import asyncio
import random
import re
from pathlib import Path
from typing import Any, List

import pytest
from rasa.core.channels.channel import InputChannel
from rasa.shared.core.events import BotUttered

from groundwork.channels.handover import make_code, read_code
from groundwork.channels.web.return_codes import LETTERS
from groundwork.dialogue.message import HANDOVER_CODE_MARK, HANDOVER_MINUTES
from tests.channels.messaging.serving import MessagingServer, telegram_channel
from tests.channels.stand_ins.person import Person
from tests.channels.stand_ins.telegram import Telegram
from tests.channels.web.standin import Server, StandIn
from tests.channels.web.widget_model import Widget

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class Both(MessagingServer):
    """Serves Telegram and the web."""

    def channels(self) -> List[InputChannel]:
        return [*super().channels(), *Server.channels(self)]


def run_with(tmp_path: Path, work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = StandIn._answer

    def with_code(self: StandIn, message: Any, words: str, intent: str) -> List[Any]:
        return [BotUttered(f"Write {HANDOVER_CODE_MARK} there")] if words == "elsewhere" else answer(self, message, words, intent)

    monkeypatch.setattr(StandIn, "_answer", with_code)

    async def run() -> None:
        async with Telegram() as telegram:
            server = Both(tmp_path / "c.sqlite3", telegram_channel(telegram))
            await server.start()
            telegram.webhook = f"{server.address}/webhooks/telegram/webhook"
            try:
                await work(telegram, server)
            finally:
                await server.stop()

    asyncio.run(run())


async def code_from_web(server: Server) -> Any:
    widget = await (await Widget(server.address).connect()).begin()
    await widget.say("yes")
    await widget.say("a secret of mine")
    return widget, CODE.search(" ".join(await widget.say("elsewhere"))).group(0)


def test_from_the_web_to_the_phone_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(telegram: Any, server: Any) -> None:
        widget, code = await code_from_web(server)
        person = Person(telegram, "7")
        await person.say("hello")
        await person.say(code.lower())
        tracker = await server.store.retrieve_full_tracker(server.agent.messages[-1].sender_id)
        assert any(getattr(event, "text", "") == "a secret of mine" for event in tracker.events)
        assert not any(getattr(event, "text", "") == "hello" for event in tracker.events)
        assert all("secret" not in shown.text for shown in telegram.shown)  # what was said before is not sent again
        assert [key.split(":")[0] for key in await server.store.keys()].count("telegram") == 1
        await person.say("and more")
        assert "and more" in person.text
        await person.say("elsewhere")
        back = CODE.search(person.text).group(0)
        other = await (await Widget(server.address).connect()).begin()
        await other.say(back)
        assert any("a secret of mine" in text for text in other.texts) and any("and more" in text for text in other.texts)
        assert not any(key.startswith("telegram") for key in await server.store.keys())
        for tab in (widget, other):
            await tab.close()

    run_with(tmp_path, work, monkeypatch)


@pytest.mark.parametrize("case", ["used", "expired", "erased"])
def test_a_code_opens_once_and_for_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    async def work(telegram: Any, server: Any) -> None:
        widget, code = await code_from_web(server)
        if case == "used":
            await Person(telegram, "8").say(code)
        elif case == "expired":
            server.clock_offset = HANDOVER_MINUTES * 60 + 1
        else:
            await widget.call("forget", {})
        person = Person(telegram, "7")
        await person.say(code)
        assert "unknown_return_code" in person.text
        tracker = await server.store.retrieve_full_tracker(server.agent.messages[-1].sender_id)
        assert not any(getattr(event, "text", "") == "a secret of mine" for event in tracker.events)
        await widget.close()

    run_with(tmp_path, work, monkeypatch)


def test_ten_thousand_guesses_find_nothing_and_few_are_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(telegram: Any, server: Any) -> None:
        widget, code = await code_from_web(server)
        handover, draw, looked_up = server.app.blueprints["groundwork_telegram"].ctx.receiver._handover, random.Random(6), []
        take = server.store.handovers.take

        async def counted(*arguments: Any) -> Any:
            looked_up.append(arguments)
            return await take(*arguments)

        monkeypatch.setattr(server.store.handovers, "take", counted)
        for number in range(10_000):
            guess = "".join(draw.choice(LETTERS) for _ in range(8))
            assert await handover.take(f"{guess[:4]}-{guess[4:]}", f"telegram:{number % 50}", "telegram:a", "7") is None
        assert 5 <= len(looked_up) <= 50 * 6
        assert await handover.take(code, "telegram:0", "telegram:a", "7") is None  # who has tried too often is not heard, even when right
        await widget.close()

    run_with(tmp_path, work, monkeypatch)


def test_a_code_is_read_as_it_is_written_and_words_are_none() -> None:
    for seq in range(300):
        code = make_code(b"k" * 32, "web:a", seq)
        assert read_code(code) == read_code(f" {code.lower()} ") == read_code(code.replace("-", "\u2013")) == code
    for words in ("2019-2023", "20192023", "feel-sure", "feelsafe", "gr8night", "yes", "", "1234", "12 34 56 78", "AAAA-1111-BBBB-2222", "A1B2-C3D4 please"):
        assert read_code(words) is None
