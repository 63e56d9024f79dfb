"""What the store must know of the turn it saves, and what became of it (a context variable, since Rasa stands in between)."""
from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any, Callable, Iterator, Optional, Tuple

from sqlalchemy.engine import Connection


class Saved(Enum):
    """What became of a turn.

    WRITTEN: it is in the store. OVERTAKEN: another process has written to the conversation meanwhile, so nothing was. GONE: the conversation
    was erased or expired, so nothing was written. ERASED: this turn erased it. FAILED: the store could not write.
    """

    WRITTEN = "written"
    OVERTAKEN = "overtaken"
    GONE = "gone"
    ERASED = "erased"
    FAILED = "failed"


@dataclass
class Turn:
    """One message on its way through Rasa.

    conversation, message: ids. loaded, events: the number of the last message and how many events there were when the conversation was read,
    or was last written. first_seq, last_seq: the numbers of
    what this turn added. also: what else is written in the transaction that saves it.
    """

    conversation: str
    message: str
    loaded: int = 0
    events: int = 0
    saved: Optional[Saved] = None
    first_seq: int = 0
    last_seq: int = 0
    also: Tuple[Callable[[Connection, "Turn"], Any], ...] = ()


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
