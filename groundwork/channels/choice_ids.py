"""Names for the choices of a conversation that tell nothing, that nobody can guess, and that fit no other conversation (pure)."""
from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Iterable, Optional, Tuple

from groundwork.storage.transcript import Said

#: A choice that is not offered any more, and no longer known; the dialogue answers it as it answers a late click.
UNKNOWN_CHOICE = "gone/gone:gone"


def choice_id(key: bytes, conversation: str, seq: int, payload: str) -> str:
    """The name of a choice of the message with this number: 128 bits, in letters a URL may hold."""
    name = hmac.new(key, f"{conversation} {seq} {payload}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(name[:16]).decode().rstrip("=")


def resolve_choice(key: bytes, conversation: str, said: Iterable[Said], name: str) -> Tuple[str, Optional[str]]:
    """(payload, label) of a named choice, looked for from the last message backwards; `UNKNOWN_CHOICE` without a label if it is none."""
    for one in reversed(list(said)):
        for payload, label in one.choices:
            if hmac.compare_digest(choice_id(key, conversation, one.seq, payload), name):
                return payload, label
    return UNKNOWN_CHOICE, None
