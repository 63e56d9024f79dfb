"""Whole journeys from the page to the plan: with the mouse, with the keyboard alone, with a finger on a narrow screen."""
from __future__ import annotations

from typing import Any, Callable, Dict

import pytest

from tests.browser.hands import Finger, Keyboard, Mouse
from tests.browser.visit import Visit
from tests.browser.walking import FACTS, HERE_ONLY, OPENING, TO_KEEP, bot_messages, is_typing, open_choices, own_messages, walk_to_the_plan

NARROW: Dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("hands, options, shown", [(Keyboard, {}, HERE_ONLY), (Finger, NARROW, HERE_ONLY), (Mouse, {}, TO_KEEP)], ids=["keyboard", "touch at 320 px", "mouse, to keep"])
def test_from_the_page_to_the_plan(visit: Callable[..., Visit], hands: Any, options: Dict[str, Any], shown: str) -> None:
    there = visit(**options)
    screen = there.screen
    person = hands(screen)
    person.open()
    screen.wait("button", "Got it")
    walk_to_the_plan(screen, person, shown)
    assert not screen.find("button", "Got it"), "the notice no longer takes room"
    assert not screen.find("StaticText", r"\d of \d"), "the steps are no longer counted once there are none"
    if shown == TO_KEEP:
        opens_once_and_prints(there)
    assert len(bot_messages(screen)) > len(own_messages(screen)) > 8
    # Nothing sticks out to the side, at any width.
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert screen.ask(screen.find("log")[0], "function() { return this.parentNode.scrollWidth <= this.parentNode.clientWidth; }")


def opens_once_and_prints(there: Visit) -> None:
    """The link to the page: a button first, then the page, and after that nothing; as PDF it is one that a screen reader can read."""
    link = there.screen.wait("link", ".*print.*")
    address = there.screen.ask(link, "function() { return this.href; }")
    with there.context.expect_page() as opening:
        there.screen.click("link", ".*print.*")
    tab = opening.value
    tab.wait_for_load_state()
    assert FACTS not in tab.inner_text("body") and tab.evaluate("opener") is None
    tab.click("button")
    tab.wait_for_load_state()
    assert FACTS in tab.inner_text("main") and OPENING in tab.inner_text("main")
    title = tab.title()
    assert title and not [word for word in FACTS.split() + ["Groundwork", "plan", "partner"] if word in title.split()]
    assert tab.evaluate("getComputedStyle(document.body).fontFamily") != there.context.new_page().evaluate("getComputedStyle(document.body).fontFamily"), "it has its styles"
    pdf = tab.pdf(tagged=True)
    assert b"/MarkInfo" in pdf and b"/StructTreeRoot" in pdf
    again = there.context.new_page()
    answer = again.goto(address)
    assert answer is not None and answer.status == 404 and not again.query_selector("button") and FACTS not in again.inner_text("body")


def test_nothing_is_asked_of_anybody_before_the_chat_is_opened(visit: Callable[..., Visit]) -> None:
    there = visit()
    there.screen.wait("button", "Open chat")
    there.page.wait_for_timeout(300)
    assert not [url for url in there.requests if "/chat/" in url]


def test_the_welcome_comes_by_itself_and_choices_can_be_typed(visit: Callable[..., Visit]) -> None:
    screen = visit().screen
    mouse = Mouse(screen)
    mouse.open()
    screen.until(lambda: open_choices(screen), "the welcome's choices")
    assert own_messages(screen) == []
    mouse.write("1")
    screen.until(lambda: len(open_choices(screen)) > 0 and not is_typing(screen), "the topic's choices")
    before = bot_messages(screen)
    mouse.write(open_choices(screen)[0].name)
    screen.until(lambda: len(bot_messages(screen)) > len(before) and open_choices(screen), "the next question")


def test_progress_is_shown_in_the_header(visit: Callable[..., Visit]) -> None:
    screen = visit().screen
    mouse = Mouse(screen)
    mouse.open()
    for name in ("I am 18.*", "Trust was broken", "I was hurt", "No", "No", "No", "About five.*", "Angry"):
        screen.until(lambda: [choice for choice in open_choices(screen)], "choices")
        before = len(bot_messages(screen))
        mouse.press(name)
        screen.until(lambda: len(bot_messages(screen)) > before and not is_typing(screen), "an answer")
    assert screen.until(lambda: screen.find("StaticText", r"2 of \d"), "the progress")
