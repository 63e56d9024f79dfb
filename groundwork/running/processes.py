"""Processes that are started together end together: on Ctrl-C and SIGTERM (see `signals`), and when one of them dies.

Each process leads a process group of its own, so that what it starts in turn is ended with it.
"""
from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Dict, Mapping, Optional, Sequence, Tuple, Type

from groundwork.running.signals import signals_ignored

#: Seconds that processes have to end by themselves before they are killed.
GRACE_SECONDS = 8.0
#: A log that grows beyond this many bytes is moved aside, and begun anew.
LONGEST_LOG = 5_000_000
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Process:
    """What to start. log: file for all its output, appended to."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path


class Processes:
    """A context: processes started in it are ended when it is left, however it is left."""

    def __init__(self) -> None:
        self._running: Dict[str, Tuple[Process, subprocess.Popen[bytes]]] = {}

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        with signals_ignored():
            self._end_all()

    def start(self, process: Process) -> int:
        """Start a process and return its id."""
        process.log.parent.mkdir(parents=True, exist_ok=True)
        _move_aside(process.log)
        with process.log.open("ab") as log:
            started = subprocess.Popen(
                process.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=dict(process.environment),
                cwd=process.folder, start_new_session=True, preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        self._running[process.name] = (process, started)
        return started.pid

    def first_ended(self) -> Optional[Tuple[Process, int]]:
        """A process that is no longer running, with its exit code; None while all run."""
        for process, started in self._running.values():
            code = started.poll()
            if code is not None:
                return process, code
        return None

    def watch(self, pause: float = 0.5) -> Tuple[Process, int]:
        """Wait until one ends, and keep the logs short meanwhile; returns as `first_ended`."""
        while True:
            ended = self.first_ended()
            if ended:
                return ended
            for process, _ in self._running.values():
                if process.log.stat().st_size > LONGEST_LOG:
                    _move_aside(process.log)
            time.sleep(pause)

    def _end_all(self) -> None:
        """One after the other, in the order in which they were started: an earlier one may need a later one for its last work."""
        for _, started in self._running.values():
            _signal(started.pid, signal.SIGTERM)
            deadline = time.monotonic() + GRACE_SECONDS
            while time.monotonic() < deadline and _exists(started.pid):
                started.poll()
                time.sleep(0.05)
            _signal(started.pid, signal.SIGKILL)
            started.wait()


def _exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass


def _move_aside(log: Path) -> None:
    """Keep one older log. The file stays the same, since a process may be writing to it."""
    if log.exists() and log.stat().st_size:
        shutil.copyfile(log, log.with_suffix(".previous.log"))
        os.truncate(log, 0)


def _end_with_parent() -> None:
    """In a new process on Linux: ask to be ended should its parent be killed without a chance to do so."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
