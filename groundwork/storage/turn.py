"""What the store must know of the turn it saves, and what became of it (a context variable, since Rasa stands in between)."""
from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import sqlalchemy as sa

from groundwork.storage.sealing import Box


class Saved(Enum):
    """What became of a turn.

    WRITTEN: it is in the store. OVERTAKEN: another process has written to the conversation meanwhile, so nothing was. GONE: the conversation
    was erased or expired, so nothing was written. ERASED: this turn erased it. FAILED: the store could not read or write.
    """

    WRITTEN = "written"
    OVERTAKEN = "overtaken"
    GONE = "gone"
    ERASED = "erased"
    FAILED = "failed"


@dataclass
class Turn:
    """One message on its way through Rasa.

    conversation, message: ids. also: done in the transaction that writes the turn, after it and with it or not at all; not done where the turn
    erases the conversation. An error of theirs undoes the turn.

    The store fills in the rest. loaded, events, version: the number of the last message, how many events the tracker had, and the conversation's
    version (None: there was no such conversation) when it was read or was last written. box: encrypts what belongs to the conversation; its `id`
    is the conversation's id in every table. tail: the serialised events of the turn before. first_seq, last_seq: the numbers of what this turn
    added; written: its serialised events.
    """

    conversation: str
    message: str
    also: Tuple[Callable[[sa.engine.Connection, "Turn"], None], ...] = ()
    loaded: int = 0
    events: int = 0
    version: Optional[int] = None
    box: Optional[Box] = field(default=None, repr=False)
    tail: List[Dict[str, Any]] = field(default_factory=list, repr=False)
    saved: Optional[Saved] = None
    first_seq: int = 0
    last_seq: int = 0
    written: List[Dict[str, Any]] = field(default_factory=list, repr=False)


_TURN: ContextVar[Optional[Turn]] = ContextVar("turn", default=None)


def turn_of(conversation: str) -> Optional[Turn]:
    """The turn that is being made in this task, if it belongs to that conversation."""
    turn = _TURN.get()
    return turn if turn is not None and turn.conversation == conversation else None


@contextmanager
def making(turn: Turn) -> Iterator[Turn]:
    """Within this context the store knows the turn."""
    token = _TURN.set(turn)
    try:
        yield turn
    finally:
        _TURN.reset(token)
