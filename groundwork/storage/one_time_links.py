"""Links that open once and for minutes: kept in the conversations' database, so that every process knows what is used up."""
from __future__ import annotations

from typing import Callable, Optional

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.tables import CONVERSATIONS, ONE_TIME_LINKS
from groundwork.storage.vault import Vault

_LINK = sa.select(ONE_TIME_LINKS).where(ONE_TIME_LINKS.c.digest == sa.bindparam("digest"))


class OneTimeLinks:
    """Reads and writes the table; a row goes with its conversation, so a link outlives neither erase nor expiry."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float]) -> None:
        """clock: seconds since the epoch."""
        self._database, self._vault, self._clock = database, vault, clock

    async def remember(self, digest: str, conversation: str, seconds: float) -> None:
        """Let a link lead to a conversation from now on, for so many seconds; one that is known stays as it is, used or over."""
        id = self._vault.ids.conversation(conversation)

        def work() -> None:
            with self._database.writing() as connection:
                if holds(connection, id) and connection.execute(_LINK, {"digest": digest}).first() is None:
                    row = {"digest": digest, "conversation": id, "until": self._clock() + seconds, "used": False}
                    connection.execute(sa.insert(ONE_TIME_LINKS), row)

        try:
            await self._database.run(work)
        except sa.exc.IntegrityError:
            pass  # another process was first

    async def leads_somewhere(self, digest: str) -> bool:
        """Whether a link would open something; looking does not use it up."""

        def work() -> bool:
            with self._database.reading() as connection:
                row = connection.execute(_LINK, {"digest": digest}).first()
            return row is not None and not row.used and row.until > self._clock()

        return await self._database.run(work)

    async def use(self, digest: str) -> Optional[str]:
        """The conversation that a link leads to, for one caller among all processes; None for everyone else, and when it is over."""
        unused = sa.and_(ONE_TIME_LINKS.c.digest == digest, ONE_TIME_LINKS.c.used.is_(False), ONE_TIME_LINKS.c.until > self._clock())

        def work() -> Optional[str]:
            with self._database.writing() as connection:
                if not connection.execute(sa.update(ONE_TIME_LINKS).where(unused).values(used=True)).rowcount:
                    return None
                found = sa.select(CONVERSATIONS).join(ONE_TIME_LINKS, ONE_TIME_LINKS.c.conversation == CONVERSATIONS.c.conversation)
                row = connection.execute(found.where(ONE_TIME_LINKS.c.digest == digest)).first()
                return self._vault.box_of(row).conversation if row is not None else None

        return await self._database.run(work)


def holds(connection: sa.engine.Connection, id: str) -> bool:
    """Whether a conversation is there, by its derived id; it stays there until the end of the transaction."""
    there = sa.select(CONVERSATIONS.c.conversation).where(CONVERSATIONS.c.conversation == id).with_for_update(read=True)
    return connection.execute(there).first() is not None
