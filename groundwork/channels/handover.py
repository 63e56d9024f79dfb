"""The code that takes a conversation to another channel: shown as eight letters, kept as a digest, tried a few times only."""
from __future__ import annotations

import hashlib
import hmac
import re
import time
from dataclasses import replace
from typing import Callable, Optional

from groundwork.channels.web.limits import Buckets
from groundwork.channels.web.return_codes import LETTERS, READ_AS, digest_of
from groundwork.dialogue.message import HANDOVER_CODE_MARK, HANDOVER_MINUTES
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.transcript import Said

#: Tries of one person or address (so many at once, and again in ten minutes), and of all together (a second). Of 2^40 codes, 10,000 guesses find none.
TRIES, ALL_TRIES = (5, 5 / 600), (200, 1.0)
_CODE = re.compile(r"\s*([0-9A-TV-Za-tv-z]{4})[\u2010-\u2015-]([0-9A-TV-Za-tv-z]{4})\s*")


def make_code(key: bytes, conversation: str, seq: int) -> str:
    """The code that the message with this number shows: two groups of four, with a letter and a digit at the least."""
    for attempt in range(100):
        drawn = hmac.new(key, f"{conversation} {seq} {attempt}".encode(), hashlib.sha256).digest()
        letters = "".join(LETTERS[byte % 32] for byte in drawn[:8])
        if not letters.isdigit() and not letters.isalpha():
            break
    return f"{letters[:4]}-{letters[4:]}"


def read_code(typed: str) -> Optional[str]:
    """A typed message that is such a code, in its one spelling; None if it is not. Words and years are none: it has letters, digits and a hyphen."""
    found = _CODE.fullmatch(typed)
    letters = "".join(found.groups()).upper() if found else ""
    if not letters or letters.isdigit() or letters.isalpha():
        return None
    read = letters.translate(READ_AS)
    return f"{read[:4]}-{read[4:]}"


class Handover:
    """Shows codes and takes them."""

    def __init__(self, secret: bytes, store: Callable[[], ConversationStore]) -> None:
        """secret: the server's."""
        self._code, self._digest = (hmac.new(secret, f"groundwork handover {purpose}".encode(), hashlib.sha256).digest() for purpose in ("code", "digest"))
        self._store = store
        self._tries, self._all_tries = Buckets(*TRIES), Buckets(*ALL_TRIES)

    async def shown(self, said: Said, conversation: str) -> Said:
        """A message with its code in place of the mark, from when on the code opens."""
        if said.by_person or HANDOVER_CODE_MARK not in said.text:
            return said
        code = make_code(self._code, conversation, said.seq)
        await self._store().handovers.remember(digest_of(self._digest, code), conversation, HANDOVER_MINUTES * 60.0)
        return replace(said, text=said.text.replace(HANDOVER_CODE_MARK, code))

    async def take(self, code: str, by: str, target: str, address: Optional[str] = None) -> Optional[str]:
        """Let the code's conversation go on as `target`; the id it had, or None where nothing is opened, or was tried too often.

        Args:
            by: who tries.
            address: see `storage.handover`.
        """
        now = time.monotonic()
        if self._tries.take(by, now) or self._all_tries.take("", now):
            return None
        return await self._store().handovers.take(digest_of(self._digest, code), target, address)
