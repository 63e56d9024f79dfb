"""How far each conversation of a messaging channel has been sent, and where to.

There is no copy of what is to be sent: a message waits while its number is beyond what was sent, so it begins to wait in the transaction that
saves its turn, and ends with its conversation.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.erasing import Erasing
from groundwork.storage.sealing import Box
from groundwork.storage.tables import CONVERSATIONS, METADATA, conversation_column
from groundwork.storage.turn_writing import TurnWriter
from groundwork.storage.vault import Vault

#: How long (seconds) a conversation belongs to the process that sends, which renews it meanwhile.
LEASE_SECONDS = 15.0
#: The sort of row that an address is sealed as.
_ADDRESS = "address"

#: A conversation and how far it was sent. address: where to, sealed. seq: number of the last message of which something was sent. parts: how many
#: of its parts were; 0 for all. tries: how often the next one failed. first_failed, not_before: since when it does, and when it is tried again.
#: owner, leased: the process that sends, and until when. Times are seconds since the epoch.
SENDINGS = sa.Table(
    "sendings", METADATA,
    conversation_column(primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("address", sa.LargeBinary, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False, default=0),
    sa.Column("parts", sa.Integer, nullable=False, default=0),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("first_failed", sa.Float),
    sa.Column("not_before", sa.Float, nullable=False, default=0.0),
    sa.Column("owner", sa.String(32)),
    sa.Column("leased", sa.Float, nullable=False, default=0.0),
)
_ROW = SENDINGS.c


def new_sending(box: Box, address: str, seq: int) -> Dict[str, Any]:
    """The row of a conversation that is sent from now on. seq: number of its last message so far."""
    return {"conversation": box.id, "channel": box.conversation.split(":")[0], "address": box.seal(_ADDRESS, 0, address), "seq": seq}


@dataclass(frozen=True)
class Waiting:
    """A conversation that a process may send now; fields as in `SENDINGS`. last_seq: number of its last message."""

    conversation: str
    address: str
    seq: int
    parts: int
    tries: int
    first_failed: Optional[float]
    last_seq: int


class Outgoing:
    """Reads and writes the table. Every method waits outside the event loop."""

    def __init__(self, database: Database, vault: Vault, turns: TurnWriter, erasing: Erasing, clock: Callable[[], float]) -> None:
        """clock: seconds since the epoch."""
        self._database, self._vault, self._turns, self._erasing, self._clock = database, vault, turns, erasing, clock

    async def enter(self, conversation: str, address: str) -> bool:
        """Open a conversation that is not there or whose life is over, and note where its answers go; whether it was opened now."""
        for _ in range(3):
            try:
                return await self._database.run(lambda: self._enter(conversation, address))
            except sa.exc.IntegrityError:
                pass  # another process was first
        return False

    def _enter(self, conversation: str, address: str) -> bool:
        id = self._id(conversation)
        found = sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == id)
        with self._database.reading() as connection:
            row = connection.execute(found).first()
            if row is not None and row.expires >= self._clock() and connection.execute(sa.select(_ROW.seq).where(_ROW.conversation == id)).first():
                return False
        opens = row is None or row.expires < self._clock()
        if row is not None and opens:
            self._erasing.erase(conversation)
        with self._database.writing() as connection:
            if opens:
                self._turns.open(connection, conversation)
            row = connection.execute(found).one()
            connection.execute(sa.insert(SENDINGS).values(new_sending(self._vault.box_of(row), address, int(row.last_seq))))
        return opens

    async def claim(self, conversation: str, owner: str) -> Optional[Waiting]:
        """Take a conversation in which something waits and is due, for one process among all; None where there is nothing to do."""
        now, id = self._clock(), self._id(conversation)
        free = sa.and_(_ROW.conversation == id, _ROW.not_before <= now, sa.or_(_ROW.leased <= now, _ROW.owner == owner))

        def work(connection: sa.engine.Connection) -> Optional[Waiting]:
            if not connection.execute(sa.update(SENDINGS).where(free).values(owner=owner, leased=now + LEASE_SECONDS)).rowcount:
                return None
            row = connection.execute(sa.select(SENDINGS).where(_ROW.conversation == id)).one()
            opened = connection.execute(sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == id)).first()
            if opened is None:
                return None
            address = self._vault.box_of(opened).open(_ADDRESS, 0, bytes(row.address))
            return Waiting(conversation, address, row.seq, row.parts, row.tries, row.first_failed, int(opened.last_seq))

        return await self._write(work)

    async def mark(self, conversation: str, owner: str, seq: int, parts: int = 0) -> bool:
        """Note what was sent, after which nothing has failed any more; False where the conversation is no longer this process's."""
        return await self._change(conversation, owner, {"seq": seq, "parts": parts, "tries": 0, "first_failed": None, "not_before": 0.0})

    async def failed(self, conversation: str, owner: str, wait: float) -> None:
        """Note that sending failed, and is to be tried again after so many seconds."""
        now = self._clock()
        await self._change(conversation, owner, {"tries": _ROW.tries + 1, "first_failed": sa.func.coalesce(_ROW.first_failed, now), "not_before": now + wait})

    async def release(self, owner: str, conversation: Optional[str] = None) -> None:
        """Give back a conversation, or all of this process's."""
        mine = sa.update(SENDINGS).where(_ROW.owner == owner)
        if conversation is not None:
            mine = mine.where(_ROW.conversation == self._id(conversation))
        await self._write(lambda connection: connection.execute(mine.values(owner=None, leased=0.0)))

    async def renew(self, owner: str) -> None:
        """Keep all that is this process's for another while."""
        mine = sa.update(SENDINGS).where(_ROW.owner == owner, _ROW.leased > 0).values(leased=self._clock() + LEASE_SECONDS)
        await self._write(lambda connection: connection.execute(mine))

    async def due(self, channel: str) -> List[str]:
        """Conversations of a channel in which something waits, is due, and nobody is sending it."""
        now = self._clock()
        waiting = (
            sa.select(CONVERSATIONS)
            .join(SENDINGS, _ROW.conversation == CONVERSATIONS.c.conversation)
            .where(_ROW.channel == channel, _ROW.not_before <= now, _ROW.leased <= now)
            .where(sa.or_(CONVERSATIONS.c.last_seq > _ROW.seq, _ROW.parts > 0))
        )

        def work() -> List[str]:
            with self._database.reading() as connection:
                return [self._vault.box_of(row).conversation for row in connection.execute(waiting)]

        return await self._database.run(work)

    async def _change(self, conversation: str, owner: str, news: Any) -> bool:
        mine = sa.update(SENDINGS).where(_ROW.conversation == self._id(conversation), _ROW.owner == owner).values(news)
        return await self._write(lambda connection: bool(connection.execute(mine).rowcount))

    async def _write(self, work: Callable[[sa.engine.Connection], Any]) -> Any:
        def writing() -> Any:
            with self._database.writing() as connection:
                return work(connection)

        return await self._database.run(writing)

    def _id(self, conversation: str) -> str:
        return self._vault.ids.conversation(conversation)
