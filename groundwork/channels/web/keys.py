"""The server's one secret, and the keys that are derived from it (one for each purpose)."""
from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_FILE = "secret.key"
_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """Keys of 32 bytes: to sign tokens, to name choices, to make return codes and to look them up, to make links that open once."""

    token: bytes
    choice: bytes
    code: bytes
    digest: bytes
    link: bytes

    @classmethod
    def derived_from(cls, secret: bytes) -> "Keys":
        """The keys of a secret; the same secret gives the same keys, on every replica."""
        return cls(*(hmac.new(secret, f"groundwork web {purpose}".encode(), hashlib.sha256).digest() for purpose in ("token", "choice", "code", "digest", "link")))


def secret_from(setting: str, folder: Path) -> bytes:
    """The secret: the setting's if there is one, otherwise that of the key file, which is made at the first start (mode 0600).

    Args:
        setting: GROUNDWORK_SECRET, or nothing.
        folder: where the key file is.
    """
    if setting:
        return setting.encode()
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    return bytes.fromhex(path.read_text(encoding="ascii"))


def _make(path: Path) -> None:
    """Write a new key; of two processes that start at once the first one's stays."""
    mine = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES))
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
