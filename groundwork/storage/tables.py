"""The tables of the database: what is kept of a conversation, encrypted, and what is kept beside it.

Readable are ids that are derived with a keyed hash (`derived_ids`), times and counters; everything else is sealed (`sealing`). Erase and expiry
find every table by its column `conversation`: a new module of this package that declares one has nothing else to do.
"""
from __future__ import annotations

import importlib
import pkgutil
from typing import Any, List

import sqlalchemy as sa

METADATA = sa.MetaData()
#: Hexadecimal digits of a derived id.
ID_LENGTH = 32


def conversation_column(**options: Any) -> sa.Column:
    """The column with a conversation's derived id, which every table has that holds something of a conversation."""
    return sa.Column("conversation", sa.String(ID_LENGTH), nullable=False, **options)


#: A conversation. key: its data key and its id, wrapped by the master key that key_id names. expires: seconds since the epoch. version:
#: grows with every write. last_seq: number of the last message; never goes down. events: how many are kept. snapshot: what the next turn needs.
CONVERSATIONS = sa.Table(
    "conversations", METADATA,
    conversation_column(primary_key=True),
    sa.Column("key_id", sa.String(16), nullable=False, index=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("expires", sa.Float, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("snapshot", sa.LargeBinary),
)

#: A turn. number: the conversation's version that it made. message: derived from the id that the message's sender gave it. first_seq, last_seq:
#: numbers of what was said in it (last_seq is smaller if nothing was). data: its events.
TURNS = sa.Table(
    "turns", METADATA,
    conversation_column(primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message", sa.String(ID_LENGTH)),
    sa.Column("first_seq", sa.Integer, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("turns_by_message", "conversation", "message", unique=True),
)

#: The tokens that one browser tab has been given for a conversation, each in exchange for the one before. line: derived. issued: number of the
#: last one. oldest: those with a smaller number have been replaced. seen: when it was last in use, in seconds since the epoch.
TOKEN_LINES = sa.Table(
    "token_lines", METADATA,
    sa.Column("line", sa.String(ID_LENGTH), primary_key=True),
    conversation_column(index=True),
    sa.Column("issued", sa.Integer, nullable=False),
    sa.Column("oldest", sa.Integer, nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
)

#: A code that was shown, by its keyed digest. used_by: derived from the id of the message in which it was typed; it opens nothing for any other.
RETURN_CODES = sa.Table(
    "return_codes", METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    conversation_column(index=True),
    sa.Column("used_by", sa.String(ID_LENGTH)),
)

#: A link that was shown, by its keyed digest. until: when it stops opening, in seconds since the epoch. used: it has been opened. A used one stays
#: as long as its conversation, so that showing the message again does not bring it back.
ONE_TIME_LINKS = sa.Table(
    "one_time_links", METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    conversation_column(index=True),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("used", sa.Boolean, nullable=False),
)

#: The one key that all processes share (`vault`), wrapped by the newest master key, which key_id names.
SHARED_KEY = sa.Table(
    "shared_key", METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key_id", sa.String(16), nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
)


def all_tables() -> sa.MetaData:
    """The metadata with the tables of every module of this package, loaded or not."""
    package = importlib.import_module("groundwork.storage")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"groundwork.storage.{module.name}")
    return METADATA


def conversation_tables() -> List[sa.Table]:
    """Every table that holds something of a conversation, `CONVERSATIONS` first: whoever has deleted there has the conversation to itself."""
    others = [table for table in all_tables().sorted_tables if "conversation" in table.c and table is not CONVERSATIONS]
    return [CONVERSATIONS, *others]
