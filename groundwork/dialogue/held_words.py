"""What was told before consent: in this process's memory only, for ten minutes, used after "yes" (pure).

Nothing of it is ever written. Source of the ten minutes: issue "the spine".
"""
from __future__ import annotations

import time
from typing import Callable, Dict, Optional, Tuple

from groundwork.dialogue.message import Message

HELD_SECONDS = 600.0
#: At most this many conversations are held at once; the oldest goes first, so that nobody can fill the memory.
HELD_CONVERSATIONS = 5_000


class HeldWords:
    """Messages held by conversation id."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: Dict[str, Tuple[float, Message]] = {}

    def hold(self, conversation: str, message: Message) -> None:
        """Keep the first message of a conversation that has not yet agreed; a later one replaces it."""
        self.drop_expired()
        self._held.pop(conversation, None)
        while len(self._held) >= HELD_CONVERSATIONS:
            self._held.pop(next(iter(self._held)))
        self._held[conversation] = (self._clock(), message)

    def get(self, conversation: str) -> Optional[Message]:
        """The held message, or None if there is none or it is older than ten minutes."""
        self.drop_expired()
        entry = self._held.get(conversation)
        return entry[1] if entry else None

    def drop(self, conversation: str) -> None:
        """Forget it."""
        self._held.pop(conversation, None)

    def drop_expired(self) -> None:
        """Forget all that is older than ten minutes."""
        limit = self._clock() - HELD_SECONDS
        for conversation in [key for key, (since, _) in self._held.items() if since < limit]:
            self._held.pop(conversation, None)


#: The one memory of this process.
HELD_WORDS = HeldWords()
