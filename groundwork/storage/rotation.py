"""A new master key: every conversation's key is wrapped anew with it, after which nothing needs the old ones.

Destroying them makes every copy of the database that was taken before unreadable, wherever it is.
"""
from __future__ import annotations

import sqlalchemy as sa

from groundwork.storage.database import Database
from groundwork.storage.keys import MasterKeys
from groundwork.storage.tables import CONVERSATIONS, SHARED_KEY
from groundwork.storage.vault import Vault

#: So many conversations are wrapped in one transaction.
BATCH = 100


def begin_rotation(database: Database, masters: MasterKeys) -> None:
    """Make a new key in the key file, unless the newest there is not in use yet: then a rotation was interrupted, and goes on."""
    with database.reading() as connection:
        in_use = connection.execute(sa.select(SHARED_KEY.c.key_id)).scalar_one()
    if masters.file is not None and in_use == masters.newest.id:
        masters.add_newest()


def rewrap(database: Database, vault: Vault) -> int:
    """Wrap everything with the newest master key, while others go on reading and writing; the number of conversations."""
    newest, wrapped = vault.masters.newest.id, 0
    vault.rewrap_shared_key()  # from here on nobody wraps a new conversation's key with an older one
    while True:
        with database.writing() as connection:
            old = sa.select(CONVERSATIONS).where(CONVERSATIONS.c.key_id != newest).limit(BATCH).with_for_update()
            rows = connection.execute(old).all()
            for row in rows:
                news = {"key_id": newest, "key": vault.wrap(vault.box_of(row), newest)}
                connection.execute(sa.update(CONVERSATIONS).where(CONVERSATIONS.c.conversation == row.conversation).values(news))
        wrapped += len(rows)
        if not rows:
            return wrapped


def leave_only_newest(database: Database, masters: MasterKeys) -> int:
    """Destroy the older keys of the key file, and what the database's files still have of what they had wrapped; the number of keys destroyed."""
    database.forget_traces(thoroughly=True)
    return masters.destroy_all_but_newest() if masters.file is not None else 0
