"""What one browser tab is sent: everything in order, one thing at a time, with short pauses between the bubbles of an answer."""
from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any, Awaitable, Callable, Deque, Dict, Tuple

Emit = Callable[[str, Dict[str, Any]], Awaitable[None]]
#: An answer that takes longer than this (seconds) is announced by the typing signal.
TYPING_AFTER = 0.3


class Delivery:
    """A queue of events with the pause before each, and the task that works it off."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._waiting: Deque[Tuple[str, Dict[str, Any], float]] = deque()
        self._more = asyncio.Event()
        self._hurry = asyncio.Event()
        self._typing = False
        self._task = asyncio.ensure_future(self._work())

    def send(self, event: str, data: Dict[str, Any], pause: float = 0.0) -> None:
        """Put an event at the end. pause: seconds to wait before it, with the typing signal on."""
        if self._task.cancelled():
            return
        self._waiting.append((event, data, pause))
        self._more.set()

    def hurry(self) -> None:
        """Let no more time pass for what is waiting now: the person has gone on."""
        if self._waiting:
            self._hurry.set()

    def forget(self) -> None:
        """Drop what has not been sent."""
        self._waiting.clear()

    def stop(self) -> None:
        """Send nothing more."""
        self.forget()
        self._task.cancel()

    async def _work(self) -> None:
        while True:
            while self._waiting:
                await self._send_next()
            self._hurry.clear()
            self._more.clear()
            await self._more.wait()

    async def _send_next(self) -> None:
        pause = self._waiting[0][2]
        if pause and not self._hurry.is_set():
            await self._show_typing(True)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), pause)
        if not self._waiting:
            return  # dropped meanwhile
        event, data, _ = self._waiting.popleft()
        if event == "typing":
            await self._show_typing(bool(data["on"]))
            return
        if not any(pause for _, _, pause in self._waiting):
            await self._show_typing(False)
        await self._emit(event, data)

    async def _show_typing(self, on: bool) -> None:
        if self._typing != on:
            self._typing = on
            await self._emit("typing", {"on": on})
