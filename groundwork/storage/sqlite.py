"""What is SQLite's own: how to open the file, when a transaction takes the write lock, and how deleted rows are overwritten."""
from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import Any, Dict, List

import sqlalchemy as sa

#: Execution option of a connection whose transactions write: the lock is taken at their beginning, so that none fails half-way for it.
WRITING = {"sqlite_writing": True}
#: How long a process tries to switch a new file to the write-ahead log, and how long the log is tried to be emptied, in seconds.
SWITCH_SECONDS, EMPTY_SECONDS = 5.0, 2.0
#: A file of at most this size is written anew in half a second or less.
SMALL_BYTES = 100_000_000


def url(address: str) -> sa.engine.URL:
    """SQLAlchemy's URL of a file."""
    return sa.engine.URL.create("sqlite", database=address)


def options(wait_seconds: float) -> Dict[str, Any]:
    """Arguments of `create_engine`."""
    return {"connect_args": {"check_same_thread": False, "timeout": wait_seconds}}


def listen(engine: sa.engine.Engine, wait_seconds: float) -> None:
    """Set every connection up, and begin every transaction explicitly (Python's own way begins them late)."""

    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout={int(wait_seconds * 1000)}", "synchronous=NORMAL", "secure_delete=ON", "temp_store=MEMORY", "cache_size=-8000"):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    def begun(connection: sa.engine.Connection) -> None:
        writing = connection.get_execution_options().get("sqlite_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", begun)


def forget_traces(engine: sa.engine.Engine, tables: List[str], thoroughly: bool) -> bool:
    """Empty the write-ahead log, and write the file anew; whether both were done.

    Deleted content is overwritten already (secure_delete), but not the copies that SQLite leaves where it has moved rows from one page to another.
    Writing a large file anew would keep turns waiting: that is done where it is asked for only.
    """
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        pages, size = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        anew = thoroughly or pages * size <= SMALL_BYTES
        if anew:
            cursor.execute("VACUUM")
    return _empty_log(engine) and anew


def _empty_log(engine: sa.engine.Engine) -> bool:
    """Whether it is empty now; a reader in another process may be in the way."""
    deadline = time.monotonic() + EMPTY_SECONDS
    while True:
        with closing(engine.raw_connection()) as connection:
            busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy or time.monotonic() > deadline:
            return not busy
        time.sleep(0.01)


def _write_ahead(connection: Any) -> None:
    """Use the write-ahead log. For the switch, once in a file's life, SQLite does not wait for another process that does the same."""
    deadline = time.monotonic() + SWITCH_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
