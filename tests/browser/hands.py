"""Three ways to use the chat: with the mouse, with the keyboard alone, with a finger."""
from __future__ import annotations

import re

from tests.browser.screen import Node, Screen

BOX, SEND, OPEN = "Your message", "Send", "Open chat"
#: More stops than there are on the page: whoever has not arrived by then never will.
_MOST_STOPS = 40


class Mouse:
    """Clicks; types with the keyboard, and sends with the button."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def open(self) -> None:
        """Open the chat."""
        self.screen.click("button", OPEN)
        self.screen.wait("log")

    def press(self, name: str) -> None:
        self.screen.click("button", name)

    def write(self, text: str) -> None:
        self.screen.click("textbox", BOX)
        self.screen.page.keyboard.type(text)
        self.screen.click("button", SEND)


class Finger(Mouse):
    """Taps."""

    def open(self) -> None:
        self.screen.tap("button", OPEN)
        self.screen.wait("log")

    def press(self, name: str) -> None:
        self.screen.tap("button", name)

    def write(self, text: str) -> None:
        self.screen.tap("textbox", BOX)
        self.screen.page.keyboard.type(text)
        self.screen.tap("button", SEND)


class Keyboard:
    """Tab, Shift+Tab, Enter, Space, letters; no pointer at all."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def open(self) -> None:
        self.screen.wait("button", OPEN)
        self.go_to("button", OPEN)
        self.key("Enter")
        self.screen.wait("log")

    def press(self, name: str) -> None:
        self.go_to("button", name)
        self.key("Space")

    def write(self, text: str) -> None:
        self.go_to("textbox", BOX)
        self.screen.page.keyboard.type(text)
        self.key("Enter")

    def key(self, name: str) -> None:
        """Press and release a key."""
        self.screen.page.keyboard.press(name)

    def go_to(self, role: str, name: str) -> Node:
        """Tab to something, the shorter way round first."""
        for step in ("Tab", "Shift+Tab"):
            for _ in range(_MOST_STOPS if step == "Shift+Tab" else 12):
                here = self.screen.focused()
                if here.role == role and re.fullmatch(name, here.name):
                    return here
                self.key(step)
        raise AssertionError(f"Tab does not reach {role} {name!r}")
