"""A person on the way from the welcome to the plan: reads what is open and answers it, by whatever means `Hands` gives."""
from __future__ import annotations

import re
from typing import List, Protocol

from tests.browser.screen import Node, Screen

#: Words that only this person would write; the plan has both.
FACTS = "On Tuesday I saw 43 messages on the kitchen table"
OPENING = "When I read those messages on Tuesday I felt sick. I need to hear from you whether it is over"
#: What is chosen where it is offered, the first that fits.
_WISHES = (
    "I am 18.*", "Trust was broken", "I was hurt", "About five.*", "No", "Angry", "It fits", "Honesty", "Keep .*", "Yes, that's it", "Not now, go on",
)
HERE_ONLY, TO_KEEP = "Show it here only", "Print or save"
#: What is written, one after the other, where nothing of that is offered.
_WORDS = (FACTS, "I ask for one hour on Sunday, without the phone", OPENING)
_MOST_TURNS = 30


class Hands(Protocol):
    """How a person uses what is on the screen."""

    def press(self, name: str) -> None:
        """Use the button of this name (a regular expression)."""

    def write(self, text: str) -> None:
        """Type into the box and send."""


def bot_messages(screen: Screen) -> List[str]:
    """What the bot has said, in order."""
    return said(screen, "Reply:")


def own_messages(screen: Screen) -> List[str]:
    """What the person has said, in order."""
    return said(screen, "You said:")


def said(screen: Screen, *prefixes: str) -> List[str]:
    """Messages of the sides whose spoken prefix is given (none: of both), with what is spoken for them."""
    log = screen.find("log")[0]
    every = screen.ask(log, "function() { return [...this.previousElementSibling.children, ...this.children].map((one) => one.textContent); }")
    return [one for one in every if not prefixes or one.startswith(prefixes)]


def open_choices(screen: Screen) -> List[Node]:
    """The choices that can be used now."""
    nodes = screen.nodes()
    groups = [index for index, node in enumerate(nodes) if node.role == "group" and node.name == "Choices"]
    if not groups:
        return []
    inside: List[Node] = []
    for node in nodes[groups[-1] + 1:]:
        if node.depth <= nodes[groups[-1]].depth:
            break
        if node.role == "button":
            inside.append(node)
    return inside


def wait_for_answer(screen: Screen, own: int) -> None:
    """Until the person's message number `own` is answered, and there is something to answer in turn or nothing more comes."""

    def answered() -> bool:
        everything = said(screen)
        return len(own_messages(screen)) >= own and everything[-1].startswith("Reply:") and not is_typing(screen)

    screen.until(answered, f"the answer to message {own}")
    while True:  # an answer has several messages: wait until no more come
        before = len(said(screen))
        screen.page.wait_for_timeout(120)
        screen.until(answered, f"the whole answer to message {own}")
        if len(said(screen)) == before:
            return


def is_typing(screen: Screen) -> bool:
    """Whether the dots are shown."""
    return bool(screen.ask(screen.find("log")[0], "function() { return this.parentNode.querySelector('.typing:not([hidden])') !== null; }"))


def walk_to_the_plan(screen: Screen, hands: Hands, shown: str = HERE_ONLY) -> str:
    """Go on until a message holds both what happened and the first sentence; returns that message. shown: how the plan is asked for."""
    screen.until(lambda: open_choices(screen), "the welcome's choices")
    words = iter(_WORDS)
    for turn in range(1, _MOST_TURNS):
        wished = [choice.name for wish in (*_WISHES, shown) for choice in open_choices(screen) if re.fullmatch(wish, choice.name)]
        if wished:
            hands.press(re.escape(wished[0]))
        else:
            hands.write(next(words, "That is all"))
        wait_for_answer(screen, turn)
        plan = [one for one in bot_messages(screen) if FACTS in one and OPENING in one]
        if plan:
            return plan[-1]
    raise AssertionError(f"no plan after {_MOST_TURNS} turns: {said(screen)[-4:]}")
