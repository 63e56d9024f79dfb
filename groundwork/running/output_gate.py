"""Standard output and error of a served process, shut for everything but its log: whoever prints, prints nothing that was typed."""
from __future__ import annotations

import io
import logging
import sys
from pathlib import PurePath
from typing import Set, TextIO, Tuple

#: Its lines are `printed WARNING file:line`.
logger = logging.getLogger("printed")


class ShutOutput(io.TextIOBase):
    """In the place of `sys.stdout` and `sys.stderr`. That something was printed is logged once for every line of code that prints."""

    def __init__(self, real: TextIO) -> None:
        """real: takes what the log's handlers write; some of them look for it here each time."""
        self._real = real
        self._told: Set[Tuple[str, int]] = set()

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def flush(self) -> None:
        """Write what waits to be written."""
        self._real.flush()

    def write(self, text: str) -> int:
        """Take what is printed, and keep nothing of it."""
        caller = sys._getframe(1)
        if caller.f_globals.get("__name__") == logging.__name__:
            return self._real.write(text)
        place = (PurePath(caller.f_code.co_filename).name, caller.f_lineno)
        if text.strip() and place not in self._told and len(self._told) < 100:
            self._told.add(place)
            record = logger.makeRecord(logger.name, logging.WARNING, caller.f_code.co_filename, caller.f_lineno, "", (), None)
            logger.handle(record)
        return len(text)


def shut_output() -> None:
    """From now on nothing is written but by the log's handlers."""
    if not isinstance(sys.stdout, ShutOutput):
        sys.stdout, sys.stderr = ShutOutput(sys.stdout), ShutOutput(sys.stderr)
