"""The database of the conversations, SQLite or PostgreSQL: transactions with a bounded wait, outside the event loop."""
from __future__ import annotations

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator, TypeVar

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from groundwork.setting_values import is_url
from groundwork.storage import postgresql, sqlite
from groundwork.storage.tables import all_tables, conversation_tables

Result = TypeVar("Result")


class StoreUnavailable(RuntimeError):
    """The database did not do it within the time that there is: busy, gone, full or broken. The text holds no value."""


class Database:
    """See the module's text. One object a process."""

    #: When something was last written by this process, on time.monotonic's clock.
    last_written = 0.0

    def __init__(self, address: str, connections: int = 4, wait_seconds: float = 3.0) -> None:
        """Open the database, and make the file and the tables that are missing.

        Args:
            address: a file's absolute path, or the URL of a PostgreSQL database.
            connections: most at once.
            wait_seconds: how long one transaction may wait for others, or for the server.

        Raises:
            StoreUnavailable: if it cannot be opened.
        """
        self.wait_seconds = wait_seconds
        self.is_server = is_url(address)
        if not self.is_server:
            Path(address).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(address, os.O_CREAT | os.O_RDWR, 0o600))
        kind = postgresql if self.is_server else sqlite
        self.engine = sa.create_engine(
            kind.url(address), poolclass=QueuePool, pool_size=connections, max_overflow=2, pool_timeout=wait_seconds, hide_parameters=True,
            **kind.options(wait_seconds),
        )
        kind.listen(self.engine, wait_seconds)
        self._forget = kind.forget_traces
        self._workers = ThreadPoolExecutor(connections, thread_name_prefix="database")
        self._writing = threading.Lock()  # SQLite has one writer; in one process they need not ask the file whose turn it is
        self.make_tables()

    def make_tables(self) -> None:
        """Make what tables are missing. Of several processes that do so at once one is told that a table exists, and has to look again."""
        metadata, deadline = all_tables(), time.monotonic() + max(self.wait_seconds, 5.0)
        while True:
            try:
                metadata.create_all(self.engine)
                return
            except sa.exc.SQLAlchemyError as error:
                if time.monotonic() > deadline:
                    raise StoreUnavailable(f"The tables could not be made ({type(error).__name__}).") from None
                time.sleep(0.02)

    async def run(self, work: Callable[[], Result]) -> Result:
        """Do work with the database in another thread; bounded, also where the database never answers.

        Raises:
            StoreUnavailable: if it took too long. Work that has begun may still come to its end.
        """
        asked = time.monotonic()

        def in_time() -> Result:
            if time.monotonic() - asked > self.wait_seconds:
                raise StoreUnavailable("The database is busy.")
            return work()

        try:
            return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self._workers, in_time), 2 * self.wait_seconds + 1)
        except asyncio.TimeoutError:
            raise StoreUnavailable("The database does not answer.") from None

    @contextmanager
    def reading(self) -> Iterator[sa.engine.Connection]:
        """A transaction that only reads; everything read in it is of one moment (SQLite) or of each statement's (PostgreSQL).

        Raises:
            StoreUnavailable: if the database does not answer in time, or is broken.
        """
        with _told_shortly(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.engine.Connection]:
        """A transaction that writes, all or nothing.

        Raises:
            StoreUnavailable: as `reading`.
            sqlalchemy.exc.IntegrityError: if a row is there already.
        """
        if self.is_server:
            with _told_shortly(), self.engine.begin() as connection:
                yield connection
            return
        if not self._writing.acquire(timeout=self.wait_seconds):
            raise StoreUnavailable("The database is busy.")
        try:
            with _told_shortly(), self.engine.connect() as connection:
                connection = connection.execution_options(**sqlite.WRITING)
                with connection.begin():
                    yield connection
            self.last_written = time.monotonic()
        finally:
            self._writing.release()

    def forget_traces(self, thoroughly: bool = False) -> bool:
        """Remove what deleted rows have left in the database's files; whether all of it is gone.

        Args:
            thoroughly: also where that keeps others waiting for seconds.
        """
        with _told_shortly(), self._writing:
            return self._forget(self.engine, [table.name for table in conversation_tables()], thoroughly)

    def close(self) -> None:
        """Give up all connections."""
        self._workers.shutdown(wait=False)
        self.engine.dispose()


@contextmanager
def _told_shortly() -> Iterator[None]:
    """Database errors become StoreUnavailable: which error, and none of its values."""
    try:
        yield
    except sa.exc.IntegrityError:
        raise
    except sa.exc.SQLAlchemyError as error:
        cause: Any = getattr(error, "orig", None) or error
        raise StoreUnavailable(f"The database failed ({type(cause).__name__}).") from None
