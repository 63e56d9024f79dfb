"""Which deliveries of the platforms are taken: each is worked on once, however often and by however many processes it is received.

A row holds a keyed digest of the delivery's id and two times; it does not say whose it is, so it may outlive an erased conversation, and the
platform's next try of the message that erased it does not begin it again.
"""
from __future__ import annotations

from enum import Enum
from typing import Callable

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.tables import METADATA
from groundwork.storage.turn import Turn

#: How long (seconds) a delivery belongs to the process that took it; a turn takes far less.
LEASE_SECONDS = 30.0
#: How long a delivery is known, in seconds: longer than any platform tries again.
KNOWN_SECONDS = 14 * 86400.0

#: A delivery. digest: of its id. leased: until when it belongs to who took it. done: when its turn was saved. Times in seconds since the epoch.
DELIVERIES = sa.Table(
    "deliveries", METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("leased", sa.Float, nullable=False, index=True),
    sa.Column("done", sa.Float),
)
_ROW = DELIVERIES.c
_DONE = sa.update(DELIVERIES).where(_ROW.digest == sa.bindparam("key")).values(done=sa.bindparam("at"))


class Claim(Enum):
    """What a process is told that wants to work on a delivery: it may; it is done already; another one is working on it."""

    MINE = "mine"
    DONE = "done"
    BUSY = "busy"


class Deliveries:
    """Reads and writes the table. What is awaited waits outside the event loop."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """clock: seconds since the epoch."""
        self._database, self._clock = database, clock

    async def claim(self, digest: str) -> Claim:
        """Take a delivery for `LEASE_SECONDS`, for one caller among all processes."""
        now = self._clock()
        free = sa.and_(_ROW.digest == digest, _ROW.done.is_(None), _ROW.leased <= now)

        def work() -> Claim:
            with self._database.writing() as connection:
                row = connection.execute(sa.select(DELIVERIES).where(_ROW.digest == digest)).first()
                if row is None:
                    connection.execute(sa.insert(DELIVERIES).values(digest=digest, leased=now + LEASE_SECONDS))
                    return Claim.MINE
                if row.done is not None:
                    return Claim.DONE
                taken = connection.execute(sa.update(DELIVERIES).where(free).values(leased=now + LEASE_SECONDS)).rowcount
                return Claim.MINE if taken else Claim.BUSY

        try:
            return await self._database.run(work)
        except sa.exc.IntegrityError:
            return Claim.BUSY  # another process was first

    async def release(self, digest: str) -> None:
        """Give back a delivery that could not be answered, so that the platform's next try is taken at once."""
        await self._write(sa.delete(DELIVERIES).where(_ROW.digest == digest, _ROW.done.is_(None)))

    async def mark_done(self, digest: str) -> None:
        """Note that a delivery is answered."""
        await self._write(sa.update(DELIVERIES).where(_ROW.digest == digest).values(done=self._clock()))

    def done_with(self, digest: str) -> Callable[[sa.engine.Connection, Turn], None]:
        """The same, for the transaction that saves a turn (see `Turn.also`)."""

        def also(connection: sa.engine.Connection, _: Turn) -> None:
            connection.execute(_DONE, {"key": digest, "at": self._clock()})

        return also

    def forget_old(self) -> None:
        """Remove deliveries that nobody sends again. Blocks: it is work of the sweep (see `erasing`)."""
        self._execute(sa.delete(DELIVERIES).where(_ROW.leased < self._clock() - KNOWN_SECONDS))

    async def _write(self, statement: sa.sql.Executable) -> None:
        await self._database.run(lambda: self._execute(statement))

    def _execute(self, statement: sa.sql.Executable) -> None:
        with self._database.writing() as connection:
            connection.execute(statement)
