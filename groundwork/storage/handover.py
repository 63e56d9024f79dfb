"""Takes a conversation from one channel to another: by a code that is short, opens once, and for minutes.

The conversation is sealed anew for where it goes on, in one transaction with the code's being used up, and nothing of it stays where it was.
"""
from __future__ import annotations

from typing import Any, Callable, Optional

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.erasing import Erasing
from groundwork.storage.outgoing import SENDINGS, new_sending
from groundwork.storage.one_time_links import holds
from groundwork.storage.tables import CONVERSATIONS, METADATA, TURNS, conversation_column, conversation_tables
from groundwork.storage.turn_writing import TurnWriter
from groundwork.storage.vault import Vault

#: A code that was shown, by its keyed digest. until: when it stops opening, in seconds since the epoch. used: it has been.
HANDOVER_CODES = sa.Table(
    "handover_codes", METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    conversation_column(index=True),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("used", sa.Boolean, nullable=False),
)
_CODE = HANDOVER_CODES.c


class Handovers:
    """Reads and writes the table, and moves conversations. Every method waits outside the event loop."""

    def __init__(self, database: Database, vault: Vault, turns: TurnWriter, erasing: Erasing, clock: Callable[[], float]) -> None:
        """clock: seconds since the epoch."""
        self._database, self._vault, self._turns, self._erasing, self._clock = database, vault, turns, erasing, clock

    async def remember(self, digest: str, conversation: str, seconds: float) -> None:
        """Let a code take a conversation elsewhere, for so many seconds from its first showing on; one that is known stays as it is."""
        id = self._vault.ids.conversation(conversation)

        def work() -> None:
            with self._database.writing() as connection:
                known = connection.execute(sa.select(_CODE.digest).where(_CODE.digest == digest)).first()
                if known is None and holds(connection, id):
                    connection.execute(sa.insert(HANDOVER_CODES).values(digest=digest, conversation=id, until=self._clock() + seconds, used=False))

        try:
            await self._database.run(work)
        except sa.exc.IntegrityError:
            pass  # another process was first

    async def take(self, digest: str, target: str, address: Optional[str] = None) -> Optional[str]:
        """Use a code up: its conversation goes on as `target`, in the place of what was there; None where the code opens nothing (any more).

        Args:
            address: where the target's answers are sent, on a messaging channel. What was said before is not sent again.

        Returns:
            The id that the conversation had.
        """
        unused = sa.and_(_CODE.digest == digest, _CODE.used.is_(False), _CODE.until > self._clock())

        def work() -> Optional[str]:
            with self._database.writing() as connection:
                if not connection.execute(sa.update(HANDOVER_CODES).where(unused).values(used=True)).rowcount:
                    return None
                found = sa.select(CONVERSATIONS).join(HANDOVER_CODES, _CODE.conversation == CONVERSATIONS.c.conversation)
                row = connection.execute(found.where(_CODE.digest == digest, CONVERSATIONS.c.expires >= self._clock())).first()
                if row is None or row.conversation == self._vault.ids.conversation(target):
                    return None
                source = self._move(connection, row, target, address)
            self._erasing.leave_no_trace()
            return source

        return await self._database.run(work)

    def _move(self, connection: sa.engine.Connection, row: Any, target: str, address: Optional[str]) -> str:
        box = self._vault.box_of(row)
        snapshot = box.open("snapshot", row.version, bytes(row.snapshot)) if row.snapshot else []
        turns = connection.execute(sa.select(TURNS).where(TURNS.c.conversation == box.id).order_by(TURNS.c.number)).all()
        events = [event for turn in turns for event in box.open("turn", turn.number, bytes(turn.data))]
        id = self._vault.ids.conversation(target)
        for table in conversation_tables():
            connection.execute(sa.delete(table).where(table.c.conversation.in_([box.id, id])))
        self._turns.open(connection, target)
        new = self._vault.box_of(connection.execute(sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == id)).one())
        kept = {"version": 1, "last_seq": row.last_seq, "events": row.events, "expires": row.expires, "snapshot": new.seal("snapshot", 1, snapshot)}
        connection.execute(sa.update(CONVERSATIONS).where(CONVERSATIONS.c.conversation == id).values(kept))
        connection.execute(sa.insert(TURNS).values(conversation=id, number=1, first_seq=1, last_seq=row.last_seq, data=new.seal("turn", 1, events)))
        if address is not None:
            connection.execute(sa.insert(SENDINGS).values(new_sending(new, address, int(row.last_seq))))
        return box.conversation
