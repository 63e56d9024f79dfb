"""What is done with what a person sends: answer it once, show the answer to every tab, go back by a code, erase."""
from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import Awaitable, Callable, Iterator

from groundwork.channels.handover import Handover
from groundwork.channels.plain_text import as_plain_text
from groundwork.channels.turns import Answer, Incoming, Turns
from groundwork.channels.choice_ids import resolve_choice
from groundwork.channels.web.connection import Connection, Rooms
from groundwork.channels.web.delivery import TYPING_AFTER
from groundwork.channels.web.events import Sent
from groundwork.channels.web.keys import Keys
from groundwork.channels.web.return_codes import digest_of
from groundwork.channels.web.sessions import ELSEWHERE, FORGOTTEN, Sessions
from groundwork.channels.web.tokens import new_conversation, new_message
from groundwork.channels.web.wire import shows_code
from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.dialogue.message import PLAIN_TEXT_MARK
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.database import StoreUnavailable
from groundwork.storage.open_conversations import Grant
from groundwork.storage.turn import Saved

#: A choice is looked for among so many of the latest messages first.
LATEST = 30
#: A message that was not taken, since it could not be kept, is sent again after so many seconds.
AGAIN_SECONDS = 10.0
#: What a code that opens nothing is understood as; `data/interruptions/return_code` answers it.
UNKNOWN_CODE = {"intent": {"name": "unknown_return_code", "confidence": 1.0, "near_exact": True}, "entities": [], "text": None}

logger = logging.getLogger(__name__)


class Talk:
    """Carries out what was taken from a tab; one turn at a time in each conversation."""

    def __init__(
        self, keys: Keys, rooms: Rooms, sessions: Sessions, turns: Turns, store: Callable[[], ConversationStore], cannot_keep: Callable[[], str],
        handover: Handover,
    ) -> None:
        """cannot_keep: what a person is told whose message was not taken."""
        self._keys, self._rooms, self._sessions, self._turns, self._store = keys, rooms, sessions, turns, store
        self._cannot_keep, self._handover = cannot_keep, handover

    async def begin(self, connection: Connection) -> None:
        """Say the welcome, where nothing was said yet."""
        with self._asking_again(connection, ""):
            async with self._rooms.turn(connection.conversation):
                if await self._store().open_conversations.said(connection.conversation, 1):
                    await self._sessions.catch_up(connection, connection.known)
                else:
                    await self._answer(connection, Incoming(new_message(), PLAIN_TEXT_MARK, connection.metadata), "")

    async def say(self, connection: Connection, sent: Sent) -> None:
        """Answer typed words."""

        async def typed() -> Incoming:
            return Incoming(sent.id, as_plain_text(sent.text), connection.metadata)

        await self._in_turn(connection, typed, sent.id)

    async def choose(self, connection: Connection, sent: Sent) -> None:
        """Answer a clicked choice; one that is not offered any more is answered as a late click is."""

        async def clicked() -> Incoming:
            store = self._store().open_conversations
            for newest in (LATEST, None):
                said = await store.said(connection.conversation, newest)
                payload, label = resolve_choice(self._keys.choice, connection.conversation, said, sent.choice)
                if label is not None:
                    return Incoming(sent.id, payload, connection.metadata, labels={payload: label})
            return Incoming(sent.id, payload, connection.metadata)

        await self._in_turn(connection, clicked, sent.id)

    async def return_by(self, connection: Connection, sent: Sent, code: str) -> None:
        """Take a tab to the conversation of a code; where the code opens none, say so."""
        with self._asking_again(connection, sent.id):
            grant = await self._store().open_conversations.redeem(digest_of(self._keys.digest, code), sent.id)
            if grant is None:
                await self._answer_unknown(connection, sent)
            else:
                await self._return_to(grant, connection, sent)

    async def _return_to(self, grant: Grant, connection: Connection, sent: Sent) -> None:
        async with self._rooms.turn(grant.conversation):
            said = await self._store().open_conversations.said(grant.conversation, 1)
            if said and shows_code(said[-1]):  # still paused: it takes up again where it stopped
                await self._turns.answer(grant.conversation, Incoming(sent.id, PLAIN_TEXT_MARK, connection.metadata))
            await self._sessions.move(connection, grant)
            connection.delivery.send("done", {"id": sent.id, "seq": connection.known})

    async def take_over(self, connection: Connection, sent: Sent, code: str) -> None:
        """Let a conversation from another channel go on in this tab; where the code opens none, say so."""
        conversation = new_conversation()
        with self._asking_again(connection, sent.id):
            source = await self._handover.take(code, by=connection.address, target=conversation)
            if source is None:
                await self._answer_unknown(connection, sent)
            else:
                await self._move_here(source, conversation, connection, sent)

    async def _move_here(self, source: str, conversation: str, connection: Connection, sent: Sent) -> None:
        HELD_WORDS.drop(source)
        await self._sessions.start_all_anew(source, ELSEWHERE, but=connection)
        grant = await self._store().open_conversations.admit(conversation)
        async with self._rooms.turn(conversation):
            await self._turns.answer(conversation, Incoming(sent.id, PLAIN_TEXT_MARK, connection.metadata))
            await self._sessions.move(connection, grant)
            connection.delivery.send("done", {"id": sent.id, "seq": connection.known})

    async def _answer_unknown(self, connection: Connection, sent: Sent) -> None:
        async def unknown() -> Incoming:
            return Incoming(sent.id, None, connection.metadata, parsed=dict(UNKNOWN_CODE))

        await self._in_turn(connection, unknown, sent.id)

    async def _in_turn(self, connection: Connection, incoming: Callable[[], Awaitable[Incoming]], answers: str) -> None:
        """Answer a message in its conversation, and tell that it is answered."""
        with self._asking_again(connection, answers):
            await self._answer_in_turn(connection, incoming, answers)

    async def _answer_in_turn(self, connection: Connection, incoming: Callable[[], Awaitable[Incoming]], answers: str) -> None:
        while True:
            conversation = connection.conversation
            async with self._rooms.turn(conversation):
                if connection.conversation != conversation:
                    continue  # erased or moved while this waited
                assert connection.grant is not None
                if not await self._sessions.is_open(connection.grant):
                    await self._sessions.start_anew(connection, conversation, await self._sessions.why_lost(connection.grant))
                    continue
                await self._answer(connection, await incoming(), answers)
                return

    async def _answer(self, connection: Connection, incoming: Incoming, answers: str) -> None:
        conversation = connection.conversation
        typing = asyncio.get_running_loop().call_later(TYPING_AFTER, connection.delivery.send, "typing", {"on": True})
        try:
            answer = await self._turns.answer(conversation, incoming)
        finally:
            typing.cancel()
        if answer.saved is Saved.WRITTEN:
            await self._show(conversation, connection, answer)
        elif answer.saved is Saved.ERASED:
            await self._say_last_words(conversation, connection, answer)
        elif answer.saved is Saved.GONE:
            await self.forget(conversation)
        else:
            raise StoreUnavailable("The turn could not be saved.")
        if answers and answer.saved in (Saved.WRITTEN, Saved.ERASED):
            connection.delivery.send("done", {"id": answers, "seq": answer.last_seq or connection.known})

    @contextmanager
    def _asking_again(self, connection: Connection, message: str) -> Iterator[None]:
        """Where the database fails, say that a message was not taken; the browser keeps it, and sends it again with the same id.

        Args:
            message: its id; nothing for the wish to begin.
        """
        try:
            yield
        except StoreUnavailable as error:
            logger.error("A message of the channel web could not be kept (%s).", error)
            connection.delivery.send("later", {"id": message, "text": self._cannot_keep(), "wait": int(AGAIN_SECONDS * 1000)})

    async def _show(self, conversation: str, connection: Connection, answer: Answer) -> None:
        """Show a saved turn to everyone in the conversation; who sent the message has that one already."""
        for member in self._rooms.members(conversation):
            if answer.again and member is not connection:
                continue
            if not answer.again and answer.first_seq > member.known + 1:
                await self._sessions.catch_up(member, member.known)  # another process has answered something meanwhile
                continue
            said = [one for one in answer.said if not (one.by_person and member is connection)]
            await self._sessions.show(member, said, paced=not answer.again)
            member.known = max(member.known, answer.last_seq)

    async def _say_last_words(self, conversation: str, connection: Connection, answer: Answer) -> None:
        """The conversation has been erased by what was said in it: nothing of it stays on any screen but the last words."""
        HELD_WORDS.drop(conversation)
        here = connection.conversation == conversation
        if here:
            await self._sessions.start_anew(connection, conversation, FORGOTTEN, last_seq=len(answer.said))
            await self._sessions.show(connection, answer.said, paced=True)
        await self._sessions.start_all_anew(conversation, FORGOTTEN)

    async def forget(self, conversation: str) -> None:
        """Erase a conversation at once, also while a turn is made in it: that is not saved then."""
        await self._erase(conversation)
        await self._sessions.start_all_anew(conversation, FORGOTTEN)

    async def _erase(self, conversation: str) -> None:
        HELD_WORDS.drop(conversation)
        await self._store().erase(conversation)
