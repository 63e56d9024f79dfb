"""Removes conversations from every table and from the files: one that is to be erased, and those whose life is over."""
from __future__ import annotations

import logging
import threading
import time
import weakref
from typing import Callable, Sequence

import sqlalchemy as sa

from groundwork.storage.database import Database, StoreUnavailable
from groundwork.storage.tables import CONVERSATIONS, conversation_tables
from groundwork.storage.vault import Vault

#: How often expired conversations are looked for, whether messages come in or not, in seconds.
SWEEP_SECONDS = 600.0
#: Traces of deleted rows that could not be removed at once are tried again after this many seconds.
TIDY_SECONDS = 10.0
#: After this many seconds without a turn nobody is kept waiting by thorough work.
QUIET_SECONDS = 60.0
#: Expired conversations are removed in batches of this many, with this pause (seconds) in between, so that turns find the database free.
BATCH, PAUSE = 10, 0.02

logger = logging.getLogger(__name__)


class Erasing:
    """Works on the database of the conversation store."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float], forget_too: Sequence[Callable[[], None]] = ()) -> None:
        """clock: seconds since the epoch. forget_too: removes what belongs to no conversation and is too old, whenever expired ones are removed."""
        self._database, self._vault, self._clock = database, vault, clock
        self.traces_left = threading.Event()
        self._tables = conversation_tables()
        self._forget_too = tuple(forget_too)

    def erase(self, conversation: str) -> int:
        """Remove every row of a conversation, from free pages and the write-ahead log too; the number of rows."""
        with self._database.writing() as connection:
            removed = self._delete(connection, [self._vault.ids.conversation(conversation)])
        if removed:
            self.leave_no_trace()
        return removed

    def erase_all(self) -> int:
        """Remove all conversations; the number of rows."""
        with self._database.writing() as connection:
            removed = sum(connection.execute(sa.delete(table)).rowcount for table in self._tables)
        self.traces_left.set()
        self.tidy()
        return removed

    def remove_expired(self) -> int:
        """Remove all conversations whose life is over; the number of rows."""
        removed = 0
        while True:
            with self._database.writing() as connection:
                over = sa.select(CONVERSATIONS.c.conversation).where(CONVERSATIONS.c.expires < self._clock()).limit(BATCH)
                ids = [row.conversation for row in connection.execute(over.with_for_update(skip_locked=True))]
                removed += self._delete(connection, ids) if ids else 0
            if len(ids) < BATCH:
                break
            time.sleep(PAUSE)
        for forget in self._forget_too:
            forget()
        if removed:
            self.traces_left.set()
        self.tidy()
        return removed

    def leave_no_trace(self) -> None:
        """After rows were deleted: empty the write-ahead log now, or where that takes a server longer, have it done soon."""
        self.traces_left.set()
        if not self._database.is_server:
            self.tidy()

    def tidy(self) -> None:
        """Remove what rows that were deleted have left in the files; what cannot be done now is tried again by and by."""
        quiet = time.monotonic() - self._database.last_written > QUIET_SECONDS
        if self.traces_left.is_set() and self._database.forget_traces(thoroughly=quiet):
            self.traces_left.clear()

    def _delete(self, connection: sa.engine.Connection, ids: Sequence[str]) -> int:
        return sum(connection.execute(sa.delete(table).where(table.c.conversation.in_(ids))).rowcount for table in self._tables)


def sweep_regularly(erasing: Erasing) -> None:
    """Remove what has expired, now and again and again: on a quiet server too, "then it is gone" has to be true. Ends with `erasing`."""
    threading.Thread(target=_sweep, args=(weakref.ref(erasing), erasing.traces_left), name="sweep", daemon=True).start()


def _sweep(reference: "weakref.ref[Erasing]", traces_left: threading.Event) -> None:
    while True:
        erasing = reference()
        if erasing is None:
            return
        try:
            erasing.remove_expired()
        except (StoreUnavailable, sa.exc.SQLAlchemyError) as error:
            logger.error("Expired conversations could not be removed now (%s).", type(error).__name__)
        del erasing
        if traces_left.wait(SWEEP_SECONDS):
            time.sleep(TIDY_SECONDS)  # more may be erased meanwhile
