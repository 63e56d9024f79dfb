"""WCAG 2.2 AA: axe in every state, and what axe does not see: announcements, focus, names, traps, sizes."""
from __future__ import annotations

from typing import Any, Callable, Dict, List

import pytest

from tests.browser.axe import violations
from tests.browser.hands import Keyboard, Mouse
from tests.browser.host_pages import HostPages
from tests.browser.screen import Node, Screen
from tests.browser.server import Server
from tests.browser.test_journeys import NARROW
from tests.browser.visit import Visit
from tests.browser.walking import open_choices, said, wait_for_answer, walk_to_the_plan

#: Roles of everything that can be operated.
_CONTROLS = ("button", "textbox", "link")
_DANGER = "he hits me and I am afraid of him tonight"


def opened(there: Visit) -> Screen:
    """With the welcome on the screen."""
    Mouse(there.screen).open()
    there.screen.until(lambda: open_choices(there.screen), "the welcome's choices")
    return there.screen


def test_axe_finds_nothing_in_any_state(visit: Callable[..., Visit]) -> None:
    there = visit(open_roots=True)
    screen, mouse = there.screen, Mouse(there.screen)
    states: Dict[str, List[str]] = {}

    def look(state: str) -> None:
        for scheme in ("dark", "light"):
            there.page.emulate_media(color_scheme=scheme)
            states[f"{state}, {scheme}"] = violations(there.page)

    look("closed")
    opened(there)
    look("open, choices, notice")
    walk_to_the_plan(screen, mouse)
    look("plan")
    mouse.write(_DANGER)
    wait_for_answer(screen, 1)
    look("urgent")
    there.context.set_offline(True)
    mouse.write("are you there")
    screen.wait("button", "Try now")
    look("offline, waiting")
    there.context.set_offline(False)
    mouse.press("Privacy and erasing")
    look("privacy")
    mouse.press("Erase everything")
    look("asked before erasing")
    mouse.press("Keep it")
    mouse.press("Clear this chat")
    mouse.press("Yes, clear it")
    screen.wait("button", "Start again")
    look("cleared")
    assert {state: found for state, found in states.items() if found} == {}


def test_axe_finds_nothing_where_the_server_refuses_and_where_the_chat_is_covered(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    address = host_pages.put("/refused", f'<main><h1>A page</h1></main><script src="{server.address}widget.js"></script><ground-work></ground-work>')
    refused = visit(address.replace("localhost", "127.0.0.1"), open_roots=True)
    Mouse(refused.screen).open()
    refused.screen.until(lambda: refused.screen.find("StaticText", ".*cannot be reached.*"), "that the chat cannot be reached")
    assert violations(refused.page) == []
    covered = visit(open_roots=True)
    opened(covered)
    cover(covered)
    assert violations(covered.page) == []


def test_each_message_is_announced_once_and_history_is_not(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    address = host_pages.put("/remembers", f'<script src="{server.address}widget.js"></script><ground-work remember="session"></ground-work>')
    there = visit(address, open_roots=True)
    watch = """() => { window.added = []; new MutationObserver((changes) => { for (const change of changes) for (const node of change.addedNodes)
        if (node.nodeType === 1) window.added.push(node.textContent); }).observe(document.querySelector('ground-work').shadowRoot.querySelector('[role=log]'), { childList: true }); }"""
    there.page.evaluate(watch)
    screen = opened(there)
    mouse = Mouse(screen)
    mouse.press("I am 18.*")
    wait_for_answer(screen, 1)
    there.context.set_offline(True)
    mouse.write("my trust was broken")
    there.context.set_offline(False)
    wait_for_answer(screen, 2)
    everything = said(screen)
    added = [text.replace("Waiting to be sent", "") for text in there.page.evaluate("window.added")]
    assert added == everything and len(everything) > 4

    there.page.reload()
    there.page.evaluate(watch)
    Mouse(there.screen).open()
    there.screen.until(lambda: len(said(there.screen)) >= len(everything), "the earlier messages")
    assert said(there.screen) == everything
    assert there.page.evaluate("window.added") == []
    (log,) = there.screen.find("log")
    assert log.name and log.properties["live"] == "polite" and log.properties.get("relevant", "additions") == "additions"


def test_the_connection_is_told_in_a_status_region_of_its_own(visit: Callable[..., Visit]) -> None:
    there = visit()
    screen = opened(there)
    (status,) = screen.find("status")
    told = lambda: screen.ask(status, "function() { return this.textContent; }")  # noqa: E731
    there.context.set_offline(True)
    screen.wait("button", "Try now")
    lost = screen.until(told, "that the connection is lost")
    there.context.set_offline(False)
    screen.until(lambda: told() not in ("", lost), "that it is back")
    log = screen.find("log")[0]
    assert not screen.ask(log, "function(text) { return this.textContent.includes(text); }", lost)


def test_focus_goes_in_on_opening_and_back_on_closing(visit: Callable[..., Visit]) -> None:
    screen = visit().screen
    keyboard = Keyboard(screen)
    for close in ("Escape", "the button"):
        keyboard.open()
        assert screen.focused().role == "textbox"
        screen.until(lambda: open_choices(screen), "the welcome, which is counted on the button where it comes later")
        if close == "Escape":
            keyboard.key("Escape")
        else:
            keyboard.press("Close chat")
        assert (screen.focused().role, screen.focused().name) == ("button", "Open chat")
    keyboard.open()
    keyboard.press("Privacy and erasing")
    keyboard.key("Escape")
    assert screen.focused().name == "Privacy and erasing" and screen.find("log")


def test_a_choice_that_goes_away_leaves_the_focus_where_the_next_ones_are(visit: Callable[..., Visit]) -> None:
    screen = opened(visit())
    keyboard = Keyboard(screen)
    keyboard.press("I am 18.*")
    wait_for_answer(screen, 1)
    assert screen.focused().name == "Choices"
    keyboard.key("Tab")
    assert screen.focused().name == open_choices(screen)[0].name


def test_on_a_touch_screen_no_keyboard_covers_the_welcome(visit: Callable[..., Visit]) -> None:
    screen = visit(**NARROW).screen
    screen.tap("button", "Open chat")
    screen.until(lambda: screen.focused().role == "dialog", "the focus in the panel")


def test_tab_leaves_the_chat_again(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    body = f'<a href="#before">before</a><script src="{server.address}widget.js"></script><ground-work></ground-work><a href="#after">after</a>'
    screen = opened(visit(host_pages.put("/links", body)))
    keyboard = Keyboard(screen)
    keyboard.go_to("link", "after")
    keyboard.go_to("textbox", ".*")
    keyboard.go_to("link", "before")


def test_over_the_whole_screen_the_focus_stays_in_view_and_escape_is_the_way_out(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    body = f'<a href="#under">under</a><script src="{server.address}widget.js"></script><ground-work></ground-work>'
    screen = opened(visit(host_pages.put("/under", body), viewport={"width": 320, "height": 640}))
    keyboard = Keyboard(screen)
    stops = []
    for _ in range(14):
        keyboard.key("Tab")
        stops.append(screen.focused())
    assert "under" not in [stop.name for stop in stops] and len({stop.backend for stop in stops}) > 5
    keyboard.key("Escape")
    assert screen.focused().name == "Open chat"


@pytest.mark.parametrize("options", [{}, NARROW, {"forced_colors": "active"}], ids=["wide", "320 px", "forced colours"])
def test_every_control_has_a_name_a_size_and_a_visible_focus(visit: Callable[..., Visit], options: Any) -> None:
    screen = opened(visit(**options))
    check_controls(screen)
    Keyboard(screen).press("Privacy and erasing")
    check_controls(screen)


def check_controls(screen: Screen) -> None:
    controls = [node for node in screen.nodes() if node.role in _CONTROLS]
    assert len(controls) > 4
    for control in controls:
        assert control.name.strip(), control
        if control.role != "link":
            _, _, width, height = screen.box(control)
            assert width >= 44 and height >= 44, (control.name, width, height)
    stops_of(screen, check_focus)


def check_focus(screen: Screen, stop: Node) -> None:
    style, width = screen.css(stop, "outlineStyle", "outlineWidth")
    assert style != "none" and float(width.replace("px", "")) >= 2, (stop.name, style, width)
    seen = "function() { const r = this.getBoundingClientRect(), h = this.getRootNode().elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); return this.contains(h); }"
    screen.until(lambda: screen.ask(stop, seen), f"{stop.name}, which has the focus, without anything over it")


def stops_of(screen: Screen, check: Callable[[Screen, Node], None]) -> List[Node]:
    """Every place where Tab stops, once; `check` is called while the focus is there."""
    stops: List[Node] = []
    for _ in range(40):
        screen.page.keyboard.press("Tab")
        here = screen.focused()
        if here.role not in _CONTROLS:
            continue
        if here.backend in [stop.backend for stop in stops]:
            break
        check(screen, here)
        stops.append(here)
    assert len(stops) > 3
    return stops


def test_nothing_moves_for_whoever_wants_no_motion(visit: Callable[..., Visit]) -> None:
    still = visit(open_roots=True, reduced_motion="reduce")
    moving = visit(open_roots=True, reduced_motion="no-preference")
    animation = "getComputedStyle(document.querySelector('ground-work').shadowRoot.querySelector('.typing i')).animationName"
    assert still.page.evaluate(animation) == "none"
    assert moving.page.evaluate(animation) != "none"


def test_words_can_be_replaced_and_run_from_right_to_left(visit: Callable[..., Visit], host_pages: HostPages, server: Server) -> None:
    words = '{"title": "محادثة", "open": "افتح", "input": "رسالتك", "leave": "اخرج الآن"}'
    body = f'<script type="application/json" id="words">{words}</script><script src="{server.address}widget.js"></script><ground-work strings="words" lang="ar" dir="rtl"></ground-work>'
    screen = visit(host_pages.put("/arabic", body)).screen
    screen.click("button", "افتح")
    dialog = screen.wait("dialog", "محادثة")
    leave, title = screen.box(screen.wait("button", "اخرج الآن")), screen.box(screen.wait("heading", "محادثة"))
    assert leave[0] < title[0], "the header runs from right to left"
    assert screen.css(dialog, "direction") == ["rtl"]


def cover(there: Visit) -> None:
    """Let time pass until the chat is covered."""
    there.page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'));")
    there.screen.wait("button", "Show the chat")
