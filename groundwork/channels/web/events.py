"""What a browser sends -> what is taken of it, or the code of the refusal (pure). Nothing else in an event is ever looked at."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, Optional

from groundwork.channels.plain_text import LONGEST_MESSAGE
from groundwork.channels.web.tokens import LONGEST_TOKEN
from groundwork.dialogue.choices import read_payload

VERSION = 1
BAD_REQUEST, TOO_LONG, TOO_MANY, BUSY, ORIGIN = "bad_request", "too_long", "too_many", "busy", "origin"
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_ZONE = re.compile(r"[A-Za-z]{1,20}(?:[/_+-][A-Za-z0-9]{1,20}){0,5}")


class Refused(ValueError):
    """An event that is not taken; `code` is told to the browser, and `wait` (seconds) when it may come again."""

    def __init__(self, code: str, wait: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True)
class Hello:
    """What a browser says when it connects. last: highest number of a message that it has."""

    token: Optional[str] = None
    last: int = 0
    metadata: Optional[Dict[str, str]] = None


@dataclass(frozen=True)
class Sent:
    """One message: its id, and either what was typed or the id of the choice that was clicked."""

    id: str
    text: str = ""
    choice: str = ""


def read_hello(auth: Any) -> Hello:
    """Whatever is not as it should be counts as not said.

    Raises:
        Refused: if the browser speaks another version.
    """
    if not isinstance(auth, dict):
        return Hello()
    if auth.get("v", VERSION) != VERSION:
        raise Refused(BAD_REQUEST)
    token, last = auth.get("token"), auth.get("last")
    metadata = {name: value for name, value in (("locale", _matching(auth.get("locale"), _LOCALE)), ("zone", _matching(auth.get("zone"), _ZONE))) if value}
    return Hello(
        token if isinstance(token, str) and 0 < len(token) <= LONGEST_TOKEN else None,
        last if isinstance(last, int) and not isinstance(last, bool) and 0 <= last < 2**53 else 0,
        metadata or None,
    )


def read_say(data: Any = None) -> Sent:
    """Typed words: their text is never a command, an intent or a click.

    Raises:
        Refused: bad_request or too_long.
    """
    text = _field(data, "text")
    if not text.strip():
        raise Refused(BAD_REQUEST)
    if len(text) > LONGEST_MESSAGE:
        raise Refused(TOO_LONG)
    return Sent(_id(data), text=_no_click(text))


def read_choose(data: Any = None) -> Sent:
    """A clicked choice.

    Raises:
        Refused: bad_request.
    """
    choice = _field(data, "choice")
    if not _ID.fullmatch(choice):
        raise Refused(BAD_REQUEST)
    return Sent(_id(data), choice=choice)


def _id(data: Any) -> str:
    name = _field(data, "id")
    if not _ID.fullmatch(name):
        raise Refused(BAD_REQUEST)
    return name


def _field(data: Any, name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else None
    if not isinstance(value, str):
        raise Refused(BAD_REQUEST)
    return value


def _matching(value: Any, pattern: "re.Pattern[str]") -> Optional[str]:
    return value if isinstance(value, str) and len(value) <= 64 and pattern.fullmatch(value) else None


def _no_click(text: str) -> str:
    """Words that look like what a click is made into are kept words by a space."""
    return text.replace(":", ": ") if read_payload(text) else text
