"""What all stand-ins share: an HTTP server on loopback, what it was told to suffer, what it delivered, and its way to the assistant's webhook."""
from __future__ import annotations

import asyncio
import itertools
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar, Dict, List, Mapping, Optional, Tuple

import aiohttp
from aiohttp import web

#: Seconds after which a platform gives up on a webhook; the strictest of the five, which is Slack's.
WEBHOOK_PATIENCE = 3.0


@dataclass(frozen=True)
class Choice:
    """One button, row or quick reply as a person sees it. data: what a tap on it sends back."""

    label: str
    data: str


@dataclass(frozen=True)
class Shown:
    """One message on the person's screen. number: its place among all that the platform delivered. at: seconds (monotonic)."""

    number: int
    to: str
    text: str
    choices: Tuple[Choice, ...]
    id: str
    at: float
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)


class Refusal(Exception):
    """The platform does not take a request. body: its own form of saying so."""

    def __init__(self, status: int, body: Mapping[str, Any], headers: Optional[Mapping[str, str]] = None) -> None:
        super().__init__(f"{status} {dict(body)}")
        self.status, self.body, self.headers = status, body, dict(headers or {})


@dataclass
class Faults:
    """What the platform suffers. Each is off by default.

    down: connections are cut before anything is read. unavailable: 503 from a proxy in front. slow: seconds before every answer. busy: so many requests are answered 429, each with
    `retry_after` seconds. cut_after: so many requests are accepted and delivered, and the connection is cut instead of an answer.
    """

    down: bool = False
    unavailable: bool = False
    slow: float = 0.0
    busy: int = 0
    retry_after: int = 1
    cut_after: int = 0


@dataclass(frozen=True)
class Delivery:
    """One request of the platform to the webhook, complete: it can be sent again as it is. id: what the platform itself tells it by."""

    id: str
    body: bytes
    headers: Mapping[str, str]
    method: str = "POST"
    query: str = ""

    def but(self, **changes: Any) -> "Delivery":
        """The same with changes; `headers` are put over the ones there are, and None takes one out."""
        headers = {**self.headers, **changes.pop("headers", {})}
        return Delivery(**{**self.__dict__, **changes, "headers": {name: value for name, value in headers.items() if value is not None}})


@dataclass(frozen=True)
class Taken:
    """What the webhook answered. status 0: no answer in time, or the connection failed."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the platform counts it as delivered."""
        return 200 <= self.status < 300


class Platform(ABC):
    """One platform. Use it as `async with Telegram(...) as telegram`; `address` is then where its API is."""

    name: ClassVar[str]
    #: How often the platform delivers anew what was not taken, at most.
    retries: ClassVar[int] = 3

    def __init__(self, webhook: str = "") -> None:
        """webhook: the address of the assistant's webhook for this platform; it may be set later."""
        self.webhook = webhook
        self.faults = Faults()
        self.shown: List[Shown] = []
        self.refusals: List[Refusal] = []
        self.requests = 0
        self.numbers = itertools.count(1)
        self.address = ""
        self._runner: Optional[web.AppRunner] = None
        self._client: Optional[aiohttp.ClientSession] = None

    async def __aenter__(self) -> "Platform":
        app = web.Application(client_max_size=2**22, middlewares=[self._suffer])
        self.routes(app.router)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._client = aiohttp.ClientSession(trust_env=False)
        return self

    async def __aexit__(self, *_: Any) -> None:
        assert self._runner and self._client
        await self._client.close()
        await self._runner.cleanup()

    @abstractmethod
    def routes(self, router: web.UrlDispatcher) -> None:
        """Put the API on the server."""

    @abstractmethod
    def busy(self, seconds: int) -> Refusal:
        """How the platform says 429."""

    @abstractmethod
    def typed(self, person: str, text: str) -> Delivery:
        """The delivery for words that a person typed."""

    @abstractmethod
    def tapped(self, person: str, shown: Shown, choice: Choice) -> Delivery:
        """The delivery for a tap on a choice of a message."""

    def shown_to(self, person: str) -> List[Shown]:
        """What is on one person's screen, oldest first."""
        return [shown for shown in self.shown if shown.to == person]

    def show(self, to: str, text: str, choices: Tuple[Choice, ...], id: str, raw: Mapping[str, Any]) -> Shown:
        """Deliver a message to a person's screen."""
        shown = Shown(next(self.numbers), to, text, choices, id, time.monotonic(), raw)
        self.shown.append(shown)
        return shown

    async def deliver(self, delivery: Delivery, path: str = "", retries: int = 0) -> Taken:
        """Post to the webhook, and anew where it was not taken.

        Args:
            path: put behind the webhook's address, to miss it.
            retries: how often it is sent again where it is not taken.
        """
        taken = Taken(0)
        for attempt in range(retries + 1):
            taken = await self._post(self.again(delivery, attempt), path)
            if taken.ok:
                break
            await asyncio.sleep(0.05 * 2**attempt)
        return taken

    def again(self, delivery: Delivery, attempt: int) -> Delivery:
        """The delivery as it looks at its second and later attempts (attempt 1, 2, …)."""
        return delivery

    async def _post(self, delivery: Delivery, path: str) -> Taken:
        assert self._client
        url = self.webhook + path + (f"?{delivery.query}" if delivery.query else "")
        try:
            async with self._client.request(
                delivery.method, url, data=delivery.body, headers=dict(delivery.headers), timeout=aiohttp.ClientTimeout(total=self.patience()),
                skip_auto_headers=["Content-Type"], allow_redirects=False,
            ) as answer:
                return Taken(answer.status, await answer.read(), dict(answer.headers))
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return Taken(0)

    def patience(self) -> float:
        """Seconds that the platform waits for the webhook."""
        return WEBHOOK_PATIENCE

    @web.middleware
    async def _suffer(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests += 1
        faults = self.faults
        if faults.down:
            return _cut(request)
        if faults.slow:
            await asyncio.sleep(faults.slow)
        try:
            if faults.unavailable:
                return web.Response(status=503, text="<html><body>Service Unavailable</body></html>", content_type="text/html")
            if faults.busy:
                faults.busy -= 1
                raise self.busy(faults.retry_after)
            answer: web.StreamResponse = await handler(request)
        except Refusal as refusal:
            if refusal.status != 429:
                self.refusals.append(refusal)
            return web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)
        if faults.cut_after:
            faults.cut_after -= 1
            return _cut(request)
        return answer


def _cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def json_object(request: web.Request) -> Dict[str, Any]:
    """The body as a JSON object, or {} where it is none."""
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
