"""What each messaging channel can show: the one table of its limits.

Sources: the platforms' own documentation, gathered in docs/channels.md. Lengths are counted in UTF-16 code units, as the strictest of them count.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Mapping, Tuple


@dataclass(frozen=True)
class Native:
    """One way in which a channel shows choices by itself.

    kind: what the connector makes of it. most: so many choices. label, text: longest label, and longest text above them.
    """

    kind: str
    most: int
    label: int
    text: int


def as_it_is(text: str) -> str:
    """For a channel that sends what it is given."""
    return text


def escaped_for_slack(text: str) -> str:
    """Slack reads links and mentions between < and >; these three characters are all it wants escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_PLAIN = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\u2013": "-", "\u2014": "-", "\u2022": "-", "\u00a0": " ", "\u202f": " ",
})


def plain_for_sms(text: str) -> str:
    """Typographic signs as the plain ones that the SMS alphabet has: one of the others would halve what fits into a segment."""
    return text.translate(_PLAIN)


@dataclass(frozen=True)
class Limits:
    """What one message of a channel may be.

    text: its longest text, as written by `write`. preferred: what it is split at where shorter ones arrive better; urgent text is not.
    native: how it shows choices, the simplest first; where none fits, they are numbered in the text.
    """

    text: int
    preferred: int = 0
    native: Tuple[Native, ...] = ()
    write: Callable[[str], str] = as_it_is


LIMITS: Mapping[str, Limits] = {
    "telegram": Limits(text=4096, native=(Native("buttons", 20, 40, 4096),)),
    "slack": Limits(text=3000, native=(Native("buttons", 25, 75, 3000),), write=escaped_for_slack),
    "messenger": Limits(text=2000, native=(Native("quick_replies", 11, 20, 2000),)),
    "whatsapp": Limits(text=1600, native=(Native("buttons", 3, 20, 1024), Native("list", 10, 24, 1024))),
    "sms": Limits(text=1600, preferred=320, write=plain_for_sms),
}
