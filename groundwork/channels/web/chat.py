"""What happens when a browser connects, says something, chooses, erases, or is gone: the channel's side of docs/web.md."""
from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any, Awaitable, Callable, Dict, Optional, Set

from socketio import AsyncServer
from socketio.exceptions import ConnectionRefusedError

from groundwork.channels.plain_text import as_plain_text
from groundwork.channels.web import events
from groundwork.channels.web.choice_ids import resolve_choice
from groundwork.channels.web.connection import Connection, Rooms
from groundwork.channels.web.delivery import TYPING_AFTER, Delivery
from groundwork.channels.web.events import Refused, Sent
from groundwork.channels.web.keys import Keys
from groundwork.channels.web.limits import Limits
from groundwork.channels.web.return_codes import digest_of, read_code
from groundwork.channels.web.sessions import EXPIRED, FORGOTTEN, Sessions
from groundwork.channels.web.tokens import new_message
from groundwork.channels.web.turns import Answer, Incoming, Turns
from groundwork.channels.web.wire import shows_code
from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.dialogue.message import PLAIN_TEXT_MARK
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.turn import Saved

#: At most so many messages of one conversation wait for their turn.
MOST_WAITING = 4
#: A choice is looked for among so many of the latest messages first.
LATEST = 30
#: What a code that opens nothing is understood as; `data/interruptions/return_code` answers it.
UNKNOWN_CODE = {"intent": {"name": "unknown_return_code", "confidence": 1.0, "near_exact": True}, "entities": [], "text": None}

Reply = Dict[str, Any]
Job = Callable[[], Awaitable[None]]
logger = logging.getLogger(__name__)


class Chat:
    """The handlers of all events; one object serves all connections of this process."""

    def __init__(
        self, sio: AsyncServer, keys: Keys, limits: Limits, rooms: Rooms, sessions: Sessions, turns: Turns, store: Callable[[], ConversationStore]
    ) -> None:
        self._sio, self._keys, self._limits = sio, keys, limits
        self._rooms, self._sessions, self._turns, self._store = rooms, sessions, turns, store
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
            wait = self._limits.connected(address, time.monotonic())
            if wait:
                raise Refused(events.TOO_MANY, wait)
        except Refused as refusal:
            raise ConnectionRefusedError("refused", {key: value for key, value in _refusal(refusal).items() if key != "ok"}) from None

        async def emit(event: str, data: Dict[str, Any]) -> None:
            await self._sio.emit(event, data, to=sid)

        connection = Connection(sid, address, Delivery(emit), hello.metadata)
        self._connections[sid] = connection
        self._start(self._sessions.welcome(connection, hello))  # it begins after this coroutine: the browser hears first that it is connected

    async def disconnect(self, sid: str) -> None:
        """A browser tab is gone; what it was not sent is in the store."""
        connection = self._connections.pop(sid, None)
        if connection is None:
            return
        connection.delivery.stop()
        self._rooms.leave(connection)
        self._limits.disconnected(connection.address)
        if connection.grant is not None:
            self._store().open_conversations.still_in_use([connection.grant.line])

    async def begin(self, sid: str, _: Any = None) -> Reply:
        """Say the welcome, where nothing was said yet."""
        return self._take(sid, lambda connection: (lambda: self._begin(connection)))

    async def say(self, sid: str, data: Any = None) -> Reply:
        """Take typed words."""

        def read(connection: Connection) -> Job:
            sent = events.read_say(data)
            code = read_code(sent.text)
            if code is None:
                return lambda: self._say(connection, sent)
            self._refuse_if(self._limits.code(connection.address, time.monotonic()))
            return lambda: self._return(connection, sent, code)

        return self._take(sid, read)

    async def choose(self, sid: str, data: Any = None) -> Reply:
        """Take a clicked choice."""

        def read(connection: Connection) -> Job:
            sent = events.read_choose(data)
            return lambda: self._choose(connection, sent)

        return self._take(sid, read)

    async def forget(self, sid: str, _: Any = None) -> Reply:
        """Erase a conversation at once, also while a turn is made in it: that is not saved then."""
        connection = self._connections.get(sid)
        if connection is None:
            return _refusal(Refused(events.BAD_REQUEST))
        await connection.ready.wait()
        conversation = connection.conversation
        try:
            self._erase(conversation)
        except Exception as error:
            logger.error("A conversation could not be erased (%s).", type(error).__name__)
            return _refusal(Refused(events.BUSY, 1.0))
        self._sessions.start_all_anew(conversation, FORGOTTEN)
        return {"ok": True}

    def lines(self) -> Set[str]:
        """The token lines that are connected."""
        return set(self._rooms.lines())

    def _take(self, sid: str, read: Callable[[Connection], Job]) -> Reply:
        """Acknowledge an event (received, not answered), or refuse it."""
        connection = self._connections.get(sid)
        try:
            if connection is None:
                raise Refused(events.BAD_REQUEST)
            job = read(connection)
            conversation = connection.grant.conversation if connection.grant else sid
            self._refuse_if(self._limits.message(conversation, connection.address, time.monotonic()))
            if self._rooms.waiting(conversation) >= MOST_WAITING:
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

    async def _begin(self, connection: Connection) -> None:
        async with self._rooms.turn(connection.conversation):
            if self._store().open_conversations.said(connection.conversation, 1):
                self._sessions.catch_up(connection, connection.known)
            else:
                await self._answer(connection, Incoming(new_message(), PLAIN_TEXT_MARK, connection.metadata))

    async def _say(self, connection: Connection, sent: Sent) -> None:
        await self._in_turn(connection, lambda: Incoming(sent.id, as_plain_text(sent.text), connection.metadata), sent.id)

    async def _choose(self, connection: Connection, sent: Sent) -> None:
        def clicked() -> Incoming:
            store = self._store().open_conversations
            for newest in (LATEST, None):
                payload, label = resolve_choice(self._keys.choice, connection.conversation, store.said(connection.conversation, newest), sent.choice)
                if label is not None:
                    return Incoming(sent.id, payload, connection.metadata, labels={payload: label})
            return Incoming(sent.id, payload, connection.metadata)

        await self._in_turn(connection, clicked, sent.id)

    async def _return(self, connection: Connection, sent: Sent, code: str) -> None:
        grant = self._store().open_conversations.redeem(digest_of(self._keys.digest, code), sent.id)
        if grant is None or not self._sessions.is_open(grant):
            await self._in_turn(connection, lambda: Incoming(sent.id, None, connection.metadata, parsed=dict(UNKNOWN_CODE)), sent.id)
            return
        async with self._rooms.turn(grant.conversation):
            said = self._store().open_conversations.said(grant.conversation, 1)
            if said and shows_code(said[-1]):  # still paused: it takes up again where it stopped
                await self._turns.answer(grant.conversation, Incoming(sent.id, PLAIN_TEXT_MARK, connection.metadata))
            self._sessions.move(connection, grant)
            connection.delivery.send("done", {"id": sent.id, "seq": connection.known})

    async def _in_turn(self, connection: Connection, incoming: Callable[[], Incoming], answers: str) -> None:
        """Answer a message in its conversation, and tell that it is answered."""
        while True:
            conversation = connection.conversation
            async with self._rooms.turn(conversation):
                if connection.conversation != conversation:
                    continue  # erased or moved while this waited
                assert connection.grant is not None
                if not self._sessions.is_open(connection.grant):
                    self._sessions.start_anew(connection, EXPIRED)
                    continue
                await self._answer(connection, incoming(), answers)
                return

    async def _answer(self, connection: Connection, incoming: Incoming, answers: Optional[str] = None) -> None:
        conversation = connection.conversation
        typing = asyncio.get_running_loop().call_later(TYPING_AFTER, connection.delivery.send, "typing", {"on": True})
        try:
            answer = await self._turns.answer(conversation, incoming)
        finally:
            typing.cancel()
        if answer.saved is Saved.WRITTEN:
            self._show(conversation, connection, answer)
        elif answer.saved is Saved.ERASED:
            self._say_last_words(conversation, connection, answer)
        elif answer.saved is Saved.GONE:
            self._erase(conversation)
            self._sessions.start_all_anew(conversation, FORGOTTEN)
        if answers and answer.saved in (Saved.WRITTEN, Saved.ERASED):
            connection.delivery.send("done", {"id": answers, "seq": answer.last_seq or connection.known})

    def _show(self, conversation: str, connection: Connection, answer: Answer) -> None:
        """Show a saved turn to everyone in the conversation; who sent the message has that one already."""
        for member in self._rooms.members(conversation):
            if answer.again and member is not connection:
                continue
            if not answer.again and answer.first_seq > member.known + 1:
                self._sessions.catch_up(member, member.known)  # another process has answered something meanwhile
                continue
            said = [one for one in answer.said if not (one.by_person and member is connection)]
            self._sessions.show(member, said, paced=not answer.again)
            member.known = max(member.known, answer.last_seq)

    def _say_last_words(self, conversation: str, connection: Connection, answer: Answer) -> None:
        """The conversation has been erased by what was said in it: nothing of it stays on any screen but the last words."""
        HELD_WORDS.drop(conversation)
        here = connection.conversation == conversation
        if here:
            self._sessions.start_anew(connection, FORGOTTEN, last_seq=len(answer.said))
            self._sessions.show(connection, answer.said, paced=True)
        self._sessions.start_all_anew(conversation, FORGOTTEN)

    def _erase(self, conversation: str) -> None:
        HELD_WORDS.drop(conversation)
        self._store().erase(conversation)

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


def _refusal(refused: Refused) -> Reply:
    reply: Reply = {"ok": False, "code": refused.code}
    if refused.wait:
        reply["wait"] = max(1, int(refused.wait * 1000))
    return reply
