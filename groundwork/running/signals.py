"""Ctrl-C, SIGTERM and a closed terminal, all as one exception that unwinds like any other."""
from __future__ import annotations

import signal
from contextlib import contextmanager
from types import FrameType
from typing import Iterator, Optional

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked this process to stop."""


def stop_by_exception() -> None:
    """From now on each of the signals raises `Stopped` in the main thread."""
    for number in _STOPPING:
        signal.signal(number, _raise_stopped)


@contextmanager
def signals_ignored() -> Iterator[None]:
    """Within this context nothing cuts the work short."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise_stopped(number: int, _: Optional[FrameType]) -> None:
    raise Stopped(signal.Signals(number).name)
