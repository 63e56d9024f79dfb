"""On pages of other sites: strict policies, hostile styles, words that try to be code."""
from __future__ import annotations

import base64
import hashlib
import math
import time
from typing import Callable, List

from groundwork.settings import PROJECT_ROOT
from tests.browser.hands import Mouse
from tests.browser.host_pages import HostPages
from tests.browser.screen import Screen
from tests.browser.server import Server
from tests.browser.visit import Visit
from tests.browser.walking import open_choices, said, wait_for_answer

WIDGET = PROJECT_ROOT / "groundwork" / "channels" / "web" / "static" / "widget.js"

_HOSTILE = """
* { all: revert; color: red !important; font: 40px/3 fantasy !important; transform: rotate(3deg) !important; opacity: .2 !important; letter-spacing: 1em !important;
    text-transform: uppercase !important; direction: rtl; overflow: hidden !important; position: static !important; visibility: visible; text-indent: 50px !important; }
html { font-size: 5px !important; }
button, textarea, section, div, header { display: inline !important; width: 3px !important; height: 3px !important; float: left !important; background: red !important; }
body::after { content: ""; position: fixed !important; inset: 0; z-index: 2147483647; }
"""

_CODE = "He said <img src=x onerror=window.ran=1> [tap](javascript:window.ran=1) <script>window.ran=1</script> <a href='javascript:window.ran=1'>x</a>"


def talk(screen: Screen) -> None:
    """As far as the first answer."""
    mouse = Mouse(screen)
    mouse.open()
    screen.until(lambda: open_choices(screen), "the welcome's choices")
    mouse.press("I am 18.*")
    wait_for_answer(screen, 1)
    mouse.write("<b>bold</b>")
    wait_for_answer(screen, 2)


def test_under_the_strictest_policy_with_an_integrity_hash(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    digest = base64.b64encode(hashlib.sha384(WIDGET.read_bytes()).digest()).decode()
    origin = server.address.rstrip("/")
    policy = f"default-src 'none'; script-src {origin}; style-src 'self'; connect-src {origin} {origin.replace('http', 'ws')}"
    body = f'<script src="{origin}/widget.js" integrity="sha384-{digest}" crossorigin="anonymous" defer></script><ground-work></ground-work>'
    there = visit(host_pages.put("/strict", body, headers={"Content-Security-Policy": policy}))
    talk(there.screen)
    assert there.problems == []


def test_the_own_page_has_that_policy_and_loads_nothing_else(visit: Callable[..., Visit], server: Server) -> None:
    there = visit()
    answer = there.page.reload()
    assert answer is not None
    rules = [rule.strip() for rule in answer.headers["content-security-policy"].split(";")]
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"} <= set(rules)
    assert there.page.title() == "Chat"
    talk(there.screen)
    host = server.address.split("//")[1]
    assert {url.split("//")[1].split("?")[0] for url in there.requests} <= {f"{host}{name}" for name in ("", "page.css", "page.svg", "widget.js", "chat/")}


def test_a_page_with_hostile_styles_does_not_change_the_chat(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    host_pages.put_style("/hostile.css", _HOSTILE)
    body = f'<div><script src="{server.address}widget.js"></script><ground-work></ground-work></div>'
    plain = visit(host_pages.put("/plain", body))
    hostile = visit(host_pages.put("/hostile", body, head='<link rel="stylesheet" href="/hostile.css">'))
    assert looks(hostile.screen) == looks(plain.screen)


def looks(screen: Screen) -> List[object]:
    """Where everything is, and what it looks like, with the chat open and nothing moving any more."""
    Mouse(screen).open()
    screen.until(lambda: open_choices(screen), "the welcome's choices")
    seen: List[List[object]] = [[]]

    def at_rest() -> bool:
        time.sleep(0.3)
        seen.append(_looks_now(screen))
        return seen[-1] == seen[-2]

    screen.until(at_rest, "everything to be at rest")
    return seen[-1]


def _looks_now(screen: Screen) -> List[object]:
    inside = [node for node in screen.nodes() if node.role in ("dialog", "button", "textbox", "log", "heading") and node.name != "A page"]
    styles = ("color", "fontSize", "fontFamily", "letterSpacing", "textTransform", "backgroundColor", "opacity", "direction", "textIndent")
    return [(node.role, node.name, [math.floor(edge) for edge in screen.box(node)], screen.css(node, *styles)) for node in inside]


def test_words_that_try_to_be_code_are_words(visit: Callable[..., Visit]) -> None:
    """At this step the bot repeats a person's words, so both sides are tried."""
    there = visit()
    screen, mouse = there.screen, Mouse(there.screen)
    mouse.open()
    for own, name in enumerate(("I am 18.*", "Trust was broken", "I was hurt", "No", "No", "No", "About five.*", "Angry"), start=1):
        screen.until(lambda: open_choices(screen), "choices")
        mouse.press(name)
        wait_for_answer(screen, own)
    mouse.write(_CODE)
    wait_for_answer(screen, 9)
    assert len([one for one in said(screen) if _CODE in one]) == 1, said(screen)[-3:]
    log = screen.find("log")[0]
    assert screen.ask(log, "function() { return this.querySelectorAll('img, script, iframe, a:not([href^=\"https:\"])').length; }") == 0
    assert there.page.evaluate("window.ran") is None
