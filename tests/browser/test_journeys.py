"""Whole journeys from the page to the plan: with the mouse, with the keyboard alone, with a finger on a narrow screen."""
from __future__ import annotations

from typing import Any, Callable, Dict

import pytest

from tests.browser.hands import Finger, Keyboard, Mouse
from tests.browser.visit import Visit
from tests.browser.walking import bot_messages, is_typing, open_choices, own_messages, walk_to_the_plan

NARROW: Dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("hands, options", [(Mouse, {}), (Keyboard, {}), (Finger, NARROW)], ids=["mouse", "keyboard", "touch at 320 px"])
def test_from_the_page_to_the_plan(visit: Callable[..., Visit], hands: Any, options: Dict[str, Any]) -> None:
    screen = visit(**options).screen
    person = hands(screen)
    person.open()
    walk_to_the_plan(screen, person)
    assert len(bot_messages(screen)) > len(own_messages(screen)) > 8
    # Nothing sticks out to the side, at any width.
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert screen.ask(screen.find("log")[0], "function() { return this.parentNode.scrollWidth <= this.parentNode.clientWidth; }")


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
