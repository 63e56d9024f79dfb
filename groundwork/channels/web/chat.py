"""What happens when a browser connects, says something, chooses, erases, or is gone: the channel's side of docs/web.md."""
from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any, Awaitable, Callable, Dict, Set

from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError

from groundwork.channels import handover
from groundwork.channels.web import events
from groundwork.channels.web.connection import Connection, Rooms
from groundwork.channels.web.delivery import Delivery
from groundwork.channels.web.events import Refused
from groundwork.channels.web.limits import Limits
from groundwork.channels.web.return_codes import read_code
from groundwork.channels.web.sessions import Sessions
from groundwork.channels.web.talk import Talk
from groundwork.storage.conversation_store import ConversationStore

#: At most so many messages of one conversation wait for their turn.
MOST_WAITING = 4

Reply = Dict[str, Any]
Job = Callable[[], Awaitable[None]]
logger = logging.getLogger(__name__)


class Chat:
    """The handlers of all events; one object serves all connections of this process."""

    def __init__(
        self, sio: AsyncServer, limits: Limits, rooms: Rooms, sessions: Sessions, talk: Talk, store: Callable[[], ConversationStore],
        ready: Callable[[], bool],
    ) -> None:
        """store: Rasa's conversation store. ready: whether messages can be answered."""
        self._sio, self._limits, self._rooms, self._sessions, self._talk = sio, limits, rooms, sessions, talk
        self._store, self._ready = store, ready
        self._connections: Dict[str, Connection] = {}
        self._jobs: Set[asyncio.Task[None]] = set()

    async def connect(self, sid: str, address: str, origin_allowed: bool, auth: Any) -> None:
        """A browser tab has come.

        Raises:
            ConnectionRefusedError: with the code, for another site's page, for too many connections, or for another version.
        """
        try:
            if not origin_allowed:
                raise Refused(events.ORIGIN)
            hello = events.read_hello(auth)
            wait = self._limits.connected(address)
            if wait:
                raise Refused(events.TOO_MANY, wait)
        except Refused as refusal:
            raise ConnectionRefusedError("refused", {key: value for key, value in _refusal(refusal).items() if key != "ok"}) from None

        async def emit(event: str, data: Dict[str, Any]) -> None:
            await self._sio.emit(event, data, to=sid)

        connection = Connection(sid, address, Delivery(emit), hello.metadata)
        self._connections[sid] = connection
        self._start(self._welcome(connection, hello))  # it begins after this coroutine: the browser hears first that it is connected

    async def _welcome(self, connection: Connection, hello: events.Hello) -> None:
        try:
            await self._sessions.welcome(connection, hello)
        except Exception:
            await self._sio.disconnect(connection.sid)  # it will come again
            raise

    async def disconnect(self, sid: str) -> None:
        """A browser tab is gone; what it was not sent is in the store."""
        connection = self._connections.pop(sid, None)
        if connection is None:
            return
        connection.closed = True
        connection.delivery.stop()
        self._rooms.leave(connection)
        self._limits.disconnected(connection.address)
        if connection.grant is not None:
            self._start(self._store().open_conversations.still_in_use([connection.grant.line]))

    async def begin(self, sid: str, *_: Any) -> Reply:
        """Say the welcome, where nothing was said yet."""
        return self._take(sid, lambda connection: (lambda: self._talk.begin(connection)))

    async def say(self, sid: str, *data: Any) -> Reply:
        """Take typed words."""

        def read(connection: Connection) -> Job:
            sent = events.read_say(*data[:1])
            code, handover_code = read_code(sent.text), handover.read_code(sent.text)
            if code is None and handover_code is None:
                return lambda: self._talk.say(connection, sent)
            self._refuse_if(self._limits.code(connection.address, time.monotonic()))
            if handover_code is not None:
                return lambda: self._talk.take_over(connection, sent, handover_code)
            return lambda: self._talk.return_by(connection, sent, str(code))

        return self._take(sid, read)

    async def choose(self, sid: str, *data: Any) -> Reply:
        """Take a clicked choice."""

        def read(connection: Connection) -> Job:
            sent = events.read_choose(*data[:1])
            return lambda: self._talk.choose(connection, sent)

        return self._take(sid, read)

    async def unknown(self, event: str, sid: str, *_: Any) -> Reply:
        """There is no such event."""
        return self._take(sid, _refused)

    async def forget(self, sid: str, *_: Any) -> Reply:
        """Erase a conversation at once, also while a turn is made in it: that is not saved then."""
        connection = self._connections.get(sid)
        if connection is None:
            return _refusal(Refused(events.BAD_REQUEST))
        wait = self._limits.message(sid, connection.address, time.monotonic())
        if wait:
            return _refusal(Refused(events.TOO_MANY, wait))
        await connection.ready.wait()
        try:
            await self._talk.forget(connection.conversation)
        except Exception as error:
            logger.error("A conversation could not be erased (%s).", type(error).__name__)
            return _refusal(Refused(events.BUSY, 1.0))
        return {"ok": True}

    async def note_in_use(self) -> None:
        """Note in the store which tabs are connected."""
        lines = self._rooms.lines()
        if lines:
            await self._store().open_conversations.still_in_use(lines)

    def _take(self, sid: str, read: Callable[[Connection], Job]) -> Reply:
        """Acknowledge an event (received, not answered), or refuse it."""
        connection = self._connections.get(sid)
        try:
            if connection is None:
                raise Refused(events.BAD_REQUEST)
            conversation = connection.grant.conversation if connection.grant else sid
            self._refuse_if(self._limits.message(conversation, connection.address, time.monotonic()))
            job = read(connection)
            if self._rooms.waiting(conversation) >= MOST_WAITING or not self._ready():
                raise Refused(events.BUSY, 1.0)
        except Refused as refusal:
            return _refusal(refusal)
        connection.delivery.hurry()
        self._start(self._do(connection, job))
        return {"ok": True}

    @staticmethod
    def _refuse_if(wait: float) -> None:
        if wait:
            raise Refused(events.TOO_MANY, wait)

    async def _do(self, connection: Connection, job: Job) -> None:
        await connection.ready.wait()
        await job()

    def _start(self, work: Awaitable[None]) -> None:
        job = asyncio.ensure_future(_logged(work))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def end(self) -> None:
        """Let the turns that are being made come to their end, for a moment."""
        if self._jobs:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait(self._jobs, timeout=2.0)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:  # whatever went wrong, no log may hold words of the person
        logger.error("An event of the channel web failed (%s).", type(error).__name__)


def _refused(_: Connection) -> Job:
    raise Refused(events.BAD_REQUEST)


def _refusal(refused: Refused) -> Reply:
    reply: Reply = {"ok": False, "code": refused.code}
    if refused.wait:
        reply["wait"] = max(1, int(refused.wait * 1000))
    return reply
