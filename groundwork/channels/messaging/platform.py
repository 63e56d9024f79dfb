"""What a messaging platform is to Groundwork: it delivers, and it is sent parts."""
from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from groundwork.channels.limits import Limits
from groundwork.channels.rendering import Part


@dataclass(frozen=True)
class Delivery:
    """One thing that a person did on a platform.

    id: the platform's id of it, the same when it is sent again. address: where an answer goes. text: typed words; "" where something came that
    holds none (a picture, a voice note). choice: id of a clicked choice. intent: what it means where no words are to be read ("repeat").
    opened: the chat was opened; where it goes on already, that asks the open question again. edited: text is an earlier message, changed.
    elsewhere: it is not private; it gets one line that says so, and no turn. locale: the person's language, perhaps with a country ("de-AT").
    receipt: what `Platform.took` needs.
    """

    id: str
    address: str
    text: str = ""
    choice: Optional[str] = None
    intent: Optional[str] = None
    opened: bool = False
    edited: bool = False
    elsewhere: bool = False
    locale: Optional[str] = None
    receipt: Any = None


@dataclass(frozen=True)
class Received:
    """What a request brought, and how it is answered once that is saved."""

    deliveries: Tuple[Delivery, ...] = ()
    answer: Optional[HTTPResponse] = None


class Refused(ValueError):
    """A request that is not taken; `status` is its HTTP status. The text holds nothing that was sent."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.status = status


class TryAgain(Exception):
    """A message could not be sent now. after: seconds to wait, where the platform says so."""

    def __init__(self, after: float = 0.0) -> None:
        super().__init__("try again")
        self.after = after


class Undeliverable(Exception):
    """A message that the platform will never take. gone: nothing can be sent to this address any more."""

    def __init__(self, gone: bool = False) -> None:
        super().__init__("undeliverable")
        self.gone = gone


class Platform(ABC):
    """One platform; see `groundwork/channels/messaging/__init__.py`."""

    name: str
    limits: Limits

    @abstractmethod
    def read(self, request: Request) -> Received:
        """What a POST request says, once it is certain who sent it.

        Raises:
            Refused: if it is not signed as it should be, too old, or cannot be read.
        """

    @abstractmethod
    async def send(self, address: str, part: Part) -> None:
        """Send one message.

        Raises:
            TryAgain, Undeliverable: see there.
        """

    def get(self, request: Request) -> HTTPResponse:
        """The answer to a GET request."""
        return response.json({"status": "ok"})

    async def took(self, delivery: Delivery) -> None:
        """Tell the platform that a click has arrived, before its turn is made. What goes wrong is of no consequence."""

    async def start(self) -> None:
        """Set up what the platform needs to know of this server."""

    async def stop(self) -> None:
        """Close what is open."""


def part_of(sent: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within what a platform has sent; empty where there is none, or something else."""
    found = sent.get(name)
    return found if isinstance(found, dict) else {}
