"""The conversation store: Rasa's SQLite store, made erasable, expiring and silent about what was typed before consent.

`endpoints.yml` names it. Erase is carried out inside `save()`: rows deleted earlier in a turn would be written again by it.
"""
from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any, Callable, List, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import QueuePool

from groundwork.dialogue.tracker_reading import CONSENT_SLOT, ERASE_ALL, ERASE_SLOT
from groundwork.settings import load_settings
from groundwork.storage.deliveries import Deliveries
from groundwork.storage.one_time_links import OneTimeLinks
from groundwork.storage.open_conversations import BESIDE_EVENTS, OpenConversations, must_be_open
from groundwork.storage.outgoing import Outgoing
from groundwork.storage.tables import OpenConversation
from groundwork.storage.thinning import thin_event
from groundwork.storage.turn import Saved, Turn, turn_of
from groundwork.storage.turn_writing import TurnWriter

logger = logging.getLogger(__name__)

#: How often expired conversations are removed, whether messages come in or not.
SWEEP_SECONDS = 600.0
#: How long a process tries to make the tables of a new file, or to switch it to the write-ahead log.
SWITCH_SECONDS = 5.0
#: A conversation that was opened, and in which nothing was said, is closed after this long.
UNBEGUN_SECONDS = 3600.0
_LAST_TIME = sa.text("SELECT max(timestamp) FROM events WHERE sender_id = :conversation")


class ConversationStore(SQLTrackerStore):
    """See the module's text. All times are seconds since the epoch."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        path: Optional[Text] = None,
        life_hours: Optional[float] = None,
        clock: Callable[[], float] = time.time,
        **kwargs: Any,
    ) -> None:
        """Open or make the file.

        Args:
            path: the database file; default is the setting GROUNDWORK_DATABASE.
            life_hours: how long a conversation is kept after its last message; default is the setting GROUNDWORK_LIFE_HOURS.
            clock: the time now; a test moves it.
        """
        settings = load_settings()
        file = Path(path or settings.database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        self._life_seconds = (life_hours if life_hours is not None else settings.life_hours) * 3600
        self._clock = clock
        super().__init__(domain=domain, dialect="sqlite", db=str(file), event_broker=event_broker)
        self.engine.dispose()
        self.engine = sa.create_engine(
            f"sqlite:///{file}", poolclass=QueuePool, pool_size=4, hide_parameters=True, connect_args={"check_same_thread": False}
        )
        sa.event.listen(self.engine, "connect", _careful_with_words)
        self.sessionmaker.configure(bind=self.engine)
        _make_tables(self.engine)
        self.open_conversations = OpenConversations(self.session_scope, clock)
        self.one_time_links = OneTimeLinks(self.session_scope, clock)
        self.deliveries = Deliveries(self.session_scope, clock)
        self.outgoing = Outgoing(self.session_scope, clock)
        self._turns = TurnWriter(self.engine)
        self._sweep()

    async def _retrieve(self, sender_id: Text, fetch_events_from_all_sessions: bool) -> Optional[DialogueStateTracker]:
        self.erase_if_expired(sender_id)
        turn = turn_of(sender_id)
        if turn is None:
            return await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        events = self._turns.load(turn)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the new events, or erase everything where that was asked for in this turn.

        What became of a turn of a conversation that must be open (see `open_conversations`) is told to the `Turn`. Nothing is raised then,
        since Rasa would keep the words in memory instead.
        """
        if not must_be_open(tracker.sender_id):
            self._save(tracker)
            return
        turn = turn_of(tracker.sender_id)
        if turn is None:
            turn = Turn(tracker.sender_id, "")
            self._turns.load(turn)
        try:
            turn.saved = self._save_turn(tracker, turn) or turn.saved
        except sa.exc.SQLAlchemyError as error:
            logger.error("A turn could not be saved (%s).", type(error).__name__)
            turn.saved = Saved.FAILED

    def _save_turn(self, tracker: DialogueStateTracker, turn: Turn) -> Optional[Saved]:
        erase, consent = tracker.get_slot(ERASE_SLOT), bool(tracker.get_slot(CONSENT_SLOT))
        if erase == ERASE_ALL:
            self.erase(tracker.sender_id)
            return Saved.ERASED
        events = this_turn(tracker) if erase else list(tracker.events)[turn.events :]
        saved = self._turns.write(turn, events, consent, forget_earlier=bool(erase))
        if erase:
            self._empty_log()
        return saved

    def _save(self, tracker: DialogueStateTracker) -> None:
        erase, consent = tracker.get_slot(ERASE_SLOT), bool(tracker.get_slot(CONSENT_SLOT))
        if erase:
            self.erase(tracker.sender_id)
        if erase == ERASE_ALL:
            return
        with self.session_scope() as session:
            for event in this_turn(tracker) if erase else self._additional_events(session, tracker):
                data = thin_event(event.as_dict(), consent)
                session.add(
                    self.SQLEvent(
                        sender_id=tracker.sender_id,
                        type_name=event.type_name,
                        timestamp=data.get("timestamp"),
                        action_name=data.get("name"),
                        data=json.dumps(data),
                    )
                )
            session.commit()

    def erase(self, sender_id: Text) -> int:
        """Remove every row of a conversation, from the file's free pages and its write-ahead log too; the number of rows."""
        with self.session_scope() as session:
            removed = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete(synchronize_session=False)
            for column in BESIDE_EVENTS:
                removed += session.query(column.class_).filter(column == sender_id).delete(synchronize_session=False)
            session.commit()
        if removed:
            self._empty_log()
        return int(removed)

    def erase_if_expired(self, sender_id: Text) -> bool:
        """Erase a conversation whose life is over; whether it was."""
        with self.engine.connect() as connection:
            last = connection.execute(_LAST_TIME, {"conversation": sender_id}).scalar()
        if last is None or last >= self._oldest_kept():
            return False
        self.erase(sender_id)
        return True

    def remove_expired(self) -> int:
        """Remove all conversations whose last message is older than their life, and those never begun; the number of rows."""
        last = sa.func.max(self.SQLEvent.timestamp)
        with self.session_scope() as session:
            expired = session.query(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id).having(last < self._oldest_kept()).all()
            never_begun = (
                session.query(OpenConversation.conversation)
                .filter(OpenConversation.opened < self._clock() - UNBEGUN_SECONDS)
                .filter(~OpenConversation.conversation.in_(sa.select(self.SQLEvent.sender_id)))
                .all()
            )
        self.deliveries.forget_old()
        return sum(self.erase(conversation) for (conversation,) in [*expired, *never_begun])

    def _empty_log(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _sweep(self) -> None:
        """Remove what has expired, now and again and again: on a quiet server too, "then it is gone" has to be true."""
        self.remove_expired()
        timer = threading.Timer(SWEEP_SECONDS, self._sweep)
        timer.daemon = True
        timer.start()

    def _oldest_kept(self) -> float:
        return self._clock() - self._life_seconds


def this_turn(tracker: DialogueStateTracker) -> List[Event]:
    """The events of the last turn, after the slots that were set before it: a conversation without what was said earlier."""
    since: List[Event] = []
    for event in reversed(tracker.events):
        if not (isinstance(event, SlotSet) and event.key == ERASE_SLOT):
            since.insert(0, event)
        if isinstance(event, UserUttered):
            break
    return [SlotSet(CONSENT_SLOT, tracker.get_slot(CONSENT_SLOT)), ActionExecuted(ACTION_LISTEN_NAME), *since]


def _make_tables(engine: sa.engine.Engine) -> None:
    """Make what tables are missing. Of several processes that do so at once one is told that a table exists, and has to look again."""
    deadline = time.monotonic() + SWITCH_SECONDS
    while True:
        try:
            SQLTrackerStore.Base.metadata.create_all(engine)
            return
        except sa.exc.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _careful_with_words(connection: Any, _: Any) -> None:
    """Deleted words are overwritten (secure_delete); a turn's write does not wait for the disk twice (WAL, NORMAL)."""
    for pragma in ("busy_timeout=5000", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


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
