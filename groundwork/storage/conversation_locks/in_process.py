"""The queues of one process. Nothing waits longer than for those before it, nothing polls, and nothing expires."""
from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import AsyncIterator, Deque, Dict


class InProcessLocks:
    """A queue of turns for each conversation that has any."""

    def __init__(self) -> None:
        self._queues: Dict[str, Deque["asyncio.Future[None]"]] = {}

    @asynccontextmanager
    async def turn(self, conversation: str) -> AsyncIterator[None]:
        """Within this context no other turn of the conversation is made in this process."""
        queue = self._queues.setdefault(conversation, deque())
        mine: "asyncio.Future[None]" = asyncio.get_running_loop().create_future()
        queue.append(mine)
        if queue[0] is mine:
            mine.set_result(None)
        try:
            await mine
            yield
        finally:
            queue.remove(mine)
            if not queue:
                del self._queues[conversation]
            elif not queue[0].done():
                queue[0].set_result(None)

    async def close(self) -> None:
        """There is nothing to end."""
