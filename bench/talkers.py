"""Who talks to the bots: from what a bot said last to the next message, a choice or free text."""
from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, Iterator, List, Protocol

from bench.coached import same_for_all

Messages = List[Dict[str, Any]]

CHOICE = "choice"
TEXT = "free text"
#: Free text that a custom action looks at.
COACHED = "coached text"


@dataclass(frozen=True)
class Turn:
    """One message to send, and its kind (`CHOICE`, `TEXT` or `COACHED`)."""

    kind: str
    text: str


class Talker(Protocol):
    """One side of one conversation."""

    def next(self, heard: Messages) -> Turn:
        """The next message after these were heard; none were heard before the first."""


@dataclass
class GroundworkTalker:
    """Clicks a choice where there are some, and never one that ends or wipes the conversation; otherwise writes a sentence.

    coached: how the questions begin whose answers a custom action looks at.
    """

    texts: Iterator[str]
    chance: random.Random
    coached: FrozenSet[str] = frozenset()
    _ENDING = ("erase", "leave", "under", "not_now", "stop", "forget", "bye", "pause", "wipe", "later")
    _GATE_ANSWER = "no"

    def next(self, heard: Messages) -> Turn:
        """See `Talker`."""
        buttons = (heard[-1].get("buttons") or []) if heard else []
        payloads = [str(button["payload"]) for button in buttons]
        usable = [payload for payload in payloads if not any(word in payload.rsplit(":", 1)[-1] for word in self._ENDING)]
        safe = [payload for payload in usable if payload.startswith("gate/") and payload.endswith(f":{self._GATE_ANSWER}")]
        if usable and heard:
            first_ever = payloads[0].startswith("welcome/")
            return Turn(CHOICE, usable[0] if first_ever else self.chance.choice(safe or usable))
        asked = same_for_all(str(heard[-1].get("text") or "")) if heard else ""
        return Turn(COACHED if any(asked.startswith(beginning) for beginning in self.coached) else TEXT, next(self.texts))


@dataclass
class RasaInitTalker:
    """The bot of `rasa init` has no choices: five times what a click would send (an intent), then five sentences, and so on."""

    texts: Iterator[str]
    _count: int = field(default=0)
    _CLICKS = ("/greet", "/mood_unhappy", "/deny", "/affirm", "/mood_great")

    def next(self, heard: Messages) -> Turn:
        """See `Talker`."""
        number = self._count
        self._count += 1
        if number // len(self._CLICKS) % 2 == 0:
            return Turn(CHOICE, self._CLICKS[number % len(self._CLICKS)])
        return Turn(TEXT, next(self.texts))
