"""Encryption of what is kept (pure): AES-256-GCM with a key of its own for every conversation, wrapped by a master key.

What is sealed is bound to its conversation, its kind and its position, so that a row put in another's place does not open. It is packed first
(zlib) and filled up to whole blocks, so that its length tells little of what was said.
"""
from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES = 32, 12
#: Sealed content is filled up to a multiple of this many bytes.
BLOCK = 256
_LENGTH_BYTES = 4
#: First byte of everything sealed: how it was done.
_FORM = b"\x01"


class NotSealedHere(ValueError):
    """What was to be opened is not what was sealed: changed, in another's place, or sealed with another key."""

    def __init__(self) -> None:
        super().__init__("A row of the database is not as it was written: changed, put in another's place, or encrypted with another key.")


def seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Encrypt. key: 32 bytes. bound_to: what must be given again to open it."""
    nonce = os.urandom(NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """The inverse of `seal`.

    Raises:
        NotSealedHere: if key, content or what it is bound to differ.
    """
    if sealed[:1] != _FORM:
        raise NotSealedHere
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], bound_to.encode())
    except (InvalidTag, ValueError):
        raise NotSealedHere from None


def new_key() -> bytes:
    """A random data key."""
    return os.urandom(KEY_BYTES)


@dataclass(frozen=True)
class Box:
    """Seals and opens what belongs to one conversation.

    conversation: its id as the channel has it. id: the derived id. key: its data key.
    """

    conversation: str
    id: str
    key: bytes

    def seal(self, kind: str, position: int, content: Any) -> bytes:
        """Encrypt something JSON-able. kind: which sort of row, a word of the caller's. position: which of them."""
        packed = zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 1)
        filled = len(packed).to_bytes(_LENGTH_BYTES, "big") + packed
        return seal(self.key, filled + bytes(-len(filled) % BLOCK), f"{self.id} {kind} {position}")

    def open(self, kind: str, position: int, sealed: bytes) -> Any:
        """The inverse of `seal`.

        Raises:
            NotSealedHere: if it was not sealed by this box for this kind and position.
        """
        filled = unseal(self.key, sealed, f"{self.id} {kind} {position}")
        length = int.from_bytes(filled[:_LENGTH_BYTES], "big")
        return json.loads(zlib.decompress(filled[_LENGTH_BYTES : _LENGTH_BYTES + length]))
