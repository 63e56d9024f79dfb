"""Keys of the messaging channels, from the server's one secret, and what is made with them: ids that tell nothing, addresses that are sealed."""
from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


@dataclass(frozen=True)
class Keys:
    """Keys of 32 bytes: for conversation ids, ids of deliveries, names of choices, addresses."""

    conversation: bytes
    delivery: bytes
    choice: bytes
    address: bytes

    @classmethod
    def derived_from(cls, secret: bytes) -> "Keys":
        """The keys of a secret; the same secret gives the same keys, on every replica."""
        purposes = ("conversation", "delivery", "choice", "address")
        return cls(*(hmac.new(secret, f"groundwork messaging {purpose}".encode(), hashlib.sha256).digest() for purpose in purposes))

    def conversation_of(self, channel: str, address: str) -> str:
        """The id of the conversation with an address: the channel in front, so that no other channel reaches it, and no part of the address."""
        return f"{channel}:{_digest(self.conversation, channel, address)[:32]}"

    def delivery_of(self, channel: str, delivery: str) -> str:
        """What is kept of a delivery's id."""
        return _digest(self.delivery, channel, delivery)

    def seal(self, address: str, conversation: str) -> bytes:
        """An address as it is kept: encrypted, and of use for its own conversation only."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.address).encrypt(nonce, address.encode(), conversation.encode())

    def open(self, sealed: bytes, conversation: str) -> str:
        """The inverse of `seal`.

        Raises:
            cryptography.exceptions.InvalidTag: if it was sealed with another secret, or for another conversation.
        """
        return AESGCM(self.address).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], conversation.encode()).decode()


def _digest(key: bytes, channel: str, name: str) -> str:
    return hmac.new(key, f"{channel} {name}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
