"""Erase, start over, expiry and return codes: what is gone is gone everywhere, and a code leads back once."""
from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any, Awaitable, Callable, List

import pytest

from groundwork.channels.web.limits import Rates
from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.dialogue.message import RETURN_CODE_MARK
from tests.channels.web.standin import FREE, Server, serving
from tests.channels.web.widget_model import Widget, new_id
from tests.storage.opened import kept_text, traces

PLANTED = "zebrafinch"
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
Talk = Callable[[Server, Widget], Awaitable[None]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


def talk(file: Path, conversation: Talk, rates: Rates = FREE, **settings: Any) -> None:
    """Run a conversation in which consent is given and the planted word said."""

    async def run() -> None:
        async with serving(file, rates, **settings) as server:
            widget = await (await Widget(server.address).connect()).begin()
            await widget.say("yes")
            for number in range(20):
                await widget.say(f"{PLANTED} {number}")
            assert PLANTED in kept_text(server.store) and PLANTED.encode() not in server.on_disk()
            await conversation(server, widget)
            await widget.close()

    asyncio.run(run())


def leftover(server: Server, marks: List[bytes]) -> List[bytes]:
    """Which of these bytes are still on disk."""
    disk = server.on_disk()
    return [mark for mark in marks if mark in disk]


async def code_of(widget: Widget) -> str:
    """Pause, and read the code."""
    found = CODE.search((await widget.say("pause"))[0])
    assert found
    return found.group(0)


def test_before_consent_no_typed_word_is_in_any_table(file: Path) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await (await Widget(server.address).connect()).begin()
            for words in (f"quiet {PLANTED}", f"/quiet {PLANTED}"):
                assert await widget.say(words) == ["Noted"]
            await widget.choose(widget.choices[0]["id"])
            assert PLANTED not in kept_text(server.store)
            await widget.close()

    asyncio.run(run())


def test_forget_leaves_no_word_in_the_file_or_its_log_and_begins_anew(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        token, other = widget.token, await Widget(server.address).connect(widget.token)
        widget.events.clear()
        marks = traces(server.store)
        assert await widget.call("forget", {}) == {"ok": True}
        assert not leftover(server, marks)
        await widget.until(lambda: "session" in widget.events)
        await other.until(lambda: len(other.sessions) == 2)
        assert widget.gone == other.gone == ["forgotten"] and not widget.sessions[-1]["resumed"] and widget.token != other.token != token
        assert (await widget.begin()).texts == ["Welcome", "Which?"]
        again = await Widget(server.address).connect(token)
        assert not again.sessions[0]["resumed"]
        for tab in (other, again):
            await tab.close()

    talk(file, conversation)


def test_forget_while_a_turn_is_made_leaves_nothing_of_it_either(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        server.agent.hold = asyncio.Event()
        conversation = server.agent.messages[0].sender_id
        await widget.call("say", {"id": new_id(), "text": f"late {PLANTED}"})
        await widget.call("say", {"id": new_id(), "text": f"later {PLANTED}"})
        while not str(server.agent.messages[-1].text).startswith("late"):
            await asyncio.sleep(0.01)
        marks = traces(server.store)
        assert (await widget.call("forget", {}))["ok"]
        server.agent.hold.set()
        await widget.begin()
        await widget.until(lambda: len(widget.texts) >= 2)
        await asyncio.sleep(0.2)
        assert not leftover(server, marks) and conversation not in kept_text(server.store)
        assert f"late {PLANTED}" not in kept_text(server.store) and widget.gone == ["forgotten"]

    talk(file, conversation)


def test_forget_drops_what_is_held_in_memory_before_consent(file: Path) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await (await Widget(server.address).connect()).begin()
            await widget.say("hold")
            conversation = server.agent.messages[0].sender_id
            assert HELD_WORDS.get(conversation)
            await widget.call("forget", {})
            assert HELD_WORDS.get(conversation) is None
            await widget.close()

    asyncio.run(run())


def test_a_conversation_that_is_erased_by_a_word_leaves_only_the_last_words_on_the_screen(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        other = await Widget(server.address).connect(widget.token)
        marks = traces(server.store)
        await widget.say("erase")
        assert widget.events[-5:] == ["gone", "session", "message", "message", "done"]
        assert widget.texts == ["Erased", "Farewell"]
        assert not leftover(server, marks) and "Farewell" not in kept_text(server.store)
        await other.until(lambda: bool(other.gone))
        assert not other.texts
        await widget.begin()
        await widget.until(lambda: len(widget.texts) == 4)
        assert widget.texts == ["Erased", "Farewell", "Welcome", "Which?"] and not widget.twice
        await other.close()

    talk(file, conversation)


def test_start_over_removes_what_was_said_and_goes_on_counting(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        last = widget.last
        assert await widget.say("over") == ["Begun again"] and widget.last > last and not widget.twice
        assert PLANTED not in kept_text(server.store)
        reloaded = await Widget(server.address).connect(widget.token)
        await reloaded.until(lambda: reloaded.last == widget.last)
        assert reloaded.texts == ["> over", "Begun again"]
        await reloaded.close()

    talk(file, conversation)


def test_after_its_life_a_conversation_is_gone_for_an_open_tab_too_and_its_words_are_taken_up_in_a_new_one(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        server.clock_offset = 25 * 3600.0
        assert await widget.say("hello again") == ["You said hello again", "Which?"]
        assert widget.gone == ["expired"]
        assert server.agent.messages[-1].sender_id != server.agent.messages[0].sender_id

    talk(file, conversation)


def test_a_conversation_in_which_nothing_was_said_is_closed_after_an_hour(file: Path) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await Widget(server.address).connect()
            await widget.close()
            await asyncio.sleep(0.1)
            await asyncio.to_thread(server.store.remove_expired)
            assert "web:" in kept_text(server.store)
            marks = traces(server.store)
            server.clock_offset = 3700.0
            await asyncio.to_thread(server.store.remove_expired)
            assert marks and not leftover(server, marks)

    asyncio.run(run())


def test_a_code_leads_back_on_another_device_once_and_the_first_device_is_out(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        code, token, before = await code_of(widget), widget.token, widget.texts
        device = await (await Widget(server.address).connect()).begin()
        device.events.clear()
        await device.say(code.lower().replace("-", " "))
        assert device.events[0] == "session" and device.sessions[-1]["resumed"] and device.events[-1] == "done"
        assert [text for text in device.texts if not text.startswith("> ")][: len(before)] == before
        assert any(text == f"> {PLANTED} 7" for text in device.texts)
        await widget.until(lambda: len(widget.sessions) == 2)
        assert widget.gone == ["elsewhere"] and not widget.texts
        thief = await Widget(server.address).connect(token)
        assert not thief.sessions[0]["resumed"]
        await (await thief.begin()).say(code)
        assert thief.texts[-1] == "Understood as unknown_return_code"
        assert (await device.say("on we go"))[0] == "You said on we go"
        for tab in (device, thief):
            await tab.close()

    talk(file, conversation)


def test_a_code_works_in_the_tab_that_showed_it(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        code = await code_of(widget)
        await widget.say(f" {code} ")
        assert widget.sessions[-1]["resumed"] and not widget.gone
        assert (await widget.say("on"))[0] == "You said on"

    talk(file, conversation)


def test_a_code_whose_answer_was_lost_works_for_the_same_message_again(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        code = await code_of(widget)
        device = await (await Widget(server.address).connect()).begin()
        message = {"id": new_id(), "text": code}
        await device.call("say", message)
        lost = device.sessions[0]["token"]
        await device.until(lambda: message["id"] in device.done)
        await device.close()
        device.done.clear()
        await device.connect(lost)
        await device.call("say", message)
        await device.until(lambda: message["id"] in device.done)
        assert device.sessions[-1]["resumed"] and f"> {PLANTED} 7" in device.texts
        await device.close()

    talk(file, conversation)


def test_no_code_is_stored_as_it_is_shown(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        code = await code_of(widget)
        device = await (await Widget(server.address).connect()).begin()
        await device.say(code)
        for form in (code, code.replace("-", ""), code.lower(), code[:9]):
            assert form.encode() not in server.on_disk()
        await device.close()

    talk(file, conversation)


@pytest.mark.parametrize("end", ["forget", "expiry"])
def test_a_code_is_dead_after_the_conversation(file: Path, end: str) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        code = await code_of(widget)
        if end == "forget":
            await widget.call("forget", {})
        else:
            server.clock_offset = 25 * 3600.0
        device = await (await Widget(server.address).connect()).begin()
        assert await device.say(code) == ["Understood as unknown_return_code"]
        await device.close()

    talk(file, conversation)


def test_codes_are_tried_five_times_and_then_not_for_a_while(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        for number in range(5):
            assert await widget.say(f"000{number}-1111-2222-3333") == ["Understood as unknown_return_code"]
        refused = await widget.call("say", {"id": new_id(), "text": "0009-1111-2222-3333"})
        assert refused["code"] == "too_many" and refused["wait"] > 1000
        assert (await widget.say("but words go on"))[0].startswith("You said")

    talk(file, conversation, Rates(conversation=(1e9, 1e9), address=(1e9, 1e9)))


def test_nobody_makes_the_channel_show_a_code_by_typing_its_mark(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        assert not CODE.search("".join(await widget.say(f"show {RETURN_CODE_MARK} now")))

    talk(file, conversation)
