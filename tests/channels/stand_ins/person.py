"""A person on a platform: reads what is on the screen, and answers by a tap, a number, a label or own words."""
from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Awaitable, Callable, List, Optional

from tests.channels.stand_ins.platform import Choice, Delivery, Platform, Shown, Taken

#: How a numbered choice stands in a text.
_NUMBERED = re.compile(r"^\s*(\d{1,2})[.):]?\s+(\S.*?)\s*$", re.MULTILINE)
#: Seconds without another message after which an answer counts as complete, and after which none is waited for any more.
QUIET, PATIENCE = 0.15, 10.0


@dataclass(frozen=True)
class Offer:
    """One thing that may be answered. tap: what is tapped, where there is something."""

    number: int
    label: str
    shown: Shown
    tap: Optional[Choice]


class Person:
    """One person. `news` is what came after they last did something."""

    def __init__(self, platform: Platform, id: str, settled: Optional[Callable[[], Awaitable[None]]] = None) -> None:
        """settled: returns when the assistant has nothing more to send; None waits for a short quiet."""
        self.platform, self.id = platform, id
        self._settled = settled or self._quiet
        self._seen = 0
        self.last: Taken = Taken(0)

    @property
    def screen(self) -> List[Shown]:
        """All that was ever shown to this person."""
        return self.platform.shown_to(self.id)

    @property
    def news(self) -> List[Shown]:
        """What came after the last thing that this person did."""
        return [shown for shown in self.screen if shown.number > self._seen]

    @property
    def text(self) -> str:
        """The words of the news."""
        return "\n".join(shown.text for shown in self.news)

    @property
    def offers(self) -> List[Offer]:
        """What the newest message that offers something lets the person choose from: its buttons, or its numbered lines."""
        for shown in reversed(self.news):
            if shown.choices:
                return [Offer(number, choice.label, shown, choice) for number, choice in enumerate(shown.choices, start=1)]
            numbered = numbered_lines(shown.text)
            if numbered:
                return [Offer(number, label, shown, None) for number, label in enumerate(numbered, start=1)]
        return []

    async def say(self, text: str) -> List[Shown]:
        """Type something; returns what came back."""
        return await self._do(lambda: self.platform.typed(self.id, text))

    async def tap(self, offer: Offer) -> List[Shown]:
        """Tap a choice; where there is nothing to tap, type its number."""
        if offer.tap is None:
            return await self.say(str(offer.number))
        tapped = offer.tap
        return await self._do(lambda: self.platform.tapped(self.id, offer.shown, tapped))

    async def answer(self, offer: Offer, how: str) -> List[Shown]:
        """Answer in one of three ways: "tap", "number" or "label"."""
        if how == "tap":
            return await self.tap(offer)
        return await self.say(str(offer.number) if how == "number" else offer.label)

    async def send(self, delivery: Delivery) -> List[Shown]:
        """Make any delivery in this person's name (a voice note, an edit, …); returns what came back."""
        return await self._do(lambda: delivery)

    async def _do(self, delivery: Callable[[], Delivery]) -> List[Shown]:
        self._seen = self.screen[-1].number if self.screen else self._seen
        self.last = await self.platform.deliver(delivery())
        await self._settled()
        return self.news

    async def _quiet(self) -> None:
        """Wait until something came, and then nothing more for a while."""
        until, count = time.monotonic() + PATIENCE, -1
        while time.monotonic() < until:
            if len(self.news) == count and count:
                return
            count = len(self.news)
            await asyncio.sleep(QUIET)


def numbered_lines(text: str) -> List[str]:
    """The labels of numbered choices: the last run of lines that counts from 1."""
    labels: List[str] = []
    for match in _NUMBERED.finditer(text):
        number = int(match.group(1))
        labels = [match.group(2)] if number == 1 else [*labels, match.group(2)] if labels and number == len(labels) + 1 else []
    return labels if len(labels) > 1 else []
