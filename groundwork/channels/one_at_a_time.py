"""One turn at a time in each conversation of this process."""
from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import AsyncIterator, Dict


class OneAtATime:
    """Locks by conversation id; one that nobody holds or waits for takes no memory."""

    def __init__(self) -> None:
        self._locks: Dict[str, asyncio.Lock] = {}
        self._waiting: Dict[str, int] = {}

    def waiting(self, conversation: str) -> int:
        """How many turns of a conversation are being made or wait to be."""
        return self._waiting.get(conversation, 0)

    @asynccontextmanager
    async def turn(self, conversation: str) -> AsyncIterator[None]:
        """Within this context nothing else is said in the conversation by this process; first come, first served."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        self._waiting[conversation] = self._waiting.get(conversation, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[conversation] -= 1
            if not self._waiting[conversation]:
                del self._waiting[conversation], self._locks[conversation]
