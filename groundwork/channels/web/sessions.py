"""Which conversation a browser tab sees: a new one, the one of its token, or the one that a return code leads to."""
from __future__ import annotations

from typing import Callable, Iterable, Optional

from groundwork.channels.handover import Handover
from groundwork.channels.web.connection import Connection, Rooms
from groundwork.channels.web.events import Hello
from groundwork.channels.web.keys import Keys
from groundwork.channels.web.pacing import pauses
from groundwork.channels.web.return_codes import digest_of, make_code
from groundwork.channels.web.tokens import new_conversation, read_token, write_token
from groundwork.channels.web.wire import message_event, shows_code
from groundwork.plan.links import LIFE_MINUTES, links_in
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.open_conversations import Grant
from groundwork.storage.transcript import Said

#: Why a tab has lost its conversation; the last: it was taken to another tab or device by a return code.
FORGOTTEN, EXPIRED, ELSEWHERE = "forgotten", "expired", "elsewhere"


class Sessions:
    """Gives tabs their conversation, and shows them what is said in it."""

    def __init__(
        self, store: Callable[[], ConversationStore], keys: Keys, rooms: Rooms, life_hours: int, token_hours: int, paced: bool, handover: Handover
    ) -> None:
        """store: the conversation store, once Rasa has it. paced: whether the bubbles of an answer come with pauses."""
        self._store, self._keys, self._rooms, self._handover = store, keys, rooms, handover
        self._life_hours, self._token_seconds, self._paced = life_hours, token_hours * 3600.0, paced

    async def welcome(self, connection: Connection, hello: Hello) -> None:
        """Let a tab go on with the conversation of its token, after showing what it has missed; otherwise open a new one."""
        presented = read_token(hello.token, self._keys.token) if hello.token else None
        if presented is not None:
            grant = await self._store().open_conversations.take_up(presented, self._token_seconds, in_use=self._rooms.lines())
            if grant is not None:
                await self._resume(connection, grant, hello.last)
        if connection.grant is None:
            self._enter(connection, await self._store().open_conversations.open(new_conversation()))
        connection.ready.set()

    async def _resume(self, connection: Connection, grant: Grant, last: int) -> None:
        async with self._rooms.turn(grant.conversation):  # after the turn that is being made, so that its answer is among what was missed
            if await self.is_open(grant):
                last_seq = await self.last_seq(grant.conversation)
                self._enter(connection, grant, last_seq)
                await self.catch_up(connection, last if last <= last_seq else 0)

    async def start_anew(self, connection: Connection, lost: str, reason: str, last_seq: int = 0) -> None:
        """Take a tab out of a conversation that is gone, into a new one.

        Args:
            lost: the conversation; a tab that is elsewhere already stays there.
            last_seq: number of the last of the words it is shown next.
        """
        grant = await self._store().open_conversations.open(new_conversation(), last_seq)
        if connection.conversation == lost:
            self._leave(connection)
            connection.delivery.send("gone", {"reason": reason})
            self._enter(connection, grant)

    async def start_all_anew(self, conversation: str, reason: str, but: Optional[Connection] = None) -> None:
        """The same for every tab of a conversation. but: the one that is there by right."""
        for member in self._rooms.members(conversation):
            if member is not but:
                await self.start_anew(member, conversation, reason)

    async def move(self, connection: Connection, grant: Grant) -> None:
        """Take a tab into another conversation, and show all of that; to its other tabs it is gone."""
        last_seq = await self.last_seq(grant.conversation)
        self._leave(connection)
        self._enter(connection, grant, last_seq)
        await self.start_all_anew(grant.conversation, ELSEWHERE, but=connection)
        await self.catch_up(connection, 0)

    async def is_open(self, grant: Grant) -> bool:
        """Whether a conversation is still there for whoever holds this grant."""
        return await self._store().open_conversations.is_open(grant)

    async def why_lost(self, grant: Grant) -> str:
        """Why a grant opens nothing any more."""
        return ELSEWHERE if await self._store().open_conversations.exists(grant.conversation) else EXPIRED

    async def last_seq(self, conversation: str) -> int:
        """Number of the last message."""
        return await self._store().open_conversations.last_seq(conversation)

    async def catch_up(self, connection: Connection, after: int) -> None:
        """Show a tab everything after a number, from both sides."""
        last_seq = await self.last_seq(connection.conversation)
        missed = await self._store().open_conversations.said(connection.conversation, after=after) if last_seq > after else []
        await self.show(connection, missed, paced=False)
        connection.known = max(connection.known, last_seq)

    async def show(self, connection: Connection, said: Iterable[Said], paced: bool) -> None:
        """Send messages, in order. paced: with pauses, if pauses are on."""
        shown, conversation = list(said), connection.conversation
        waits = pauses(shown) if paced and self._paced else [0.0] * len(shown)
        for one, wait in zip(shown, waits):
            one = await self._handover.shown(one, conversation)
            if shows_code(one):
                code = make_code(self._keys.code, conversation, one.seq)
                await self._store().open_conversations.remember_code(digest_of(self._keys.digest, code), conversation)
            for link in links_in(one.text, self._keys.link, conversation, one.seq) if not one.by_person else ():
                await self._store().one_time_links.remember(link.digest, conversation, LIFE_MINUTES * 60.0)
            if connection.conversation != conversation:
                return  # erased or moved meanwhile
            connection.delivery.send("message", message_event(one, conversation, self._keys), wait)
            connection.known = max(connection.known, one.seq)

    def _enter(self, connection: Connection, grant: Grant, resumed_at: Optional[int] = None) -> None:
        """resumed_at: number of the last message of the conversation that a tab goes on with; None for a new one."""
        connection.grant, connection.known = grant, 0
        self._rooms.join(connection)
        token = write_token(grant, self._keys.token)
        resumed = resumed_at is not None
        connection.delivery.send("session", {"token": token, "resumed": resumed, "hours": self._life_hours, "last": resumed_at or 0})

    def _leave(self, connection: Connection) -> None:
        self._rooms.leave(connection)
        connection.delivery.forget()
