"""The conversation store that `endpoints.yml` names: Rasa's tracker store on a database of our own, encrypted, erasable, expiring.

A tracker that is read holds the snapshot (the slots, and the last turn), not the whole history; `retrieve_full_tracker` gives that. Nothing is
ever raised to Rasa, which would go on with words in memory: where the database does not answer, the tracker is an `UnreadTracker`, to which
Rasa says nothing, and the `Turn` is told. Events are published to no broker: nothing leaves the machine.
"""
from __future__ import annotations

import logging
import time
from typing import Any, Callable, Iterable, List, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ConversationPaused
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from groundwork.dialogue.tracker_reading import CONSENT_SLOT, ERASE_ALL, ERASE_SLOT
from groundwork.metrics import STORE_SECONDS, timed
from groundwork.settings import load_environment, load_settings
from groundwork.storage.database import Database, StoreUnavailable
from groundwork.storage.deliveries import Deliveries
from groundwork.storage.erasing import Erasing, sweep_regularly
from groundwork.storage.handover import Handovers
from groundwork.storage.keys import KeysError, MasterKeys
from groundwork.storage.old_file import remove_readable_tables
from groundwork.storage.one_time_links import OneTimeLinks
from groundwork.storage.open_conversations import OpenConversations, must_be_open
from groundwork.storage.outgoing import Outgoing
from groundwork.storage.sealing import NotSealedHere
from groundwork.storage.snapshot import events_from, this_turn
from groundwork.storage.turn import Saved, Turn, turn_of
from groundwork.storage.turn_writing import TurnWriter
from groundwork.storage.vault import Vault

logger = logging.getLogger(__name__)
_FAILURES = (StoreUnavailable, KeysError, NotSealedHere, sa.exc.SQLAlchemyError)


class KeptTracker(DialogueStateTracker):
    """A tracker that was read from the store. turn: how it was found."""

    turn: Optional[Turn] = None


class UnreadTracker(DialogueStateTracker):
    """Stands in for a conversation that could not be read: paused, so that nothing is said in it, and never saved."""

    @classmethod
    def of(cls, conversation: Text, domain: Domain) -> "UnreadTracker":
        """One for this conversation."""
        tracker = cls(conversation, domain.slots)
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        tracker.update(ConversationPaused())
        return tracker


class ConversationStore(TrackerStore):
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
        """Open or make the database.

        Args:
            path: a file or a URL; default is the setting GROUNDWORK_DATABASE.
            life_hours: how long a conversation is kept after its last message; default is the setting GROUNDWORK_LIFE_HOURS.
            clock: the time now; a test moves it.

        Raises:
            RasaException: if the database cannot be opened with the keys that there are; the text says what to do.
        """
        super().__init__(domain, event_broker)
        settings = load_settings({**load_environment(), **({"GROUNDWORK_DATABASE": path} if path else {})})
        self._clock = clock
        try:
            self.database = Database(settings.database, settings.database_connections, settings.database_wait)
            remove_readable_tables(self.database)
            self.vault = Vault(self.database, MasterKeys(settings.keys, settings.folder))
        except _FAILURES as error:
            raise RasaException(str(error)) from None
        self._turns = TurnWriter(self.database, self.vault, clock, settings.life_hours if life_hours is None else life_hours)
        self.deliveries = Deliveries(self.database, clock)
        self.erasing = Erasing(self.database, self.vault, clock, forget_too=(self.deliveries.forget_old,))
        self.open_conversations = OpenConversations(self.database, self.vault, self._turns, clock)
        self.one_time_links = OneTimeLinks(self.database, self.vault, clock)
        self.outgoing = Outgoing(self.database, self.vault, self._turns, self.erasing, clock)
        self.handovers = Handovers(self.database, self.vault, self._turns, self.erasing, clock)
        sweep_regularly(self.erasing)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """What the next turn needs of a conversation; None for a new one."""
        return await self._retrieve(sender_id, whole=False)

    async def retrieve_full_tracker(self, conversation_id: Text) -> Optional[DialogueStateTracker]:
        """A conversation with every event that is kept."""
        return await self._retrieve(conversation_id, whole=True)

    async def _retrieve(self, conversation: Text, whole: bool) -> Optional[DialogueStateTracker]:
        given = turn_of(conversation)
        turn = given or Turn(conversation, "")
        try:
            with timed(STORE_SECONDS.labels("read")):
                events = await self.database.run(lambda: self._load(turn, whole, opens=given is not None))
        except _FAILURES as error:
            logger.error("A conversation could not be read (%s).", type(error).__name__)
            turn.saved = Saved.FAILED
            return UnreadTracker.of(conversation, self.domain)
        if not events:
            return None
        tracker = KeptTracker.from_events(conversation, events_from(events), self.domain.slots)
        tracker.turn = turn
        return tracker

    def _load(self, turn: Turn, whole: bool, opens: bool) -> Optional[List[Any]]:
        events = self._turns.load(turn)
        if events is None and not must_be_open(turn.conversation):
            self.erasing.erase(turn.conversation)  # its life may be over
            if opens:  # so that whoever erases it from now on is heard when it is saved
                self._open(turn)
        if events and whole:
            events = self._turns.history(turn)
            turn.events = len(events)
        return events

    def _open(self, turn: Turn) -> None:
        try:
            with self.database.writing() as connection:
                self._turns.open(connection, turn.conversation)
        except sa.exc.IntegrityError:
            pass  # another process was first
        self._turns.load(turn)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the new events, or erase everything where that was asked for in this turn. What became of it is told to the `Turn`."""
        if isinstance(tracker, UnreadTracker):
            return
        turn = turn_of(tracker.sender_id) or getattr(tracker, "turn", None)
        try:
            with timed(STORE_SECONDS.labels("save")):
                saved = await self.database.run(lambda: self._save(tracker, turn))
        except Exception as error:  # whatever went wrong: nothing may be raised to Rasa, and no log may hold words
            logger.error("A turn could not be saved (%s).", type(error).__name__)
            saved = Saved.FAILED
        if turn is not None:
            turn.saved = saved or turn.saved

    def _save(self, tracker: DialogueStateTracker, turn: Optional[Turn]) -> Optional[Saved]:
        erase, consent = tracker.get_slot(ERASE_SLOT), bool(tracker.get_slot(CONSENT_SLOT))
        if erase == ERASE_ALL:
            self.erasing.erase(tracker.sender_id)
            return Saved.ERASED
        if turn is None:
            turn = self._found(tracker)
        if erase:
            events = this_turn(tracker, (ERASE_SLOT,), (CONSENT_SLOT,))
            anew = DialogueStateTracker.from_events(tracker.sender_id, events, self.domain.slots)
            saved = self._turns.write(turn, anew, events, consent, forget_earlier=True)
            turn.events = len(tracker.events)
            self.erasing.leave_no_trace()
            return saved
        return self._turns.write(turn, tracker, list(tracker.events)[turn.events :], consent)

    def _found(self, tracker: DialogueStateTracker) -> Turn:
        """The turn of a tracker that was not read from here: what it has more than is kept is new."""
        turn = Turn(tracker.sender_id, "")
        if self._turns.load(turn) is None and not must_be_open(tracker.sender_id) and tracker.events:
            self._load(turn, whole=False, opens=True)
        turn.events = self._turns.count(turn)
        return turn

    async def exists(self, conversation_id: Text) -> bool:
        """Whether anything is kept of a conversation."""
        return await self.open_conversations.exists(conversation_id)

    async def keys(self) -> Iterable[Text]:
        """The ids of all conversations."""
        return await self.database.run(self._turns.conversations)

    async def erase(self, sender_id: Text) -> int:
        """Remove every row of a conversation, from the file's free pages and its write-ahead log too; the number of rows.

        Raises:
            StoreUnavailable: if it could not be done.
        """
        return await self.database.run(lambda: self.erasing.erase(sender_id))

    def remove_expired(self) -> int:
        """Remove all conversations whose life is over; the number of rows."""
        return self.erasing.remove_expired()
