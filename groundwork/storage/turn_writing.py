"""Reads and writes the turns of open conversations: a turn whole, with the mark that its message is answered, or nothing of it."""
from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event

from groundwork.storage.tables import AnsweredMessage
from groundwork.storage.thinning import thin_event
from groundwork.storage.transcript import BOT, SEQ, USER
from groundwork.storage.turn import Saved, Turn

_LAST_SEQ = sa.text("SELECT last_seq FROM open_conversations WHERE conversation = :conversation")
_EVENTS = sa.text("SELECT data FROM events WHERE sender_id = :conversation ORDER BY id")
#: Succeeds only where the conversation is as the turn found it; from here to the commit no other process can write.
_ADVANCE = sa.text("UPDATE open_conversations SET last_seq = :seq WHERE conversation = :conversation AND last_seq = :loaded")
_FORGET_EVENTS = sa.text("DELETE FROM events WHERE sender_id = :conversation")
_FORGET_ANSWERED = sa.text("DELETE FROM answered_messages WHERE conversation = :conversation")
_ADD_EVENTS = SQLTrackerStore.SQLEvent.__table__.insert()
_ADD_ANSWERED = AnsweredMessage.__table__.insert()


class TurnWriter:
    """Works on the database of the conversation store."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    def load(self, turn: Turn) -> List[Dict[str, Any]]:
        """The conversation's stored events, oldest first; the turn remembers how it found it."""
        with self._engine.connect() as connection:
            turn.loaded = int(connection.execute(_LAST_SEQ, {"conversation": turn.conversation}).scalar() or 0)
            rows = connection.execute(_EVENTS, {"conversation": turn.conversation}).all()
        turn.events = len(rows)
        return [json.loads(data) for (data,) in rows]

    def write(self, turn: Turn, events: Sequence[Event], consent: bool, forget_earlier: bool) -> Optional[Saved]:
        """What became of the turn; None if there is nothing to write.

        Args:
            events: the turn's new events.
            consent: whether the person has agreed that words are kept.
            forget_earlier: whether all that was said before is removed.
        """
        if not events:
            return None
        stored = [thin_event(event.as_dict(), consent) for event in events]
        seq = _number(stored, turn.loaded)
        where = {"conversation": turn.conversation}
        with self._engine.begin() as connection:
            if not connection.execute(_ADVANCE, {**where, "loaded": turn.loaded, "seq": seq}).rowcount:
                gone = connection.execute(_LAST_SEQ, where).first() is None
                return Saved.GONE if gone else Saved.OVERTAKEN
            if forget_earlier:
                connection.execute(_FORGET_EVENTS, where)
                connection.execute(_FORGET_ANSWERED, where)
            connection.execute(_ADD_EVENTS, [_row(turn.conversation, data) for data in stored])
            if turn.message and seq > turn.loaded:
                connection.execute(_ADD_ANSWERED, {**where, "message": turn.message, "first_seq": turn.loaded + 1, "last_seq": seq})
            for also in turn.also:
                also(connection, turn)
        if seq > turn.loaded:
            turn.first_seq, turn.last_seq = turn.loaded + 1, seq
        turn.loaded, turn.events = seq, (0 if forget_earlier else turn.events) + len(stored)
        return Saved.WRITTEN


def _number(stored: Sequence[Dict[str, Any]], seq: int) -> int:
    """Give every message the next number; returns the last."""
    for data in stored:
        if data.get("event") in (USER, BOT):
            seq += 1
            data[SEQ] = seq
    return seq


def _row(conversation: str, data: Mapping[str, Any]) -> Dict[str, Any]:
    return {
        "sender_id": conversation, "type_name": data.get("event"), "timestamp": data.get("timestamp"), "action_name": data.get("name"),
        "data": json.dumps(data),
    }
