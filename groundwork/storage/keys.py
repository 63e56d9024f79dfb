"""The master keys: from the setting GROUNDWORK_KEYS, or from a file that is made at the first start. The newest encrypts, all of them decrypt."""
from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence, Tuple

KEY_FILE = "conversations.keys"
_BYTES = 32


class KeysError(RuntimeError):
    """A key is missing or a key file is not one; the text says what to do and holds no key."""


@dataclass(frozen=True)
class MasterKey:
    """id: what the database calls it; tells nothing of the key. secret: 32 bytes."""

    id: str
    secret: bytes

    @classmethod
    def of(cls, digits: str) -> "MasterKey":
        """The key that is written with these 64 hexadecimal digits."""
        secret = bytes.fromhex(digits)
        return cls(hashlib.sha256(b"groundwork key id" + secret).hexdigest()[:16], secret)


class MasterKeys:
    """All keys that are known, the newest first. A key file is read again when a key is asked for that is not known."""

    def __init__(self, setting: Sequence[str], folder: Path) -> None:
        """setting: keys as typed; if there are none, those of the file in `folder` are used, which is made if need be (mode 0600).

        Raises:
            KeysError: if the file is not a key file.
        """
        self.file: Optional[Path] = None if setting else folder / KEY_FILE
        self._keys = tuple(MasterKey.of(digits) for digits in setting)
        if self.file is not None:
            if not self.file.exists():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _make(self.file)
            self._keys = _read(self.file)

    @property
    def newest(self) -> MasterKey:
        """The one that encrypts."""
        return self._keys[0]

    @property
    def all(self) -> Tuple[MasterKey, ...]:
        """All of them, the newest first."""
        return self._keys

    def find(self, key_id: str) -> MasterKey:
        """The key of this id.

        Raises:
            KeysError: if it is not known.
        """
        found = self._known(key_id)
        if found is None and self.file is not None:
            self._keys = _read(self.file)
            found = self._known(key_id)
        if found is None:
            raise KeysError(f"The database is encrypted with the key {key_id}, which is not known here. {self._where()}")
        return found

    def add_newest(self) -> None:
        """Make a new key and put it first in the file."""
        assert self.file is not None
        self._write([secrets.token_hex(_BYTES), *(key.secret.hex() for key in self._keys)])

    def destroy_all_but_newest(self) -> int:
        """Leave only the newest key in the file, and overwrite what was in the old one; the number of keys destroyed."""
        assert self.file is not None
        destroyed = len(self._keys) - 1
        with open(self.file, "r+b") as old:  # stays open on the old content while the new file takes its name
            self._write([self.newest.secret.hex()])
            old.write(b"0" * os.fstat(old.fileno()).st_size)
            old.flush()
            os.fsync(old.fileno())
        return destroyed

    def _write(self, digits: Sequence[str]) -> None:
        assert self.file is not None
        written = _write_beside(self.file, digits)
        os.replace(written, self.file)
        self._keys = _read(self.file)

    def _known(self, key_id: str) -> Optional[MasterKey]:
        return next((key for key in self._keys if key.id == key_id), None)

    def _where(self) -> str:
        if self.file is None:
            return "Add that key to GROUNDWORK_KEYS (after the newest), or start with an empty database."
        return f"Put the key file that belongs to the database back to {self.file}, set GROUNDWORK_KEYS, or start with an empty database."


def _read(file: Path) -> Tuple[MasterKey, ...]:
    try:
        lines = [line.strip() for line in file.read_text(encoding="ascii").splitlines() if line.strip()]
        keys = tuple(MasterKey.of(line) for line in lines)
    except (OSError, ValueError):
        keys = ()
    if not keys or any(len(key.secret) != _BYTES for key in keys):
        raise KeysError(f"{file} is not a readable key file: one key of 64 hexadecimal digits a line, the newest first. Put the right one back from where you keep it.")
    return keys


def _write_beside(file: Path, digits: Sequence[str]) -> Path:
    mine = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as written:
        written.write("\n".join(digits) + "\n")
        written.flush()
        os.fsync(written.fileno())
    return mine


def _make(file: Path) -> None:
    """Write a first key; of two processes that start at once the first one's stays."""
    mine = _write_beside(file, [secrets.token_hex(_BYTES)])
    try:
        os.link(mine, file)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
