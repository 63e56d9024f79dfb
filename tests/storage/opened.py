"""Looks into a store's database: what it keeps once opened, what of it is on disk as it stands, and what must be gone after an erase."""
from __future__ import annotations

import json
from pathlib import Path
from typing import List

import sqlalchemy as sa

from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.tables import CONVERSATIONS, TURNS, all_tables, conversation_tables


def kept_text(store: ConversationStore) -> str:
    """Everything that can be read with the key, as one text."""
    parts = []
    with store.database.reading() as connection:
        for row in connection.execute(sa.select(CONVERSATIONS)).all():
            box = store.vault.box_of(row)
            parts.append(box.conversation)
            if row.snapshot:
                parts.append(json.dumps(box.open("snapshot", row.version, bytes(row.snapshot))))
            for turn in connection.execute(sa.select(TURNS).where(TURNS.c.conversation == row.conversation)).all():
                parts.append(json.dumps(box.open("turn", turn.number, bytes(turn.data))))
    return "\n".join(parts)


def traces(store: ConversationStore) -> List[bytes]:
    """What tells of the conversations that are there now: their derived ids, digests, and every ciphertext, whole and in parts."""
    found: List[bytes] = []
    with store.database.reading() as connection:
        for table in conversation_tables():
            for row in connection.execute(sa.select(table)).all():
                for name, value in row._mapping.items():
                    if isinstance(value, (bytes, memoryview)):
                        content = bytes(value)
                        found += [content[start : start + 24] for start in range(1, len(content) - 24, 64)]
                    elif isinstance(value, str) and name != "key_id":
                        found.append(value.encode())
    return found


def on_disk(store: ConversationStore) -> bytes:
    """Every byte of the database's files, and of whatever else lies in their folder; of a server, every value in its tables."""
    if store.database.is_server:
        with store.database.reading() as connection:
            rows = [row for table in all_tables().sorted_tables for row in connection.execute(sa.select(table)).all()]
        return b"\n".join(bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for row in rows for value in row)
    folder = Path(str(store.database.engine.url.database)).parent
    return b"".join(part.read_bytes() for part in folder.iterdir() if part.is_file())
