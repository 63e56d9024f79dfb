"""The first form of the database kept readable words. Its tables are removed, not taken over: what they hold would have lived for hours only."""
from __future__ import annotations

import logging

import sqlalchemy as sa

from groundwork.storage.database import Database

#: Only the first form has this table with this column.
_TABLE, _COLUMN = "events", "sender_id"
_OTHERS = ("open_conversations", "answered_messages", "token_lines", "return_codes", "one_time_links")

logger = logging.getLogger(__name__)


def remove_readable_tables(database: Database) -> bool:
    """Remove the tables of the first form, from the file's free pages too, and make those of this one; whether there were any."""
    if not _is_there(database.engine):
        return False
    with database.writing() as connection:
        if _is_there(connection):  # no other process was first
            for table in (_TABLE, *_OTHERS):
                connection.execute(sa.text(f"DROP TABLE IF EXISTS {table}"))
    database.make_tables()
    database.forget_traces()
    logger.warning("The database kept conversations in a readable form, from an earlier version; they have been removed.")
    return True


def _is_there(bind: sa.engine.Connectable) -> bool:
    inspector = sa.inspect(bind)
    return inspector.has_table(_TABLE) and any(column["name"] == _COLUMN for column in inspector.get_columns(_TABLE))
