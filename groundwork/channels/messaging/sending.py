"""Saved messages -> the platform: in order within a conversation, with back-off where it fails, resumed by whichever process is there."""
from __future__ import annotations

import asyncio
import logging
import random
import secrets
import time
from dataclasses import replace
from typing import Any, Callable, Coroutine, Dict, List, Optional, Sequence, Set

from groundwork.channels.choice_ids import choice_id
from groundwork.channels.handover import Handover
from groundwork.channels.messaging.counts import Event, count
from groundwork.channels.messaging.keys import Keys
from groundwork.channels.messaging.platform import Platform, TryAgain, Undeliverable
from groundwork.channels.rendering import Part, render
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.outgoing import Waiting
from groundwork.storage.transcript import Said

#: Waits between tries in seconds: 1, 2, 4 … at most the longest, each a little different; a platform may ask for more, up to the most.
FIRST_WAIT, LONGEST_WAIT, MOST_WAIT = 1.0, 60.0, 3600.0
#: After so many seconds of failing a conversation's messages are given up.
PATIENCE = 4 * 3600.0
#: The same for last words, which are kept in memory only.
PATIENCE_WITH_LAST_WORDS = 900.0
#: How often, in seconds, this process looks for what another one has left.
LOOK_SECONDS = 5.0
#: One line of this kind at most in so many seconds to each place that is not private.
ELSEWHERE_SECONDS = 600.0

logger = logging.getLogger(__name__)


class Sender:
    """Sends what waits; one task for each conversation that has something."""

    def __init__(
        self, platform: Platform, keys: Keys, store: Callable[[], ConversationStore], handover: Handover, elsewhere: Callable[[], str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """elsewhere: the line for places that are not private. clock: seconds since the epoch."""
        self._platform, self._keys, self._store, self._handover, self._elsewhere, self._clock = platform, keys, store, handover, elsewhere, clock
        self._owner = secrets.token_hex(8)
        self._tasks: Dict[str, "asyncio.Task[None]"] = {}
        self._others: Set["asyncio.Task[None]"] = set()
        self._more: Set[str] = set()
        self._last_words: Dict[str, "asyncio.Task[None]"] = {}
        self._told: Dict[str, float] = {}
        self._stopped = False

    def wake(self, conversation: str) -> None:
        """Something waits in a conversation."""
        if self._stopped:
            return
        if conversation in self._tasks:
            self._more.add(conversation)
            return
        task = asyncio.create_task(self._send(conversation))
        self._tasks[conversation] = task
        task.add_done_callback(lambda _: self._ended(conversation))

    def say_last_words(self, conversation: str, address: str, said: Sequence[Said]) -> None:
        """Send what was said last in a conversation that is erased: from memory, after what is being sent in it."""
        task = self._start(self._say_last_words(self._tasks.get(conversation), conversation, address, said))
        self._last_words[conversation] = task
        task.add_done_callback(lambda _: self._last_words.pop(conversation, None))

    def say_elsewhere(self, address: str) -> None:
        """Say one line in a place that is not private, now and then."""
        now = time.monotonic()
        self._told = {place: at for place, at in self._told.items() if at > now - ELSEWHERE_SECONDS}
        if address not in self._told:
            self._told[address] = now
            self._start(self._say_last_words(None, "", address, [Said(1, False, self._elsewhere())]))

    async def run(self) -> None:
        """Look for what waits, again and again, and keep what is being sent."""
        while True:
            try:
                for conversation in await self._store().outgoing.due(self._platform.name):
                    self.wake(conversation)
                if self._tasks:
                    await self._store().outgoing.renew(self._owner)
            except Exception as error:  # a database that is locked or away; what waits still does
                logger.error("What waits to be sent over %s could not be looked up (%s).", self._platform.name, type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def stop(self, seconds: float = 3.0) -> None:
        """End, after a moment for what is being sent; the rest waits in the store."""
        self._stopped = True
        tasks = [*self._tasks.values(), *self._others]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._store().outgoing.release(self._owner)

    def _start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)
        return task

    def _ended(self, conversation: str) -> None:
        self._tasks.pop(conversation, None)
        if conversation in self._more:
            self._more.discard(conversation)
            self.wake(conversation)

    async def _send(self, conversation: str) -> None:
        """Send all that waits in a conversation; after a failure try again later."""
        if conversation in self._last_words:  # of the conversation before this one with the same person
            await asyncio.wait([self._last_words[conversation]])
        waiting = await self._store().outgoing.claim(conversation, self._owner)
        if waiting is None:
            return
        wait: Optional[float] = None
        try:
            wait = await self._send_all(waiting)
        except Exception as error:  # no text: it could hold words
            logger.error("Sending over %s went wrong (%s).", self._platform.name, type(error).__name__)
            await self._store().outgoing.failed(conversation, self._owner, LONGEST_WAIT)
        finally:
            await self._store().outgoing.release(self._owner, conversation)
        if wait is not None:
            asyncio.get_running_loop().call_later(wait, self.wake, conversation)

    async def _send_all(self, waiting: Waiting) -> Optional[float]:
        """Send; None if all is sent, otherwise after how many seconds to try again."""
        outgoing, conversation = self._store().outgoing, waiting.conversation
        try:
            for message in await self._messages(waiting):
                parts = self._parts(message, conversation)
                sent = waiting.parts if message.seq == waiting.seq else 0
                for number, part in enumerate(parts[sent:], start=sent + 1):
                    await self._send_part(waiting.address, part)
                    waiting = replace(waiting, tries=0, first_failed=None)
                    if not await outgoing.mark(conversation, self._owner, message.seq, 0 if number >= len(parts) else number):
                        return None  # erased, or another process goes on
        except TryAgain as failure:
            if waiting.first_failed is None or waiting.first_failed > self._clock() - PATIENCE:
                count(self._platform.name, Event.RETRIED)
                wait = _wait(waiting.tries, failure.after)
                await outgoing.failed(conversation, self._owner, wait)
                return wait
            count(self._platform.name, Event.GIVEN_UP)
        except Undeliverable:
            pass  # nothing more reaches this address
        await outgoing.mark(conversation, self._owner, waiting.last_seq)
        return None

    async def _messages(self, waiting: Waiting) -> List[Said]:
        after = waiting.seq - 1 if waiting.parts else waiting.seq
        said = await self._store().open_conversations.said(waiting.conversation, after=after)
        return [await self._handover.shown(one, waiting.conversation) for one in said if not one.by_person and one.seq <= waiting.last_seq]

    def _parts(self, message: Said, conversation: str) -> Sequence[Part]:
        return render(message, self._platform.limits, lambda payload: choice_id(self._keys.choice, conversation, message.seq, payload))

    async def _send_part(self, address: str, part: Part) -> None:
        """Send a part; one that the platform will never take is counted and left out, unless nothing reaches the address any more."""
        try:
            await self._platform.send(address, part)
            count(self._platform.name, Event.SENT)
        except Undeliverable as failure:
            count(self._platform.name, Event.REFUSED)
            if failure.gone:
                raise

    async def _say_last_words(self, before: Optional["asyncio.Task[None]"], conversation: str, address: str, said: Sequence[Said]) -> None:
        if before is not None:
            await asyncio.wait([before])
        until = time.monotonic() + PATIENCE_WITH_LAST_WORDS
        for part in [part for message in said for part in self._parts(message, conversation)]:
            tries = 0
            while True:
                try:
                    await self._send_part(address, part)
                    break
                except Undeliverable:
                    return
                except TryAgain as failure:
                    count(self._platform.name, Event.RETRIED)
                    wait = _wait(tries, failure.after)
                    tries += 1
                if time.monotonic() + wait > until:
                    count(self._platform.name, Event.GIVEN_UP)
                    return
                await asyncio.sleep(wait)


def _wait(tries: int, after: float) -> float:
    """Seconds before the next try. tries: how many have failed before. after: what the platform asks for."""
    return max(min(FIRST_WAIT * 2.0 ** min(tries, 16), LONGEST_WAIT) * random.uniform(1.0, 1.25), min(after, MOST_WAIT))
