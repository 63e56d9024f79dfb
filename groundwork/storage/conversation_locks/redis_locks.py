"""The queues of several processes that share a Redis: first come, first served among all of them.

What must never happen does not hang on Redis: the store takes no turn of a process that another has overtaken (`Saved.OVERTAKEN`), and that turn is
made anew. So while Redis is away every process goes on with its own queues, and takes its place in the common ones again when Redis is back.
"""
from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import AsyncIterator, Deque, Dict, Optional

from groundwork.metrics import REDIS_AWAY
from groundwork.storage.conversation_locks.redis_link import PREFIX, LeaseLost, OtherSecret, RedisLink, end_tasks

#: Seconds before Redis is tried again: after the first failure, and at most.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class _Ticket:
    """One waiting turn. id: its name in Redis. granted: Redis says that its turn has come. turn: done when it may begin."""

    id: str = ""
    granted: bool = False
    turn: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class RedisLocks:
    """Holds this process's tickets in the order in which they came, which is also their order among themselves in Redis."""

    def __init__(self, url: str, key: bytes) -> None:
        """url: of Redis. key: names conversations in Redis, the same in every process."""
        self._url, self._key = url, key
        self._queues: Dict[str, Deque[_Ticket]] = {}
        self._link: Optional[RedisLink] = None
        self._alone = False
        self._number = 0
        self._keeper: Optional["asyncio.Task[None]"] = None

    @property
    def alone(self) -> bool:
        """Whether Redis is away, so that this process knows nothing of the others."""
        return self._alone

    @asynccontextmanager
    async def turn(self, conversation: str) -> AsyncIterator[None]:
        """Within this context no other turn of the conversation is made, in whichever process, as long as Redis is there."""
        self.start()
        name = PREFIX + "queue:" + self._digest(conversation)
        queue, mine = self._queues.setdefault(name, deque()), _Ticket()
        queue.append(mine)
        self._join(name, mine)
        try:
            await mine.turn
            yield
        finally:
            self._leave(name, mine)

    def start(self) -> None:
        """Begin to keep a link to Redis, if that has not begun."""
        if self._keeper is None:
            self._keeper = asyncio.ensure_future(self._keep_link())

    async def close(self) -> None:
        """End the link."""
        if self._keeper is not None:
            await end_tasks([self._keeper], 3.0)
            self._keeper = None

    def _join(self, name: str, ticket: _Ticket) -> None:
        if self._link is None:
            self._advance(name)
            return
        self._number += 1
        ticket.id, ticket.granted = f"{self._link.process}:{self._number}", False
        self._ask("join", name, ticket.id)

    def _leave(self, name: str, ticket: _Ticket) -> None:
        queue = self._queues[name]
        queue.remove(ticket)
        if self._link is not None:
            self._link.call("leave", name, ticket.id)
        if queue:
            self._advance(name)
        else:
            del self._queues[name]

    def _ask(self, step: str, name: str, ticket: str) -> None:
        """Ask Redis for a turn; where it has not come, ask again when the lease of the process before could have ended."""
        link = self._link
        if link is None or not ticket.startswith(link.process):
            return

        def answered(goes_on: bool, look_after: float) -> None:
            if goes_on:
                self._called(name, ticket)
            elif self._queues.get(name) and self._queues[name][0].id == ticket:
                asyncio.get_running_loop().call_later(look_after + 0.01, self._look, name, ticket)

        link.call(step, name, ticket, answered)

    def _look(self, name: str, ticket: str) -> None:
        queue = self._queues.get(name)
        if queue and queue[0].id == ticket and not queue[0].granted:
            self._ask("look", name, ticket)

    def _called(self, name: str, called: str) -> None:
        """Redis has called a ticket: the turn is that of the first of this process that has none, whichever was called."""
        queue = self._queues.get(name, deque())
        ticket = next((one for one in queue if one.id == called), None)
        if ticket is None or ticket.granted:
            return
        first = next(one for one in queue if not one.granted)
        first.id, ticket.id = ticket.id, first.id
        first.granted = True
        self._advance(name)

    def _advance(self, name: str) -> None:
        first = self._queues[name][0]
        if (first.granted or self._alone) and not first.turn.done():
            first.turn.set_result(None)
        elif self._link is not None and not first.granted:
            self._ask("look", name, first.id)

    async def _keep_link(self) -> None:
        pause = FIRST_PAUSE
        while True:
            link = RedisLink(self._url, self._fingerprint(), self._called)
            try:
                await link.open()
                self._join_all(link)
                pause = FIRST_PAUSE
                await link.run()
            except LeaseLost:
                logger.warning("This process was not heard of for too long; it takes its place in the queues anew.")
            except OtherSecret:
                if self._go_alone():
                    logger.error("GROUNDWORK_SECRET is not that of the other processes at this Redis. Give all of them the same.")
            except Exception as error:  # whatever it was, people are answered
                if self._go_alone():
                    logger.warning("Redis cannot be reached (%s); this process goes on by itself.", type(error).__name__)
            finally:
                self._link = None
                await link.close()
            await asyncio.sleep(pause if self._alone else 0)
            pause = min(LONGEST_PAUSE, 2 * pause)

    def _join_all(self, link: RedisLink) -> None:
        """Take a place in the common queues for every ticket, in order."""
        if self._alone:
            logger.warning("Redis is back.")
        self._link, self._alone = link, False
        REDIS_AWAY.set(0)
        for name, queue in self._queues.items():
            for ticket in queue:
                self._join(name, ticket)

    def _go_alone(self) -> bool:
        """Let everything that waits for Redis go on; whether that is new."""
        began, self._link, self._alone = not self._alone, None, True
        REDIS_AWAY.set(1)
        for name in list(self._queues):
            self._advance(name)
        return began

    def _digest(self, conversation: str) -> str:
        return hmac.new(self._key, conversation.encode(), hashlib.sha256).hexdigest()[:32]

    def _fingerprint(self) -> str:
        return self._digest("")
