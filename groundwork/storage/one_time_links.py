"""Links that open once and for minutes: kept in the conversations' database, so that every process knows what is used up."""
from __future__ import annotations

from typing import Any, Callable, ContextManager, Optional

import sqlalchemy as sa

from groundwork.storage.tables import OneTimeLink


class OneTimeLinks:
    """Reads and writes the table; a row goes with its conversation, so a link outlives neither erase nor expiry."""

    def __init__(self, scope: Callable[[], ContextManager[Any]], clock: Callable[[], float]) -> None:
        """scope: a transaction on the database of the conversation store. clock: seconds since the epoch."""
        self._scope = scope
        self._clock = clock

    def remember(self, digest: str, conversation: str, seconds: float) -> None:
        """Let a link lead to a conversation from now on, for so many seconds; one that is known stays as it is, used or over."""
        try:
            with self._scope() as session:
                if session.get(OneTimeLink, digest) is None:
                    session.add(OneTimeLink(digest=digest, conversation=conversation, until=self._clock() + seconds, used=False))
                    session.commit()
        except sa.exc.IntegrityError:
            pass  # another process was first

    def leads_somewhere(self, digest: str) -> bool:
        """Whether a link would open something; looking does not use it up."""
        with self._scope() as session:
            row = session.get(OneTimeLink, digest)
            return row is not None and not row.used and row.until > self._clock()

    def use(self, digest: str) -> Optional[str]:
        """The conversation that a link leads to, for one caller among all processes; None for everyone else, and when it is over."""
        with self._scope() as session:
            unused = session.query(OneTimeLink).filter(OneTimeLink.digest == digest, OneTimeLink.used.is_(False), OneTimeLink.until > self._clock())
            if not unused.update({"used": True}, synchronize_session=False):
                return None
            conversation = str(session.get(OneTimeLink, digest).conversation)
            session.commit()
            return conversation
