"""Bad networks: whatever happens, nothing is lost, nothing is said twice, the order stays."""
from __future__ import annotations

from typing import Callable, List

import pytest

from tests.browser.cutting_proxy import CuttingProxy
from tests.browser.hands import Mouse
from tests.browser.host_pages import HostPages
from tests.browser.screen import Screen
from tests.browser.server import Server
from tests.browser.visit import Visit
from tests.browser.walking import open_choices, own_messages, said, wait_for_answer


@pytest.fixture
def there(visit: Callable[..., Visit], host_pages: HostPages, proxy: CuttingProxy) -> Visit:
    """Past the consent, over a network that can be cut; a reload shows the conversation as the server has it."""
    body = f'<script src="{proxy.address}widget.js"></script><ground-work remember="session" server="{proxy.address}"></ground-work>'
    opened = visit(host_pages.put("/network", body))
    Mouse(opened.screen).open()
    opened.screen.until(lambda: open_choices(opened.screen), "the welcome's choices")
    Mouse(opened.screen).press("I am 18.*")
    wait_for_answer(opened.screen, 1)
    return opened


def own_words(screen: Screen) -> List[str]:
    return [one.replace("You said: ", "").replace("Waiting to be sent", "") for one in own_messages(screen)]


def assert_as_the_server_has_it(there: Visit) -> None:
    """What is on the screen is what the server kept, message for message."""
    shown = [one.replace("Waiting to be sent", "") for one in said(there.screen)]
    assert len(set(own_words(there.screen))) == len(own_words(there.screen))
    there.page.reload()
    Mouse(there.screen).open()
    there.screen.until(lambda: len(said(there.screen)) >= len(shown), "the conversation from the server")
    there.page.wait_for_timeout(300)
    assert said(there.screen) == shown


def test_messages_written_offline_are_sent_in_order(there: Visit) -> None:
    mouse = Mouse(there.screen)
    there.context.set_offline(True)
    there.screen.wait("button", "Try now")
    for words in ("my trust was broken", "what are you", "why do you ask"):
        mouse.write(words)
    assert len([one for one in own_messages(there.screen) if one.endswith("Waiting to be sent")]) == 3
    there.context.set_offline(False)
    wait_for_answer(there.screen, 4)
    assert own_words(there.screen)[1:] == ["my trust was broken", "what are you", "why do you ask"]
    assert_as_the_server_has_it(there)


def test_a_connection_that_ends_before_the_answer_arrives(there: Visit, proxy: CuttingProxy) -> None:
    for words in ("my trust was broken", "what are you", "why do you ask"):
        before = len(own_messages(there.screen))
        proxy.loses_answers = True
        Mouse(there.screen).write(words)
        there.page.wait_for_timeout(400)
        proxy.cut()
        proxy.loses_answers = False
        wait_for_answer(there.screen, before + 1)
    assert len(own_words(there.screen)) == 4
    assert_as_the_server_has_it(there)


def test_a_server_that_cannot_be_reached_for_a_while(there: Visit, proxy: CuttingProxy) -> None:
    proxy.is_down = True
    proxy.cut()
    there.screen.wait("button", "Try now")
    Mouse(there.screen).write("my trust was broken")
    there.page.wait_for_timeout(1500)
    proxy.is_down = False
    Mouse(there.screen).press("Try now")
    wait_for_answer(there.screen, 2)
    assert_as_the_server_has_it(there)


def test_double_clicks_and_double_sends_say_it_once(there: Visit) -> None:
    first = open_choices(there.screen)[0]
    there.page.mouse.dblclick(*there.screen.middle(first))
    wait_for_answer(there.screen, 2)
    there.screen.click("textbox", "Your message")
    there.page.keyboard.type("what are you")
    there.page.keyboard.press("Enter")
    there.page.keyboard.press("Enter")
    there.page.mouse.dblclick(*there.screen.middle(there.screen.wait("button", "Send")))
    wait_for_answer(there.screen, 3)
    there.page.wait_for_timeout(300)
    assert own_words(there.screen)[1:] == [first.name, "what are you"]
    assert_as_the_server_has_it(there)


def test_words_are_kept_in_the_box_where_they_are_too_many(there: Visit) -> None:
    there.screen.click("textbox", "Your message")
    there.page.keyboard.insert_text("word " * 900)
    there.page.keyboard.press("Enter")
    box = there.screen.wait("textbox", "Your message")
    assert len(box.value) == 4500 and len(own_messages(there.screen)) == 1
    assert there.screen.find("StaticText", ".*4,?000.*|.*4500.*")


def test_messages_that_come_while_closed_are_counted(there: Visit, proxy: CuttingProxy) -> None:
    proxy.is_down = True  # or the answer may be there before the chat is closed
    proxy.cut()
    there.screen.wait("button", "Try now")
    Mouse(there.screen).write("my trust was broken")
    there.page.keyboard.press("Escape")
    proxy.is_down = False
    there.screen.wait("button", r"Open chat, \d+ new")
    there.screen.click("button", r"Open chat, \d+ new")
    there.page.keyboard.press("Escape")
    assert there.screen.find("button", "Open chat")


def test_the_server_is_restarted_in_the_middle(there: Visit, server: Server) -> None:
    before = said(there.screen)
    server.stop()
    there.screen.wait("button", "Try now")
    Mouse(there.screen).write("my trust was broken")
    server.start()
    wait_for_answer(there.screen, 2)
    assert said(there.screen)[: len(before)] == before and own_words(there.screen)[1:] == ["my trust was broken"]
    assert_as_the_server_has_it(there)
