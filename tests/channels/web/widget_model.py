"""What a widget does, in Python: one queue of messages, each kept until it is answered; every message shown once, in order."""
from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from typing import Any, Dict, List, Optional, Tuple

import aiohttp
import socketio

if not hasattr(aiohttp, "ClientWSTimeout"):  # the client of python-engineio 4.15 wants a newer aiohttp than Rasa allows
    aiohttp.ClientWSTimeout = lambda ws_close: ws_close  # type: ignore[attr-defined]

PATIENCE = 10.0


class Widget:
    """A browser tab that is driven by a test."""

    def __init__(self, address: str, transports: Tuple[str, ...] = ("websocket",), headers: Optional[Dict[str, str]] = None, patience: float = PATIENCE, **auth: Any) -> None:
        self.address, self.transports, self.headers, self.auth = address, list(transports), headers or {}, auth
        self.patience = patience
        self.token: Optional[str] = None
        self.shown: Dict[int, Dict[str, Any]] = {}
        self.sessions: List[Dict[str, Any]] = []
        self.gone: List[str] = []
        self.done: List[str] = []
        self.later: List[Dict[str, Any]] = []
        self.events: List[str] = []
        self.twice: List[int] = []
        self.refused: Optional[Dict[str, Any]] = None
        self._changed, self.lost = asyncio.Event(), asyncio.Event()
        self.client: Optional[socketio.AsyncClient] = None

    async def connect(self, token: Optional[str] = None) -> "Widget":
        """Connect with the token it has (or the one given), and wait for the session."""
        client = socketio.AsyncClient(reconnection=False)
        self.client = client
        for event in ("session", "message", "typing", "done", "later", "gone"):
            client.on(event, self._handler(client, event))
        client.on("connect_error", self._refused)
        client.on("disconnect", self._lost(client))
        self.lost.clear()
        before = len(self.sessions)
        auth = {"v": 1, "token": token or self.token, "last": self.last, **self.auth}
        await client.connect(self.address, headers=self.headers, auth=auth, transports=self.transports, socketio_path="/chat/", wait_timeout=self.patience)
        await self.until(lambda: len(self.sessions) > before)
        return self

    async def begin(self) -> "Widget":
        """Ask for the welcome and wait for it."""
        assert (await self.call("begin", {}))["ok"]
        await self.until(lambda: len([message for message in self.shown.values() if message["from"] == "bot"]) >= 2)
        return self

    async def say(self, text: str, name: Optional[str] = None) -> List[str]:
        """Send words, wait until they are answered; the new texts of the bot."""
        return await self._answered("say", {"id": name or new_id(), "text": text})

    async def choose(self, choice: str) -> List[str]:
        """Click, wait until it is answered; the new texts of the bot."""
        return await self._answered("choose", {"id": new_id(), "choice": choice})

    async def call(self, event: str, data: Any) -> Any:
        """Send an event and give back what the server says to it."""
        assert self.client is not None
        return await self.client.call(event, data, timeout=PATIENCE)

    async def close(self) -> None:
        """Leave."""
        if self.client is not None:
            with suppress(Exception):
                await self.client.disconnect()

    async def until(self, condition: Any, seconds: float = PATIENCE) -> None:
        """Wait until something is so."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not condition():
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), max(0.01, deadline - asyncio.get_running_loop().time()))

    @property
    def last(self) -> int:
        """Highest number shown."""
        return max(self.shown, default=0)

    @property
    def texts(self) -> List[str]:
        """Everything shown, in order; what the person said begins with ">"."""
        return [("> " if message["from"] == "you" else "") + message["text"] for _, message in sorted(self.shown.items())]

    @property
    def choices(self) -> List[Dict[str, str]]:
        """The last choices that were offered."""
        return next((message["choices"] for _, message in sorted(self.shown.items(), reverse=True) if message["choices"]), [])

    async def _answered(self, event: str, data: Dict[str, str]) -> List[str]:
        before, sessions = set(self.shown), len(self.sessions)
        acknowledged = await self.call(event, data)
        assert acknowledged == {"ok": True}, acknowledged
        await self.until(lambda: data["id"] in self.done)
        old = before if len(self.sessions) == sessions else set()
        return [message["text"] for seq, message in sorted(self.shown.items()) if seq not in old and message["from"] == "bot"]

    def _handler(self, client: socketio.AsyncClient, event: str) -> Any:
        async def handle(data: Any) -> None:
            if client is self.client:
                self.events.append(event)
                getattr(self, f"_on_{event}")(data)
                self._changed.set()

        return handle

    def _lost(self, client: socketio.AsyncClient) -> Any:
        async def note() -> None:
            if client is self.client:
                self.lost.set()

        return note

    async def _refused(self, data: Any) -> None:
        self.refused = data

    def _on_session(self, data: Dict[str, Any]) -> None:
        self.sessions.append(data)
        self.token = data["token"]
        if not data["resumed"]:
            self.shown.clear()

    def _on_message(self, data: Dict[str, Any]) -> None:
        if data["seq"] in self.shown:
            self.twice.append(data["seq"])
        self.shown[data["seq"]] = data

    def _on_typing(self, data: Dict[str, Any]) -> None:
        self.events[-1] = f"typing {'on' if data['on'] else 'off'}"

    def _on_done(self, data: Dict[str, Any]) -> None:
        self.done.append(data["id"])

    def _on_later(self, data: Dict[str, Any]) -> None:
        self.later.append(data)

    def _on_gone(self, data: Dict[str, Any]) -> None:
        self.gone.append(data["reason"])
        self.shown.clear()


def new_id() -> str:
    """An id for a message."""
    return uuid.uuid4().hex
