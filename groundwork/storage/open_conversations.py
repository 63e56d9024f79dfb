"""Conversations whose ids the server has made: who may go on with one, what is answered, what was said, which code leads back."""
from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Callable, Container, List, Mapping, Optional, Sequence, Tuple

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.one_time_links import holds
from groundwork.storage.tables import CONVERSATIONS, RETURN_CODES, TOKEN_LINES, TURNS
from groundwork.storage.transcript import BOT, SEQ, USER, Said, transcript
from groundwork.storage.turn_writing import TurnWriter
from groundwork.storage.vault import Vault

#: How the id of a conversation of the web begins.
PREFIX = "web:"
#: Conversations whose id begins like this are saved only while they are open.
_OPENED = (PREFIX, "telegram:", "slack:", "messenger:", "whatsapp:", "sms:")
#: So many tabs of one conversation can be remembered.
MOST_LINES = 10
_CONVERSATION = sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == sa.bindparam("id"), CONVERSATIONS.c.expires >= sa.bindparam("now"))
_LINE = (
    sa.select(TOKEN_LINES.c.line)
    .join(CONVERSATIONS, CONVERSATIONS.c.conversation == TOKEN_LINES.c.conversation)
    .where(TOKEN_LINES.c.line == sa.bindparam("line"), CONVERSATIONS.c.conversation == sa.bindparam("id"), CONVERSATIONS.c.expires >= sa.bindparam("now"))
)
_ANSWERED = sa.select(TURNS.c.first_seq, TURNS.c.last_seq).where(TURNS.c.conversation == sa.bindparam("id"), TURNS.c.message == sa.bindparam("message"))
_SAID = (
    sa.select(TURNS.c.number, TURNS.c.data)
    .where(TURNS.c.conversation == sa.bindparam("id"), TURNS.c.last_seq > sa.bindparam("after"))
    .order_by(TURNS.c.number)
)


def must_be_open(conversation: str) -> bool:
    """Whether nothing of this conversation is saved unless the server has opened it."""
    return conversation.startswith(_OPENED)


@dataclass(frozen=True)
class Grant:
    """The right to go on with a conversation: what a token says. line: see `tables.TOKEN_LINES`. number: counts the tokens of a line."""

    conversation: str
    line: str
    number: int


class OpenConversations:
    """Reads and writes the tables beside the turns; see `tables`. Every method waits outside the event loop."""

    def __init__(self, database: Database, vault: Vault, turns: TurnWriter, clock: Callable[[], float]) -> None:
        """clock: seconds since the epoch."""
        self._database, self._vault, self._turns, self._clock = database, vault, turns, clock

    async def open(self, conversation: str, last_seq: int = 0) -> Grant:
        """Open a new conversation. last_seq: number of the last message said in it already, which is not kept."""

        def work(connection: sa.engine.Connection) -> Grant:
            self._turns.open(connection, conversation, last_seq)
            return self._new_line(connection, conversation)

        return await self._write(work)

    async def admit(self, conversation: str) -> Grant:
        """A grant for a conversation that is there already, and that its caller was led to."""
        return await self._write(lambda connection: self._new_line(connection, conversation))

    async def take_up(self, grant: Grant, idle_seconds: float, in_use: Container[str] = ()) -> Optional[Grant]:
        """Go on with a conversation: the next grant, or None if this one leads nowhere (any more).

        Grants before the one that is presented end now, since its holder has a later one; the presented one ends when a later one is
        presented, since the answer to this call may be lost on its way.

        Args:
            idle_seconds: a line that nobody has used for so long has ended.
            in_use: lines that are connected now. A second tab with a copy of the same token gets a line of its own.
        """
        line = TOKEN_LINES.c
        held = sa.and_(
            line.line == self._vault.ids.line(grant.line), line.conversation == self._id(grant.conversation),
            line.oldest <= grant.number, line.issued >= grant.number, line.seen > self._clock() - idle_seconds,
        )

        def work(connection: sa.engine.Connection) -> Optional[Grant]:
            if self._find(connection, grant.conversation) is None:
                return None
            news = {"oldest": grant.number, "issued": line.issued + 1, "seen": self._clock()}
            if not connection.execute(sa.update(TOKEN_LINES).where(held).values(news)).rowcount:
                return None
            if grant.line in in_use:
                return self._new_line(connection, grant.conversation)
            number = connection.execute(sa.select(line.issued).where(line.line == self._vault.ids.line(grant.line))).scalar_one()
            return Grant(grant.conversation, grant.line, int(number))

        return await self._write(work)

    async def still_in_use(self, lines: Sequence[str]) -> None:
        """Note that these lines are connected, or were until now."""
        derived = [self._vault.ids.line(line) for line in lines]
        await self._write(lambda connection: connection.execute(sa.update(TOKEN_LINES).where(TOKEN_LINES.c.line.in_(derived)).values(seen=self._clock())))

    async def is_open(self, grant: Grant) -> bool:
        """Whether the conversation is still there, and was not taken elsewhere by a return code."""
        where = {"line": self._vault.ids.line(grant.line), "id": self._id(grant.conversation), "now": self._clock()}
        return await self._read(lambda connection: connection.execute(_LINE, where).first() is not None)

    async def exists(self, conversation: str) -> bool:
        """Whether the conversation is there, whoever may go on with it."""
        return await self._read(lambda connection: self._find(connection, conversation) is not None)

    async def last_seq(self, conversation: str) -> int:
        """Number of the last message; 0 if there was none."""
        row = await self._read(lambda connection: self._find(connection, conversation))
        return int(row.last_seq) if row else 0

    async def answered(self, conversation: str, message: str) -> Optional[Tuple[int, int]]:
        """First and last number of what was said in the turn of this message; None if it was not answered yet."""
        where = {"id": self._id(conversation), "message": self._vault.ids.message(conversation, message)}
        row = await self._read(lambda connection: connection.execute(_ANSWERED, where).first())
        return None if row is None else (int(row.first_seq), int(row.last_seq))

    async def said(self, conversation: str, newest: Optional[int] = None, after: int = 0) -> List[Said]:
        """What was said and is kept, oldest first. newest: only so many of the latest messages. after: only those with a higher number."""

        def work(connection: sa.engine.Connection) -> List[Said]:
            row = self._find(connection, conversation)
            if row is None:
                return []
            box, beyond = self._vault.box_of(row), after if newest is None else max(after, int(row.last_seq) - newest)
            turns = connection.execute(_SAID, {"id": box.id, "after": beyond}).all()
            events = [event for turn in turns for event in box.open("turn", turn.number, bytes(turn.data))]
            messages = transcript(event for event in events if event.get("event") in (USER, BOT))
            return [one for one in messages if one.seq > beyond]

        return await self._read(work)

    async def remember_code(self, digest: str, conversation: str) -> None:
        """Let a code lead to a conversation; one that is known already stays as it is, used or not."""

        def work(connection: sa.engine.Connection) -> None:
            known = connection.execute(sa.select(RETURN_CODES).where(RETURN_CODES.c.digest == digest)).first()
            if known is None and holds(connection, self._id(conversation)):
                connection.execute(sa.insert(RETURN_CODES).values(digest=digest, conversation=self._id(conversation)))

        try:
            await self._write(work)
        except sa.exc.IntegrityError:
            pass  # another process was first

    async def redeem(self, digest: str, by: str) -> Optional[Grant]:
        """Use a code up: a grant for its conversation, while all earlier ones end; None if it opens nothing (any more).

        Args:
            by: id of the message in which it was typed. The same message may come again, since the answer may be lost on its way.
        """
        code, used_by = RETURN_CODES.c, self._vault.ids.message("", by)
        unused = sa.and_(code.digest == digest, sa.or_(code.used_by.is_(None), code.used_by == used_by))

        def work(connection: sa.engine.Connection) -> Optional[Grant]:
            if not connection.execute(sa.update(RETURN_CODES).where(unused).values(used_by=used_by)).rowcount:
                return None
            id = connection.execute(sa.select(code.conversation).where(code.digest == digest)).scalar_one()
            row = connection.execute(_CONVERSATION, {"id": id, "now": self._clock()}).first()
            if row is None:
                return None
            connection.execute(sa.delete(TOKEN_LINES).where(TOKEN_LINES.c.conversation == id))
            return self._new_line(connection, self._vault.box_of(row).conversation)

        return await self._write(work)

    def _id(self, conversation: str) -> str:
        return self._vault.ids.conversation(conversation)

    def _find(self, connection: sa.engine.Connection, conversation: str) -> Any:
        return connection.execute(_CONVERSATION, {"id": self._id(conversation), "now": self._clock()}).first()

    def _new_line(self, connection: sa.engine.Connection, conversation: str) -> Grant:
        """The first grant of a new line. Of a conversation's lines only the latest are kept."""
        line, id = secrets.token_hex(8), self._id(conversation)
        connection.execute(sa.insert(TOKEN_LINES).values(line=self._vault.ids.line(line), conversation=id, issued=1, oldest=1, seen=self._clock()))
        latest = sa.select(TOKEN_LINES.c.line).where(TOKEN_LINES.c.conversation == id).order_by(TOKEN_LINES.c.seen.desc())
        old = [row.line for row in connection.execute(latest.offset(MOST_LINES))]
        if old:
            connection.execute(sa.delete(TOKEN_LINES).where(TOKEN_LINES.c.line.in_(old)))
        return Grant(conversation, line, 1)

    async def _read(self, work: Callable[[sa.engine.Connection], Any]) -> Any:
        def reading() -> Any:
            with self._database.reading() as connection:
                return work(connection)

        return await self._database.run(reading)

    async def _write(self, work: Callable[[sa.engine.Connection], Any]) -> Any:
        def writing() -> Any:
            with self._database.writing() as connection:
                return work(connection)

        return await self._database.run(writing)
