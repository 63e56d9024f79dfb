"""Which deliveries of the platforms are taken: each is worked on once, however often and by however many processes it is received.

A row holds a keyed digest of the delivery's id and two times; it does not say whose it is, so it may outlive an erased conversation, and the
platform's next try of the message that erased it does not begin it again.
"""
from __future__ import annotations

from enum import Enum
from typing import Any, Callable, ContextManager

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore

from groundwork.storage.turn import Turn

#: How long (seconds) a delivery belongs to the process that took it; a turn takes far less.
LEASE_SECONDS = 30.0
#: How long a delivery is known, in seconds: longer than any platform tries again, or anyone can use what they have recorded.
KNOWN_SECONDS = 14 * 86400.0


class Delivery(SQLTrackerStore.Base):
    """A delivery. leased: until when it belongs to who took it (seconds since the epoch). done: when its turn was saved; None until then."""

    __tablename__ = "deliveries"

    digest = sa.Column(sa.String(64), primary_key=True)
    leased = sa.Column(sa.Float, nullable=False)
    done = sa.Column(sa.Float)


class Claim(Enum):
    """What a process is told that wants to work on a delivery: it may; it is done already; another one is working on it."""

    MINE = "mine"
    DONE = "done"
    BUSY = "busy"


_DONE = sa.update(Delivery.__table__).where(Delivery.__table__.c.digest == sa.bindparam("key")).values(done=sa.bindparam("at"))


class Deliveries:
    """Reads and writes the table."""

    def __init__(self, scope: Callable[[], ContextManager[Any]], clock: Callable[[], float]) -> None:
        """scope: a transaction on the database of the conversation store. clock: seconds since the epoch."""
        self._scope = scope
        self._clock = clock

    def claim(self, digest: str) -> Claim:
        """Take a delivery for `LEASE_SECONDS`, for one caller among all processes."""
        now = self._clock()
        try:
            with self._scope() as session:
                session.add(Delivery(digest=digest, leased=now + LEASE_SECONDS))
                session.commit()
                return Claim.MINE
        except sa.exc.IntegrityError:
            pass  # it is known
        with self._scope() as session:
            expired = session.query(Delivery).filter(Delivery.digest == digest, Delivery.done.is_(None), Delivery.leased <= now)
            taken = expired.update({"leased": now + LEASE_SECONDS}, synchronize_session=False)
            session.commit()
            if taken:
                return Claim.MINE
            row = session.get(Delivery, digest)
            return Claim.DONE if row is not None and row.done is not None else Claim.BUSY

    def release(self, digest: str) -> None:
        """Give back a delivery that could not be answered, so that the platform's next try is taken at once."""
        with self._scope() as session:
            session.query(Delivery).filter(Delivery.digest == digest, Delivery.done.is_(None)).delete(synchronize_session=False)
            session.commit()

    def mark_done(self, digest: str) -> None:
        """Note that a delivery is answered."""
        with self._scope() as session:
            session.execute(_DONE, {"key": digest, "at": self._clock()})
            session.commit()

    def done_with(self, digest: str) -> Callable[[sa.engine.Connection, Turn], None]:
        """The same, within the transaction that saves a turn (see `Turn.also`)."""
        return lambda connection, _: connection.execute(_DONE, {"key": digest, "at": self._clock()})

    def forget_old(self) -> int:
        """Remove deliveries that nobody sends again; the number of them."""
        with self._scope() as session:
            removed = session.query(Delivery).filter(Delivery.leased < self._clock() - KNOWN_SECONDS).delete(synchronize_session=False)
            session.commit()
            return int(removed)
