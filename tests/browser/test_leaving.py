"""Leave now, clear, erase, covering: what they take away, and what "back" shows afterwards."""
from __future__ import annotations

import json
from typing import Any, Callable, List

import pytest

from tests.browser.hands import Mouse
from tests.browser.host_pages import HostPages
from tests.browser.server import Server
from tests.browser.traces import storage, traces
from tests.browser.visit import NEUTRAL_PAGE, Visit
from tests.browser.walking import open_choices, own_messages, said, wait_for_answer

#: A word that is nowhere else.
PLANTED = "quartzlantern"


@pytest.fixture
def talking(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> Visit:
    """In a conversation in which the planted word was said, and stands in the box, too; there is a page before it in the tab's history."""
    before = host_pages.put("/before", "<p>Before</p>", title="Before")
    holder = f'<script src="{server.address}widget.js"></script><ground-work remember="session"></ground-work>'
    there = visit(before)
    there.page.goto(host_pages.put("/holder", holder, title="Holder"))
    mouse = Mouse(there.screen)
    mouse.open()
    there.screen.until(lambda: open_choices(there.screen), "the welcome's choices")
    mouse.press("I am 18.*")
    wait_for_answer(there.screen, 1)
    mouse.write(f"my trust was broken {PLANTED}")
    wait_for_answer(there.screen, 2)
    mouse.screen.click("textbox", "Your message")
    there.page.keyboard.type(f"not sent {PLANTED}")
    return there


def test_the_word_is_found_where_it_is_said(talking: Visit) -> None:
    """Otherwise the tests below could not fail."""
    assert {"document", "what a screen reader is shown", "memory"} <= set(traces(talking, PLANTED))
    assert set(storage(talking)["session"]) == {"chat"} and storage(talking)["local"] == {}


@pytest.mark.parametrize("way", ["click", "shift", "shift while closed"])
def test_leaving_leaves_nothing_and_back_shows_nothing(talking: Visit, way: str) -> None:
    page = talking.page
    if way == "click":
        Mouse(talking.screen).press("Leave now")
    else:
        if way == "shift while closed":
            page.keyboard.press("Escape")
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(NEUTRAL_PAGE)
    assert traces(talking, PLANTED) == []
    page.go_back()
    assert page.title() == "Before", "the page with the chat is no longer in the tab's history"
    assert traces(talking, PLANTED) == [] and storage(talking)["session"] == {}
    page.go_forward()
    assert page.title() == "Weather"


def test_the_page_is_blank_at_once_and_no_question_of_the_page_holds_anybody(talking: Visit) -> None:
    seen: List[str] = []
    talking.page.on("console", lambda message: seen.append(message.text) if message.text.startswith("[") else None)
    look = "JSON.stringify([document.documentElement.textContent, document.body === null, { ...sessionStorage }])"
    talking.page.evaluate(f"addEventListener('beforeunload', (event) => event.preventDefault()); addEventListener('click', () => console.info({look}))")
    Mouse(talking.screen).press("Leave now")
    talking.page.wait_for_url(NEUTRAL_PAGE)
    assert [json.loads(one) for one in seen] == [["Loading", True, {}]]


def test_capital_letters_do_not_leave(talking: Visit) -> None:
    page = talking.page
    for letter in "ABCDEF":
        page.keyboard.press(f"Shift+{letter}")
    for _ in range(2):
        page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert talking.screen.find("log")


def test_shift_says_how_often_it_still_has_to_be_pressed(talking: Visit) -> None:
    talking.page.keyboard.press("Shift")
    first = talking.screen.text("status")
    talking.page.keyboard.press("Shift")
    assert first and talking.screen.text("status") not in ("", first)


def test_before_anything_was_said_shift_does_nothing_while_closed(visit: Callable[..., Visit]) -> None:
    there = visit()
    for _ in range(4):
        there.page.keyboard.press("Shift")
    there.page.wait_for_timeout(200)
    assert there.screen.find("button", "Open chat")


def test_clearing_takes_everything_off_this_device_and_asks_first(talking: Visit) -> None:
    mouse = Mouse(talking.screen)
    mouse.press("Privacy and erasing")
    mouse.press("Clear this chat")
    mouse.press("Keep it")
    mouse.press("Back to the chat")
    assert own_messages(talking.screen)
    mouse.press("Privacy and erasing")
    mouse.press("Clear this chat")
    mouse.press("Yes, clear it")
    talking.screen.wait("button", "Start again")
    assert traces(talking, PLANTED) == [] and storage(talking)["session"] == {}
    mouse.press("Start again")
    talking.screen.until(lambda: open_choices(talking.screen), "a new welcome")
    assert own_messages(talking.screen) == [] and traces(talking, PLANTED) == []


def test_erasing_takes_everything_off_the_server_too(talking: Visit) -> None:
    token = storage(talking)["session"]["chat"]
    mouse = Mouse(talking.screen)
    mouse.press("Privacy and erasing")
    mouse.press("Erase everything")
    mouse.press("Yes, erase it")
    talking.screen.wait("button", "Start again")
    assert traces(talking, PLANTED) == []
    # Even whoever kept the key finds nothing.
    talking.page.evaluate("token => sessionStorage.setItem('chat', token)", token)
    talking.page.reload()
    mouse.open()
    talking.screen.until(lambda: open_choices(talking.screen), "a new welcome")
    assert own_messages(talking.screen) == [] and traces(talking, PLANTED) == []


def test_erasing_without_a_connection_says_that_nothing_is_erased(talking: Visit) -> None:
    talking.context.set_offline(True)
    mouse = Mouse(talking.screen)
    mouse.press("Privacy and erasing")
    mouse.press("Erase everything")
    mouse.press("Yes, erase it")
    talking.screen.until(lambda: talking.screen.find("StaticText", "Not erased yet.*"), "that nothing is erased")
    mouse.press("Back to the chat")
    assert own_messages(talking.screen)


def test_what_another_tab_erases_is_gone_here(talking: Visit) -> None:
    with talking.context.expect_page() as opening:
        talking.page.evaluate("window.open(location.href)")  # takes a copy of sessionStorage with it
    other = Mouse(type(talking.screen)(opening.value))
    other.open()
    other.screen.until(lambda: len(said(other.screen)) == len(said(talking.screen)), "the same conversation")
    other.press("Privacy and erasing")
    other.press("Erase everything")
    other.press("Yes, erase it")
    talking.screen.wait("button", "Start again")
    assert traces(talking, PLANTED) == []


def test_back_to_a_page_that_was_left_by_itself_shows_no_conversation(talking: Visit, host_pages: HostPages) -> None:
    talking.page.goto(host_pages.put("/after", "<p>After</p>"))
    talking.page.go_back()
    talking.screen.wait("button", "Open chat")
    assert "document" not in traces(talking, PLANTED)


def test_without_remember_nothing_is_stored_and_a_reload_forgets(visit: Callable[..., Visit]) -> None:
    there = visit()
    Mouse(there.screen).open()
    there.screen.until(lambda: open_choices(there.screen), "the welcome's choices")
    Mouse(there.screen).press("I am 18.*")
    wait_for_answer(there.screen, 1)
    assert storage(there) == {"session": {}, "local": {}, "cookies": "", "databases": [], "caches": []}
    there.page.reload()
    Mouse(there.screen).open()
    there.screen.until(lambda: open_choices(there.screen), "a new welcome")
    assert own_messages(there.screen) == []


@pytest.mark.parametrize("why", ["nobody touches it", "the tab is out of sight"])
def test_the_chat_is_covered_and_one_tap_uncovers_it(visit: Callable[..., Visit], why: str) -> None:
    there = visit()
    there.page.clock.install()
    there.page.reload()
    mouse = Mouse(there.screen)
    mouse.open()
    there.screen.until(lambda: open_choices(there.screen), "the welcome's choices")
    scroll = there.screen.find("region", "Conversation")[0]
    blurred: Callable[[], Any] = lambda: there.screen.css(scroll, "filter")[0] != "none"  # noqa: E731
    assert not blurred()
    if why == "nobody touches it":
        there.page.clock.fast_forward(61_000)
    else:
        there.page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'));")
    there.screen.until(blurred, "that the messages are covered")
    mouse.press("Show the chat")
    there.screen.until(lambda: not blurred(), "that one tap uncovers them")
