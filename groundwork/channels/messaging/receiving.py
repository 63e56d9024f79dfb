"""Deliveries of a platform -> turns, each exactly once, one at a time in each conversation; then the answers are handed to the sender."""
from __future__ import annotations

import asyncio
from typing import Any, Callable, Dict, Iterable, Optional

from groundwork.channels.choice_ids import resolve_choice
from groundwork.channels.handover import Handover, read_code
from groundwork.channels.messaging.keys import Keys
from groundwork.channels.messaging.platform import Delivery, Platform, Refused
from groundwork.channels.messaging.sending import Sender
from groundwork.channels.one_at_a_time import OneAtATime
from groundwork.channels.plain_text import as_plain_text
from groundwork.channels.turns import Answer, Incoming, Turns
from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.dialogue.message import PLAIN_TEXT_MARK
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.deliveries import Claim
from groundwork.storage.turn import Saved

#: A choice is looked for among so many of the latest messages first.
LATEST = 30
#: So many messages of one person may wait; the platform sends what is refused again later.
MOST_WAITING = 20
#: How long (seconds) a delivery that another process is working on is waited for, before the platform is told to send it again.
BUSY_SECONDS, BUSY_PAUSE = 2.0, 0.1
#: What a person means who opens a chat that goes on already, what an edited message is, and a code that opens nothing; `data/interruptions/` answers.
REPEAT, EDITED, UNKNOWN_CODE = "repeat", "edited_message", "unknown_return_code"


class Receiver:
    """Works on deliveries; what comes back without an error is saved."""

    def __init__(
        self, platform: Platform, keys: Keys, turns: Turns, sender: Sender, store: Callable[[], ConversationStore], handover: Handover,
        is_danger: Callable[[str], Any],
    ) -> None:
        """is_danger: coroutine that tells whether words speak of danger."""
        self._handover = handover
        self._platform, self._keys, self._turns, self._sender, self._store, self._is_danger = platform, keys, turns, sender, store, is_danger
        self._one_at_a_time = OneAtATime()

    async def receive(self, deliveries: Iterable[Delivery]) -> None:
        """Answer each, in order.

        Raises:
            Refused: 503 for what is not saved; the platform sends all of it again, and what was saved is known then.
        """
        for delivery in deliveries:
            await self._receive(delivery)

    async def _receive(self, delivery: Delivery) -> None:
        conversation = self._keys.conversation_of(self._platform.name, delivery.address)
        digest = self._keys.delivery_of(self._platform.name, delivery.id)
        if self._one_at_a_time.waiting(conversation) >= MOST_WAITING:
            raise Refused("Too many messages of one conversation are waiting.", 503)
        async with self._one_at_a_time.turn(conversation):
            if not await self._claim(digest):
                return
            try:
                await self._work_on(delivery, conversation, digest)
            except BaseException:
                await self._store().deliveries.release(digest)
                raise

    async def _claim(self, digest: str) -> bool:
        """Whether this process is to work on a delivery; False if it is done already."""
        for _ in range(int(BUSY_SECONDS / BUSY_PAUSE)):
            claim = await self._store().deliveries.claim(digest)
            if claim is not Claim.BUSY:
                return claim is Claim.MINE
            await asyncio.sleep(BUSY_PAUSE)
        raise Refused("Another process is working on this.", 503)

    async def _work_on(self, delivery: Delivery, conversation: str, digest: str) -> None:
        if delivery.elsewhere:
            self._sender.say_elsewhere(delivery.address)
            await self._store().deliveries.mark_done(digest)
            return
        if delivery.receipt is not None:
            asyncio.ensure_future(self._platform.took(delivery))
        answer = await self._answer(delivery, conversation, digest)
        if answer.saved is Saved.GONE:  # it ended meanwhile, by its time or in another process; what was sent begins it anew
            answer = await self._answer(delivery, conversation, digest)
        if answer.saved is Saved.ERASED:
            HELD_WORDS.drop(conversation)
            await self._store().deliveries.mark_done(digest)
            self._sender.say_last_words(conversation, delivery.address, answer.said)
        elif answer.saved is Saved.WRITTEN:
            self._sender.wake(conversation)
        else:
            raise Refused("The message could not be saved.", 503)

    async def _answer(self, delivery: Delivery, conversation: str, digest: str) -> Answer:
        store = self._store()
        if await store.outgoing.enter(conversation, delivery.address):
            HELD_WORDS.drop(conversation)  # of one that ended by its time
        incoming = await self._incoming(delivery, conversation, digest)
        return await self._turns.answer(conversation, incoming, also=(store.deliveries.done_with(digest),))

    async def _incoming(self, delivery: Delivery, conversation: str, digest: str) -> Incoming:
        metadata = {"locale": delivery.locale} if delivery.locale else None
        if delivery.choice is not None:
            return await self._clicked(delivery.choice, conversation, digest, metadata)
        code = None if delivery.edited else read_code(delivery.text)
        if code is not None:
            return await self._by_code(code, delivery, conversation, digest, metadata)
        begun = await self._store().open_conversations.last_seq(conversation) > 0
        intent = delivery.intent
        if delivery.opened:
            intent = REPEAT
        elif delivery.edited and not await self._is_danger(delivery.text):
            intent = EDITED
        if intent and (begun or not delivery.opened):
            return Incoming(digest, None, metadata, parsed=_meaning(intent))
        return Incoming(digest, as_plain_text(delivery.text) or PLAIN_TEXT_MARK, metadata)

    async def _by_code(self, code: str, delivery: Delivery, conversation: str, digest: str, metadata: Optional[Dict[str, str]]) -> Incoming:
        """Let a conversation from elsewhere go on here, where the code opens one."""
        if await self._handover.take(code, by=conversation, target=conversation, address=delivery.address) is None:
            return Incoming(digest, None, metadata, parsed=_meaning(UNKNOWN_CODE))
        HELD_WORDS.drop(conversation)
        return Incoming(digest, PLAIN_TEXT_MARK, metadata)

    async def _clicked(self, choice: str, conversation: str, digest: str, metadata: Optional[Dict[str, str]]) -> Incoming:
        """A clicked choice; one that is not offered any more is answered as a late click is."""
        store = self._store().open_conversations
        for newest in (LATEST, None):
            payload, label = resolve_choice(self._keys.choice, conversation, await store.said(conversation, newest), choice)
            if label is not None:
                return Incoming(digest, payload, metadata, labels={payload: label})
        return Incoming(digest, payload, metadata)


def _meaning(intent: str) -> Dict[str, Any]:
    return {"intent": {"name": intent, "confidence": 1.0, "near_exact": True}, "entities": [], "text": None}
