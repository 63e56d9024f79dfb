"""Who may go on with a conversation: ids made by the server, told to the browser only inside a signed token (pure)."""
from __future__ import annotations

import secrets
from typing import Optional

import jwt

from groundwork.storage.open_conversations import PREFIX, Grant

_ALGORITHM, _AUDIENCE = "HS256", "groundwork-web"
#: Longer than any token of ours; nothing longer is looked at.
LONGEST_TOKEN = 512


def new_conversation() -> str:
    """A conversation id that nobody can guess: 128 random bits."""
    return PREFIX + secrets.token_hex(16)


def write_token(grant: Grant, key: bytes) -> str:
    """A signed token for a grant. When it ends is decided where the grants are kept."""
    return jwt.encode({"aud": _AUDIENCE, "c": grant.conversation, "l": grant.line, "n": grant.number}, key, algorithm=_ALGORITHM)


def read_token(token: str, key: bytes) -> Optional[Grant]:
    """The grant of a token that we have signed; None for anything else."""
    try:
        claims = jwt.decode(token, key, algorithms=[_ALGORITHM], audience=_AUDIENCE, options={"require": ["aud"]})
        return Grant(str(claims["c"]), str(claims["l"]), int(claims["n"]))
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
        return None


def new_message() -> str:
    """An id for a message that no browser has sent."""
    return secrets.token_hex(16)
