"""Gives each conversation its box: makes data keys, wraps them with the newest master key, and unwraps them with whichever they were wrapped."""
from __future__ import annotations

from typing import Any, Tuple

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.derived_ids import DerivedIds
from groundwork.storage.keys import MasterKeys
from groundwork.storage.sealing import KEY_BYTES, Box, NotSealedHere, new_key, seal, unseal
from groundwork.storage.tables import SHARED_KEY

_SHARED_ROW = 1


class Vault:
    """Works with the master keys. The key that derives ids is random, shared by all processes through the database, and wrapped there."""

    def __init__(self, database: Database, masters: MasterKeys) -> None:
        """Read the shared key, or make it in a new database.

        Raises:
            KeysError: if the database is encrypted with another key.
            NotSealedHere: if the shared key was changed.
        """
        self._database = database
        self.masters = masters
        self.ids = DerivedIds(self._shared_key())

    def new_box(self, connection: sa.engine.Connection, conversation: str) -> Tuple[Box, str, bytes]:
        """A box for a new conversation, with what its row needs to open it again: the master key's id and the wrapped key.

        Within the transaction that writes the row no other process can retire that master key.
        """
        current = connection.execute(sa.select(SHARED_KEY.c.key_id).with_for_update(read=True)).scalar_one()
        box = Box(conversation, self.ids.conversation(conversation), new_key())
        return box, str(current), self.wrap(box, str(current))

    def wrap(self, box: Box, key_id: str) -> bytes:
        """A box's key and conversation, wrapped by this master key."""
        plain = box.key + box.conversation.encode("utf-8", "surrogatepass")
        return seal(self.masters.find(key_id).secret, plain, f"key {box.id}")

    def box_of(self, row: Any) -> Box:
        """The box of a row of `CONVERSATIONS`.

        Raises:
            KeysError: if it was wrapped with a key that is not known here.
            NotSealedHere: if the row was changed.
        """
        plain = unseal(self.masters.find(row.key_id).secret, bytes(row.key), f"key {row.conversation}")
        return Box(plain[KEY_BYTES:].decode("utf-8", "surrogatepass"), row.conversation, plain[:KEY_BYTES])

    def rewrap_shared_key(self) -> None:
        """From now on every process wraps with the newest master key."""
        master = self.masters.newest
        with self._database.writing() as connection:
            row = connection.execute(sa.select(SHARED_KEY).with_for_update()).one()
            shared = unseal(self.masters.find(row.key_id).secret, bytes(row.key), "shared key")
            connection.execute(sa.update(SHARED_KEY).values(key_id=master.id, key=seal(master.secret, shared, "shared key")))

    def _shared_key(self) -> bytes:
        found = self._read_shared_key()
        if found is not None:
            return found
        master = self.masters.newest
        try:
            with self._database.writing() as connection:
                connection.execute(sa.insert(SHARED_KEY).values(id=_SHARED_ROW, key_id=master.id, key=seal(master.secret, new_key(), "shared key")))
        except sa.exc.IntegrityError:
            pass  # another process was first
        found = self._read_shared_key()
        if found is None:
            raise NotSealedHere
        return found

    def _read_shared_key(self) -> Any:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(SHARED_KEY)).one_or_none()
        return None if row is None else unseal(self.masters.find(row.key_id).secret, bytes(row.key), "shared key")
