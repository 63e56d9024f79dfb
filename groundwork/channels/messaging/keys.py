"""Keys of the messaging channels, from the server's one secret, and the ids that are made with them, which tell nothing (pure)."""
from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """Keys of 32 bytes: for conversation ids, ids of deliveries, names of choices."""

    conversation: bytes
    delivery: bytes
    choice: bytes

    @classmethod
    def derived_from(cls, secret: bytes) -> "Keys":
        """The keys of a secret; the same secret gives the same keys, on every replica."""
        purposes = ("conversation", "delivery", "choice")
        return cls(*(hmac.new(secret, f"groundwork messaging {purpose}".encode(), hashlib.sha256).digest() for purpose in purposes))

    def conversation_of(self, channel: str, address: str) -> str:
        """The id of the conversation with an address: the channel in front, so that no other channel reaches it, and no part of the address."""
        return f"{channel}:{_digest(self.conversation, channel, address)[:32]}"

    def delivery_of(self, channel: str, delivery: str) -> str:
        """What is kept of a delivery's id."""
        return _digest(self.delivery, channel, delivery)


def _digest(key: bytes, channel: str, name: str) -> str:
    return hmac.new(key, f"{channel} {name}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
