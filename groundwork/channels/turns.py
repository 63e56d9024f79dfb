"""One message through Rasa, exactly once: known ids are answered from the store, and nothing counts until it is saved."""
from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Tuple

from rasa.core.channels.channel import OutputChannel, UserMessage
from sqlalchemy.engine import Connection

from groundwork.metrics import TURNS
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.database import StoreUnavailable
from groundwork.storage.transcript import BOT, USER, Said, bot_message, transcript
from groundwork.storage.turn import Saved, Turn, making

#: So often a turn is tried that could not be saved, with this many seconds before the second try (then more).
TRIES, PAUSE = 4, 0.05
#: After so many seconds it is not tried again.
PATIENCE = 5.0
Handle = Callable[[UserMessage], Awaitable[Any]]
Also = Callable[[Connection, Turn], None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Incoming:
    """A message for Rasa. text: as Rasa may read it. parsed: what it means, where no words are to be read."""

    id: str
    text: Optional[str]
    metadata: Optional[Dict[str, str]] = None
    parsed: Optional[Dict[str, Any]] = None
    labels: Optional[Mapping[str, str]] = None


@dataclass(frozen=True)
class Answer:
    """What a turn said. first_seq, last_seq: its numbers. again: it was answered earlier already.

    Where the turn erased the conversation, `said` holds the last words, numbered from 1, and they are kept nowhere else.
    """

    saved: Saved
    said: Tuple[Said, ...] = ()
    first_seq: int = 0
    last_seq: int = 0
    again: bool = False


class LastWords(OutputChannel):
    """Takes what Rasa says. It is shown from the store once it is saved; only of an erased conversation this is all there is."""

    def __init__(self, channel: str) -> None:
        """channel: name of the channel whose wording is chosen."""
        self.messages: List[Dict[str, Any]] = []
        self._channel = channel

    def name(self) -> str:  # type: ignore[override]  # Rasa asks the object
        """The channel whose wording is chosen."""
        return self._channel

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """Keep one message."""
        self.messages.append(message)

    def said(self) -> Tuple[Said, ...]:
        """All of it, numbered from 1."""
        shown = [message for message in self.messages if message.get("text")]
        return tuple(said for number, message in enumerate(shown, start=1) for said in [bot_message(number, message)] if said)


class Turns:
    """Makes turns; the caller sees to it that a conversation has one at a time in this process."""

    def __init__(self, handle: Handle, store: Callable[[], ConversationStore], channel: str) -> None:
        """handle: gives a message to Rasa. store: the conversation store, once Rasa has it. channel: its name."""
        self._handle = handle
        self._store = store
        self._channel = channel

    async def answer(self, conversation: str, incoming: Incoming, also: Tuple[Also, ...] = ()) -> Answer:
        """Answer a message, or give the answer that it got when it came before. FAILED: it may be sent again, and is then answered once.

        Args:
            also: what else is written in the transaction that saves the turn.
        """
        began = time.monotonic()
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(PAUSE * 3 ** (attempt - 1))
            try:
                earlier = await self._earlier(conversation, incoming)
            except StoreUnavailable:
                break
            if earlier:
                return earlier
            turn, output = Turn(conversation, incoming.id, also=also), LastWords(self._channel)
            await self._make(turn, incoming, output)
            if turn.saved is Saved.WRITTEN:
                said = transcript((event for event in turn.written if event.get("event") in (USER, BOT)), incoming.labels)
                return Answer(Saved.WRITTEN, tuple(said), turn.first_seq, turn.last_seq)
            if turn.saved in (Saved.ERASED, Saved.GONE):
                return Answer(turn.saved, output.said())
            if time.monotonic() - began > PATIENCE:
                break
        return Answer(Saved.FAILED)

    async def _earlier(self, conversation: str, incoming: Incoming) -> Optional[Answer]:
        """The answer that a message got when it came before."""
        numbers = await self._store().open_conversations.answered(conversation, incoming.id)
        if numbers is None:
            return None
        first, last = numbers
        said = await self._store().open_conversations.said(conversation, after=first - 1)
        return Answer(Saved.WRITTEN, tuple(one for one in said if one.seq <= last), first, last, again=True)

    async def _make(self, turn: Turn, incoming: Incoming, output: LastWords) -> None:
        message = UserMessage(
            incoming.text, output, turn.conversation, parse_data=incoming.parsed, input_channel=self._channel, message_id=incoming.id, metadata=incoming.metadata
        )
        try:
            with making(turn):
                await self._handle(message)
        except Exception as error:  # whatever went wrong, no log may hold words of the person
            logger.error("A message of the channel %s could not be answered (%s).", self._channel, type(error).__name__)
        TURNS.labels(self._channel, (turn.saved or Saved.FAILED).value).inc()

