"""Reads and writes the turns of conversations: a turn whole, with the mark that its message is answered, or nothing of it.

What is read and written in a turn does not grow with the conversation: the snapshot, and the new events.
"""
from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Sequence

import sqlalchemy as sa
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from groundwork.storage.database import Database
from groundwork.storage.life import KEEP_DAYS_SLOT, UNBEGUN_SECONDS, life_seconds
from groundwork.storage.masking import masked
from groundwork.storage.snapshot import last_turn_of, state_before
from groundwork.storage.tables import CONVERSATIONS, TURNS
from groundwork.storage.thinning import thin_event
from groundwork.storage.transcript import BOT, SEQ, USER
from groundwork.storage.turn import Saved, Turn
from groundwork.storage.vault import Vault

_ROW = sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == sa.bindparam("id"))
_HISTORY = sa.select(TURNS.c.number, TURNS.c.data).where(TURNS.c.conversation == sa.bindparam("id")).order_by(TURNS.c.number)
#: Succeeds only where the conversation is as the turn found it; from here to the commit no other process can write to it.
_ADVANCE = (
    sa.update(CONVERSATIONS)
    .where(CONVERSATIONS.c.conversation == sa.bindparam("id"), CONVERSATIONS.c.version == sa.bindparam("found"))
    .values({name: sa.bindparam(f"new_{name}") for name in ("version", "last_seq", "expires", "snapshot")})
)
#: `kept` of the events that were there are still there.
_COUNTED = _ADVANCE.values(events=CONVERSATIONS.c.events * sa.bindparam("kept") + sa.bindparam("added"))
_FORGET = sa.delete(TURNS).where(TURNS.c.conversation == sa.bindparam("id"))


class TurnWriter:
    """Works on the database of the conversation store."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float], life_hours: float) -> None:
        """clock: seconds since the epoch. life_hours: how long a conversation is kept after its last message, if it says nothing else."""
        self._database, self._vault, self._clock, self._life_hours = database, vault, clock, life_hours

    def open(self, connection: sa.engine.Connection, conversation: str, last_seq: int = 0) -> None:
        """Make the row of a new conversation in which nothing is said yet.

        Raises:
            sqlalchemy.exc.IntegrityError: if it is there already.
        """
        box, key_id, key = self._vault.new_box(connection, conversation)
        connection.execute(
            sa.insert(CONVERSATIONS).values(
                conversation=box.id, key_id=key_id, key=key, expires=self._clock() + UNBEGUN_SECONDS, version=0, last_seq=last_seq, events=0
            )
        )

    def load(self, turn: Turn) -> Optional[List[Dict[str, Any]]]:
        """The serialised events of the snapshot; None if there is no such conversation, or its life is over. The turn remembers how it found it."""
        with self._database.reading() as connection:
            row = connection.execute(_ROW, {"id": self._vault.ids.conversation(turn.conversation)}).first()
        if row is None or row.expires < self._clock():
            return None
        turn.box = self._vault.box_of(row)
        turn.loaded, turn.version = int(row.last_seq), int(row.version)
        snapshot: List[Dict[str, Any]] = turn.box.open("snapshot", row.version, bytes(row.snapshot)) if row.snapshot else []
        turn.events, turn.tail = len(snapshot), last_turn_of(snapshot)
        return snapshot

    def history(self, turn: Turn) -> List[Dict[str, Any]]:
        """Every event that is kept of a conversation that was loaded, oldest first."""
        assert turn.box is not None
        with self._database.reading() as connection:
            rows = connection.execute(_HISTORY, {"id": turn.box.id}).all()
        return [event for row in rows for event in turn.box.open("turn", row.number, bytes(row.data))]

    def count(self, turn: Turn) -> int:
        """How many events are kept of a conversation."""
        with self._database.reading() as connection:
            row = connection.execute(_ROW, {"id": self._vault.ids.conversation(turn.conversation)}).first()
        return int(row.events) if row is not None else 0

    def conversations(self) -> List[str]:
        """The ids of all conversations, as their channels have them."""
        with self._database.reading() as connection:
            return [self._vault.box_of(row).conversation for row in connection.execute(sa.select(CONVERSATIONS))]

    def write(self, turn: Turn, tracker: DialogueStateTracker, events: Sequence[Event], consent: bool, forget_earlier: bool = False) -> Optional[Saved]:
        """What became of the turn, which was loaded; None if there is nothing to write.

        Args:
            tracker: whose state is the snapshot.
            events: the turn's new events.
            consent: whether the person has agreed that words are kept.
            forget_earlier: whether all that was said before is removed.
        """
        if not events:
            return None
        if turn.version is None or turn.box is None:
            return Saved.GONE
        slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
        earlier, stored = [] if forget_earlier else turn.tail, [thin_event(event.as_dict(), consent) for event in events]
        before = state_before(tracker, last_turn_of([*earlier, *stored]))
        whole = masked([*before, *stored], slots)
        before, stored = whole[: len(before)], whole[len(before) :]
        seq, version = _number(stored, turn.loaded), turn.version + 1
        tail = last_turn_of([*earlier, *stored])
        where = {"id": turn.box.id}
        advance = {
            **where, "found": turn.version, "new_version": version, "new_last_seq": seq, "kept": int(not forget_earlier), "added": len(stored),
            "new_expires": self._clock() + life_seconds(self._life_hours, slots.get(KEEP_DAYS_SLOT)),
            "new_snapshot": turn.box.seal("snapshot", version, [*before, *tail]),
        }
        row = {
            "conversation": turn.box.id, "number": version, "first_seq": turn.loaded + 1, "last_seq": seq, "data": turn.box.seal("turn", version, stored),
            "message": self._vault.ids.message(turn.conversation, turn.message) if turn.message else None,
        }
        turn.first_seq, turn.last_seq, turn.written = (turn.loaded + 1, seq, stored) if seq > turn.loaded else (0, 0, [])
        with self._database.writing() as connection:
            if not connection.execute(_COUNTED, advance).rowcount:
                return Saved.GONE if connection.execute(_ROW, where).first() is None else Saved.OVERTAKEN
            if forget_earlier:
                connection.execute(_FORGET, where)
            connection.execute(sa.insert(TURNS), row)
            for add in turn.also:
                add(connection, turn)
        turn.loaded, turn.version, turn.tail, turn.events = seq, version, tail, turn.events + len(stored)
        return Saved.WRITTEN


def _number(stored: Sequence[Dict[str, Any]], seq: int) -> int:
    """Give every message the next number; returns the last."""
    for data in stored:
        if data.get("event") in (USER, BOT):
            seq += 1
            data[SEQ] = seq
    return seq
