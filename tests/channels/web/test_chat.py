"""A conversation over the channel, as the widget and the person see it."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Awaitable, Callable

import pytest

from tests.channels.web.standin import Server, serving
from tests.channels.web.widget_model import Widget, new_id

Talk = Callable[[Server, Widget], Awaitable[None]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


def talk(file: Path, conversation: Talk, begun: bool = True, **settings: Any) -> None:
    async def run() -> None:
        async with serving(file, **settings) as server:
            widget = await Widget(server.address).connect()
            if begun:
                await widget.begin()
            await conversation(server, widget)
            await widget.close()

    asyncio.run(run())


def test_the_welcome_comes_without_a_word_and_once(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        assert widget.sessions[0] == {"token": widget.token, "resumed": False, "hours": 24, "last": 0}
        await widget.begin()
        assert widget.texts == ["Welcome", "Which?"] and len(server.agent.messages) == 1
        assert widget.shown[2]["progress"] == [1, 3] and "urgent" not in widget.shown[2]

    talk(file, conversation)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_words_and_choices_are_answered_and_the_turn_is_done_after_its_answer(file: Path, transport: str) -> None:
    async def run() -> None:
        async with serving(file) as server:
            widget = await (await Widget(server.address, (transport,)).connect()).begin()
            assert await widget.say("hi") == ["You said hi", "Which?"]
            assert widget.events[-3:] == ["message", "message", "done"]
            assert await widget.choose(widget.choices[1]["id"]) == ["You said here/utter_which:second", "Which?"]
            assert [choice["label"] for choice in widget.choices] == ["The first", "The second"]
            await widget.close()

    asyncio.run(run())


def test_a_choice_tells_nothing_about_its_payload(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        assert all("utter" not in str(message) and "here" not in str(message["choices"]) for message in widget.shown.values())

    talk(file, conversation)


def test_a_late_click_on_an_earlier_message_is_what_it_was(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        early = widget.choices[0]["id"]
        for number in range(20):
            await widget.say(f"word {number}")
        assert (await widget.choose(early))[0] == "You said here/utter_which:first"
        await widget.say("over")
        assert await widget.choose(early) == ["That choice is old"]

    talk(file, conversation)


def test_the_same_message_is_answered_once_and_its_answer_sent_again(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        name = new_id()
        first = await widget.say("hi", name)
        widget.done.clear()
        await widget.call("say", {"id": name, "text": "hi"})
        await widget.until(lambda: name in widget.done)
        assert widget.texts[-2:] == first and len(widget.twice) == 2
        assert [message.text for message in server.agent.messages[1:]] == ["hi"]

    talk(file, conversation)


def test_an_acknowledgement_comes_before_the_answer(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        server.agent.hold = asyncio.Event()
        name = new_id()
        assert await widget.call("say", {"id": name, "text": "hi"}) == {"ok": True}
        assert name not in widget.done
        server.agent.hold.set()
        await widget.until(lambda: name in widget.done)

    talk(file, conversation)


def test_what_takes_long_is_announced_and_the_signal_ends_with_the_answer(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        server.agent.hold = asyncio.Event()
        name = new_id()
        await widget.call("say", {"id": name, "text": "hi"})
        await widget.until(lambda: "typing on" in widget.events)
        server.agent.hold.set()
        await widget.until(lambda: name in widget.done)
        assert widget.events.index("typing on") < widget.events.index("typing off")

    talk(file, conversation)


def test_a_reload_shows_both_sides_again_with_the_same_numbers(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        await widget.say("yes")
        await widget.say("hi")
        await widget.choose(widget.choices[1]["id"])
        reloaded = await Widget(server.address).connect(widget.token)
        await reloaded.until(lambda: reloaded.last == widget.last)
        assert reloaded.sessions[0]["resumed"] and reloaded.sessions[0]["last"] == widget.last
        assert reloaded.texts[2:] == ["> yes", "Thank you", "> hi", "You said hi", "Which?", "> The second", "You said here/utter_which:second", "Which?"]
        assert {seq: text for seq, text in reloaded.shown.items() if text["from"] == "bot"} == widget.shown
        assert (await reloaded.choose(reloaded.choices[0]["id"]))[0].endswith("first")
        await reloaded.close()

    talk(file, conversation)


def test_only_what_was_missed_is_shown_after_a_pause_in_the_connection(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        await widget.say("yes")
        await widget.close()
        widget.events.clear()
        await widget.connect()
        assert widget.events == ["session"] and widget.sessions[-1]["resumed"] and not widget.twice

    talk(file, conversation)


def test_what_was_typed_before_consent_is_not_shown_again(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        await widget.say("zebrafinch")
        reloaded = await Widget(server.address).connect(widget.token)
        await reloaded.until(lambda: reloaded.last == widget.last)
        assert not any(text.startswith(">") for text in reloaded.texts)
        await reloaded.close()

    talk(file, conversation)


def test_two_tabs_see_the_same_conversation_and_both_outlive_a_cut(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        await widget.say("yes")
        other = await Widget(server.address).connect(widget.token)
        await widget.say("from one")
        await other.until(lambda: other.last == widget.last)
        await other.say("from two")
        await widget.until(lambda: other.last == widget.last)
        assert "> from one" in other.texts and "> from two" in widget.texts and "> from one" not in widget.texts
        for _ in range(3):
            for tab in (other, other, widget):
                await tab.close()
                await tab.connect()
                assert tab.sessions[-1]["resumed"]
        await other.close()

    talk(file, conversation)


def test_urgent_text_does_not_wait(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        started = asyncio.get_running_loop().time()
        await widget.say("yes")
        assert await widget.say("urgent") == ["One", "Two", "Three"]
        assert "typing on" not in widget.events[4:]
        assert [message.get("urgent") for message in widget.shown.values()][-3:] == [None, True, None]
        del started

    talk(file, conversation, GROUNDWORK_WEB_PAUSES="on")


def test_bubbles_come_with_the_typing_signal_between_them_and_the_next_message_hurries_them(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        widget.events.clear()
        name = new_id()
        await widget.call("say", {"id": name, "text": "hi"})
        await widget.until(lambda: "typing on" in widget.events)
        assert widget.events == ["message", "typing on"]
        await widget.call("begin", {})
        await widget.until(lambda: name in widget.done)
        assert widget.events[2:] == ["typing off", "message", "done"]

    talk(file, conversation, GROUNDWORK_WEB_PAUSES="on")


def test_a_turn_that_fails_once_is_made_again_and_not_twice(file: Path) -> None:
    async def conversation(server: Server, widget: Widget) -> None:
        server.agent.broken = 1
        assert await widget.say("hi") == ["You said hi", "Which?"]
        server.agent.broken = 99
        name = new_id()
        assert (await widget.call("say", {"id": name, "text": "later"}))["ok"]
        await asyncio.sleep(1.2)
        assert name not in widget.done
        server.agent.broken = 0
        assert await widget.say("later", name) == ["You said later", "Which?"]

    talk(file, conversation)
