"""How far each conversation of a messaging channel has been sent, and where to.

There is no copy of what is to be sent: a message waits while its number is beyond what was sent, so it begins to wait in the transaction that
saves its turn, and ends with its conversation.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, ContextManager, List, Optional

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore

from groundwork.storage.tables import OpenConversation

#: How long (seconds) a conversation belongs to the process that sends, which renews it meanwhile.
LEASE_SECONDS = 15.0


class Sending(SQLTrackerStore.Base):
    """A conversation and how far it was sent.

    address: where to, encrypted. seq: number of the last message of which something was sent. parts: how many of its parts were; 0 for all.
    tries: how often the next one failed. first_failed, not_before: since when it does, and when it is tried again. owner, leased: the
    process that sends, and until when. Times are seconds since the epoch.
    """

    __tablename__ = "sendings"

    conversation = sa.Column(sa.String(255), primary_key=True)
    address = sa.Column(sa.LargeBinary, nullable=False)
    seq = sa.Column(sa.Integer, nullable=False, default=0)
    parts = sa.Column(sa.Integer, nullable=False, default=0)
    tries = sa.Column(sa.Integer, nullable=False, default=0)
    first_failed = sa.Column(sa.Float)
    not_before = sa.Column(sa.Float, nullable=False, default=0.0)
    owner = sa.Column(sa.String(32))
    leased = sa.Column(sa.Float, nullable=False, default=0.0)


@dataclass(frozen=True)
class Waiting:
    """A conversation that a process may send now; fields as in `Sending`. last_seq: number of its last message."""

    conversation: str
    address: bytes
    seq: int
    parts: int
    tries: int
    first_failed: Optional[float]
    last_seq: int


class Outgoing:
    """Reads and writes the table."""

    def __init__(self, scope: Callable[[], ContextManager[Any]], clock: Callable[[], float]) -> None:
        """scope: a transaction on the database of the conversation store. clock: seconds since the epoch."""
        self._scope = scope
        self._clock = clock

    def enter(self, conversation: str, address: bytes) -> None:
        """Open a conversation if it is not there, and note where its answers go; known ones stay as they are."""
        for row in (
            OpenConversation(conversation=conversation, opened=self._clock(), last_seq=0),
            Sending(conversation=conversation, address=address),
        ):
            try:
                with self._scope() as session:
                    if session.get(type(row), conversation) is None:
                        session.add(row)
                        session.commit()
            except sa.exc.IntegrityError:
                pass  # another process was first

    def claim(self, conversation: str, owner: str) -> Optional[Waiting]:
        """Take a conversation in which something waits and is due, for one process among all; None where there is nothing to do."""
        now = self._clock()
        with self._scope() as session:
            free = session.query(Sending).filter(
                Sending.conversation == conversation, Sending.not_before <= now, sa.or_(Sending.leased <= now, Sending.owner == owner)
            )
            taken = free.update({"owner": owner, "leased": now + LEASE_SECONDS}, synchronize_session=False)
            session.commit()
            row, opened = session.get(Sending, conversation), session.get(OpenConversation, conversation)
            if not taken or row is None or opened is None:
                return None
            return Waiting(conversation, row.address, row.seq, row.parts, row.tries, row.first_failed, int(opened.last_seq))

    def mark(self, conversation: str, owner: str, seq: int, parts: int = 0) -> bool:
        """Note what was sent, after which nothing has failed any more; False where the conversation is no longer this process's."""
        return self._change(conversation, owner, {"seq": seq, "parts": parts, "tries": 0, "first_failed": None, "not_before": 0.0})

    def failed(self, conversation: str, owner: str, wait: float) -> None:
        """Note that sending failed, and is to be tried again after so many seconds."""
        now = self._clock()
        news = {"tries": Sending.tries + 1, "first_failed": sa.func.coalesce(Sending.first_failed, now), "not_before": now + wait}
        self._change(conversation, owner, news)

    def release(self, owner: str, conversation: Optional[str] = None) -> None:
        """Give back a conversation, or all of this process's."""
        with self._scope() as session:
            mine = session.query(Sending).filter(Sending.owner == owner)
            if conversation is not None:
                mine = mine.filter(Sending.conversation == conversation)
            mine.update({"owner": None, "leased": 0.0}, synchronize_session=False)
            session.commit()

    def renew(self, owner: str) -> None:
        """Keep all that is this process's for another while."""
        with self._scope() as session:
            mine = session.query(Sending).filter(Sending.owner == owner, Sending.leased > 0)
            mine.update({"leased": self._clock() + LEASE_SECONDS}, synchronize_session=False)
            session.commit()

    def due(self, channel: str) -> List[str]:
        """Conversations of a channel in which something waits, is due, and nobody is sending it."""
        now = self._clock()
        with self._scope() as session:
            rows = (
                session.query(Sending.conversation)
                .join(OpenConversation, OpenConversation.conversation == Sending.conversation)
                .filter(Sending.conversation.startswith(f"{channel}:", autoescape=True), Sending.not_before <= now, Sending.leased <= now)
                .filter(sa.or_(OpenConversation.last_seq > Sending.seq, Sending.parts > 0))
                .all()
            )
        return [conversation for (conversation,) in rows]

    def _change(self, conversation: str, owner: str, news: Any) -> bool:
        with self._scope() as session:
            mine = session.query(Sending).filter(Sending.conversation == conversation, Sending.owner == owner)
            changed = mine.update(news, synchronize_session=False)
            session.commit()
            return bool(changed)
