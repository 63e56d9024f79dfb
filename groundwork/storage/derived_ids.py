"""Ids as they stand in the database (pure): derived with a keyed hash, so that whoever reads the file cannot tell whose they are."""
from __future__ import annotations

import hashlib
import hmac

from groundwork.storage.tables import ID_LENGTH


class DerivedIds:
    """Derives ids with one key; the same for every process on a database."""

    def __init__(self, key: bytes) -> None:
        """key: 32 bytes."""
        self._key = key

    def conversation(self, conversation: str) -> str:
        """Of a conversation's id."""
        return self._derive("conversation", conversation)

    def message(self, conversation: str, message: str) -> str:
        """Of the id that a message's sender gave it, within its conversation."""
        return self._derive("message", conversation, message)

    def line(self, line: str) -> str:
        """Of a line of tokens."""
        return self._derive("line", line)

    def _derive(self, *parts: str) -> str:
        text = "\x00".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()[:ID_LENGTH]
