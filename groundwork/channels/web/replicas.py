"""Tabs of one conversation at several processes: each tells the others, over Redis, that something was said, erased, or taken elsewhere.

What was said is not told: a process that hears of it reads it from the store. In Redis there are a keyed hash of the conversation and one word, for a moment.
"""
from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import secrets
from typing import Awaitable, Callable, Dict, List, Optional, Tuple

from redis.asyncio import Redis

from groundwork.channels.turns import Answer
from groundwork.channels.web.connection import Connection, Rooms
from groundwork.channels.web.sessions import ELSEWHERE, FORGOTTEN, Sessions
from groundwork.channels.web.talk import Talk
from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.storage.conversation_locks.redis_link import PATIENCE_SECONDS, PREFIX, end_tasks

CHANNEL = PREFIX + "tabs"
SAID = "said"
#: Seconds before Redis is tried again.
PAUSE_SECONDS = 0.5
#: At most so many news wait to be told; Redis is away then, and who comes back looks for himself.
MOST_NEWS = 1000

Heard = Callable[[str, str], Awaitable[None]]
logger = logging.getLogger(__name__)


class Replicas:
    """Tells and hears news: (conversation, what)."""

    def __init__(self, url: str, secret: bytes) -> None:
        """url: of Redis. secret: names conversations there, the same in every process."""
        self._url, self._process = url, secrets.token_hex(8)
        self._key = hmac.new(secret, b"groundwork tabs", hashlib.sha256).digest()
        self._news: "asyncio.Queue[Tuple[str, str]]" = asyncio.Queue(MOST_NEWS)
        self._heard: Optional[Heard] = None
        self._missed: Optional[Callable[[], Awaitable[None]]] = None
        self._here: Dict[str, str] = {}
        self._work: List["asyncio.Task[None]"] = []

    def start(self, heard: Heard, missed: Callable[[], Awaitable[None]]) -> None:
        """Begin. heard: takes news of a conversation that has tabs here. missed: is called when news may have been missed."""
        self._heard, self._missed = heard, missed
        self._work = [asyncio.ensure_future(self._again(one)) for one in (self._tell, self._hear)]

    async def close(self) -> None:
        """End both."""
        await end_tasks(self._work, 3.0)

    def here(self, conversation: str, is_here: bool) -> None:
        """Note whether a conversation has tabs at this process."""
        if is_here:
            self._here[self._digest(conversation)] = conversation
        else:
            self._here.pop(self._digest(conversation), None)

    def conversations(self) -> List[str]:
        """Those that have tabs here."""
        return list(self._here.values())

    def tell(self, conversation: str, what: str) -> None:
        """Tell the other processes, soon."""
        if not self._news.full():
            self._news.put_nowait((conversation, what))

    async def _tell(self, redis: "Redis[bytes]") -> None:
        while True:
            conversation, what = await self._news.get()
            await redis.publish(CHANNEL, f"{self._process} {self._digest(conversation)} {what}")

    async def _hear(self, redis: "Redis[bytes]") -> None:
        listening = redis.pubsub(ignore_subscribe_messages=True)
        await listening.subscribe(CHANNEL)
        assert self._heard is not None and self._missed is not None
        await self._missed()
        async for message in listening.listen():
            process, digest, what = message["data"].decode().split(" ")
            if process != self._process and digest in self._here:
                await self._heard(self._here[digest], what)

    async def _again(self, work: Callable[["Redis[bytes]"], Awaitable[None]]) -> None:
        while True:
            redis = Redis.from_url(self._url, socket_connect_timeout=PATIENCE_SECONDS, health_check_interval=10)
            try:
                await work(redis)
            except Exception as error:  # whatever it was: it is tried again, and nothing may say what was typed
                logger.info("News of other processes are away (%s).", type(error).__name__)
            finally:
                await redis.close()
            await asyncio.sleep(PAUSE_SECONDS)

    def _digest(self, conversation: str) -> str:
        return hmac.new(self._key, conversation.encode(), hashlib.sha256).hexdigest()[:32]


class SharedRooms(Rooms):
    """Rooms whose conversations may have tabs at other processes, too."""

    def __init__(self, replicas: Replicas) -> None:
        super().__init__()
        self.replicas = replicas

    def join(self, connection: Connection) -> None:
        """As in `Rooms`."""
        super().join(connection)
        self.replicas.here(connection.conversation, bool(self.members(connection.conversation)))

    def leave(self, connection: Connection) -> None:
        """As in `Rooms`."""
        super().leave(connection)
        if connection.grant is not None:
            self.replicas.here(connection.conversation, bool(self.members(connection.conversation)))


class SharedSessions(Sessions):
    """Sessions in shared rooms: they tell the other processes when a conversation is gone, and do what those tell."""

    async def start_all_anew(self, conversation: str, reason: str, but: Optional[Connection] = None) -> None:
        """As in `Sessions`, at every process."""
        _replicas(self._rooms).tell(conversation, reason)
        await super().start_all_anew(conversation, reason, but)

    async def hear(self, conversation: str, what: str) -> None:
        """Another process has said something in a conversation, or has erased or moved it."""
        if what == SAID:
            async with self._rooms.turn(conversation):
                for member in self._rooms.members(conversation):
                    await self.catch_up(member, member.known)
            return
        if what == FORGOTTEN:
            HELD_WORDS.drop(conversation)
        if what in (FORGOTTEN, ELSEWHERE):
            await super().start_all_anew(conversation, what)

    async def look_around(self) -> None:
        """After news may have been missed: see for every tab whether its conversation is still there, and what was said in it."""
        for conversation in _replicas(self._rooms).conversations():
            async with self._rooms.turn(conversation):
                for member in self._rooms.members(conversation):
                    if member.grant is not None and not await self.is_open(member.grant):
                        await self.start_anew(member, conversation, await self.why_lost(member.grant))
                    else:
                        await self.catch_up(member, member.known)


class SharedTalk(Talk):
    """A talk in shared rooms: it tells the other processes that something was said."""

    async def _show(self, conversation: str, connection: Connection, answer: Answer) -> None:
        await super()._show(conversation, connection, answer)
        if not answer.again:
            _replicas(self._rooms).tell(conversation, SAID)


def _replicas(rooms: Rooms) -> Replicas:
    assert isinstance(rooms, SharedRooms)
    return rooms.replicas
