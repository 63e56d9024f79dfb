"""`groundwork erase`, `groundwork export` and `groundwork keys rotate`: what an administrator does with what is kept."""
from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Optional, Tuple

import sqlalchemy as sa

from groundwork.channels.web.keys import Keys, secret_from
from groundwork.channels.web.return_codes import digest_of, read_code
from groundwork.setting_values import is_url
from groundwork.settings import Settings
from groundwork.storage.database import Database, StoreUnavailable
from groundwork.storage.erasing import Erasing
from groundwork.storage.exporting import as_text, export
from groundwork.storage.keys import KeysError, MasterKeys
from groundwork.storage.rotation import begin_rotation, leave_only_newest, rewrap
from groundwork.storage.sealing import NotSealedHere
from groundwork.storage.tables import CONVERSATIONS, RETURN_CODES
from groundwork.storage.vault import Vault

FAILURES = (StoreUnavailable, KeysError, NotSealedHere)


class NothingKept(RuntimeError):
    """There is nothing to work on; the text says so."""


def erase(settings: Settings, name: Optional[str]) -> str:
    """Erase the conversation of an id or a return code, or all for None; what was done, as a sentence.

    Raises:
        NothingKept: if there is no such conversation.
    """
    database, vault = _open(settings)
    erasing = Erasing(database, vault, time.time)
    removed = erasing.erase_all() if name is None else erasing.erase(_conversation(database, vault, settings, name))
    if not removed and name is not None:
        raise NothingKept("There is no such conversation; nothing was erased.")
    database.forget_traces(thoroughly=True)
    return f"Erased: {removed} rows."


def show(settings: Settings, name: str, text: bool) -> str:
    """Everything that is kept of the conversation of an id or a return code, as JSON, or its messages as text.

    Raises:
        NothingKept: if there is no such conversation.
    """
    database, vault = _open(settings)
    exported = export(database, vault, _conversation(database, vault, settings, name))
    if exported is None:
        raise NothingKept("There is no such conversation.")
    return as_text(exported) if text else json.dumps(exported, ensure_ascii=False, indent=1)


def rotate(settings: Settings) -> str:
    """Put a new master key in use and retire the older ones; what was done, as a sentence."""
    database, vault = _open(settings)
    begin_rotation(database, vault.masters)
    wrapped = rewrap(database, vault)
    if settings.keys:
        others = len(settings.keys) - 1
        done = f"{wrapped} conversations are encrypted with the first key of GROUNDWORK_KEYS now."
        return f"{done} Nothing needs the other {others}: take them out of GROUNDWORK_KEYS everywhere, and destroy them." if others else f"{done} To change it, put a new key before it."
    destroyed = leave_only_newest(database, vault.masters)
    return f"{wrapped} conversations are encrypted with a new key now. Older keys destroyed: {destroyed}; copies of the database from before are unreadable."


def _open(settings: Settings) -> Tuple[Database, Vault]:
    if not is_url(settings.database) and not Path(settings.database).exists():
        raise NothingKept("There is no database yet, so nothing is kept.")
    database = Database(settings.database, settings.database_connections, max(settings.database_wait, 10))
    return database, Vault(database, MasterKeys(settings.keys, settings.folder))


def _conversation(database: Database, vault: Vault, settings: Settings, name: str) -> str:
    """The conversation of an id, or of a return code that was shown in it."""
    code = read_code(name)
    if code is None:
        return name
    digest = digest_of(Keys.derived_from(secret_from(settings.secret, settings.folder)).digest, code)
    with database.reading() as connection:
        found = sa.select(CONVERSATIONS).join(RETURN_CODES, RETURN_CODES.c.conversation == CONVERSATIONS.c.conversation)
        row = connection.execute(found.where(RETURN_CODES.c.digest == digest)).first()
    return name if row is None else vault.box_of(row).conversation

