"""The lock store that `endpoints.yml` names: which queues Rasa's turns wait in.

Rasa's own stores look once a second whether it is a waiting message's turn, drop it without an answer when it has waited for a minute, and with Redis let
two processes take the same ticket.
"""
from __future__ import annotations

import hashlib
import hmac
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, AsyncIterator, Optional, Text, Union

from rasa.core.lock_store import LockStore

from groundwork.channels.web.keys import secret_from
from groundwork.metrics import LOCK_WAIT_SECONDS, RUNNING_TURNS, TURN_SECONDS, timed
from groundwork.settings import Settings, load_settings
from groundwork.storage.conversation_locks.in_process import InProcessLocks
from groundwork.storage.conversation_locks.redis_locks import RedisLocks


class ConversationLockStore(LockStore):
    """Queues in this process, or in the Redis of the setting GROUNDWORK_REDIS."""

    def __init__(self, endpoint_config: Any = None, settings: Optional[Settings] = None) -> None:
        """endpoint_config: what Rasa read from the endpoints file; nothing in it is used. settings: None for those in use."""
        settings = settings or load_settings()
        #: How many turns are being made or wait to be, in this process.
        self.turns = 0
        self.queues: Union[InProcessLocks, RedisLocks] = InProcessLocks()
        if settings.redis:
            secret = secret_from(settings.secret, settings.folder)
            self.queues = RedisLocks(settings.redis, hmac.new(secret, b"groundwork locks", hashlib.sha256).digest())

    @asynccontextmanager
    async def lock(self, conversation_id: Text, lock_lifetime: float = 0, wait_time_in_seconds: float = 0) -> AsyncIterator[None]:  # type: ignore[override]
        """Within this context it is this turn's turn. The lifetime and the time between two looks are Rasa's; there are none here."""
        began = perf_counter()
        self.turns += 1
        RUNNING_TURNS.set(self.turns)
        try:
            async with self.queues.turn(conversation_id):
                LOCK_WAIT_SECONDS.observe(perf_counter() - began)
                with timed(TURN_SECONDS):
                    yield
        finally:
            self.turns -= 1
            RUNNING_TURNS.set(self.turns)

    async def close(self) -> None:
        """Give up what is held elsewhere for this process."""
        await self.queues.close()
