"""All that is kept of one conversation, readable: for the person whose it is."""
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.tables import CONVERSATIONS, TURNS, conversation_tables
from groundwork.storage.transcript import BOT, USER, transcript
from groundwork.storage.vault import Vault


def export(database: Database, vault: Vault, conversation: str) -> Optional[Dict[str, Any]]:
    """Everything of a conversation as JSON-able values; None if there is nothing.

    messages: what was said, in order. state: what the next turn begins with. events: every step of it. beside: the rows of the other tables, in
    which there are keyed digests, counters and times only.
    """
    id = vault.ids.conversation(conversation)
    with database.reading() as connection:
        row = connection.execute(sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == id)).first()
        if row is None:
            return None
        turns = connection.execute(sa.select(TURNS).where(TURNS.c.conversation == id).order_by(TURNS.c.number)).all()
        others = [table for table in conversation_tables() if table not in (CONVERSATIONS, TURNS)]
        beside = {table.name: _readable(connection.execute(sa.select(table).where(table.c.conversation == id)).all()) for table in others}
    box = vault.box_of(row)
    events = [event for turn in turns for event in box.open("turn", turn.number, bytes(turn.data))]
    at = {event["seq"]: _moment(event.get("timestamp")) for event in events if "seq" in event}
    said = transcript(event for event in events if event.get("event") in (USER, BOT))
    return {
        "conversation": conversation,
        "kept_until": _moment(row.expires),
        "messages": [
            {
                "number": one.seq, "at": at.get(one.seq), "by": "person" if one.by_person else "assistant", "text": one.text,
                **({"choices": [label for _, label in one.choices]} if one.choices else {}),
            }
            for one in said
        ],
        "state": box.open("snapshot", row.version, bytes(row.snapshot)) if row.snapshot else [],
        "events": events,
        "beside": {name: rows for name, rows in beside.items() if rows},
    }


def as_text(exported: Dict[str, Any]) -> str:
    """The messages of an export as a page of text."""
    lines = [exported["conversation"], exported["kept_until"] or "", ""]
    for message in exported["messages"]:
        lines.append(f"{message['number']}. {message['at']} {message['by']}")
        lines += [message["text"], *(f"  - {choice}" for choice in message.get("choices", [])), ""]
    return "\n".join(lines)


def _readable(rows: List[Any]) -> List[Dict[str, Any]]:
    return [
        {name: f"{len(value)} encrypted bytes" if isinstance(value, (bytes, memoryview)) else value for name, value in row._mapping.items()} for row in rows
    ]


def _moment(at: Optional[float]) -> Optional[str]:
    return None if at is None else datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="seconds")
