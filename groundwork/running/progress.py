"""Run a long command with one line on the terminal that tells what it does and since when; its output goes to a log file.

Only the standard library: set-up uses this before anything is installed.
"""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Callable, Mapping, Optional, Sequence

#: Seconds between two lines where the output is not a terminal.
QUIET_SECONDS = 10.0


class ProgressLine:
    """The one line: rewritten in place on a terminal, otherwise a new line now and then."""

    def __init__(self, label: str, out: Optional[IO[str]] = None) -> None:
        self.label = label
        self.started = time.monotonic()
        self._out = out or sys.stdout
        self._last = 0.0

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return int(time.monotonic() - self.started)

    def show(self, stage: str) -> None:
        """Tell the present stage."""
        line = f"{self.label}: {stage + ', ' if stage else ''}{self.seconds} s"
        if self._out.isatty():
            width = os.get_terminal_size(self._out.fileno()).columns or 80
            self._out.write(f"\r\x1b[K{line[:width - 1]}")
        elif time.monotonic() - self._last >= QUIET_SECONDS:
            self._last = time.monotonic()
            self._out.write(line + "\n")
        self._out.flush()

    def done(self, text: str) -> None:
        """Replace the line by a last one."""
        self._out.write(("\r\x1b[K" if self._out.isatty() else "") + text + "\n")
        self._out.flush()


def run_with_progress(
    command: Sequence[str],
    log: Path,
    line: ProgressLine,
    stage_of: Callable[[str], Optional[str]],
    environment: Optional[Mapping[str, str]] = None,
    folder: Optional[Path] = None,
) -> int:
    """Run a command to its end and return its exit code; when this process is interrupted, the command is ended first.

    Args:
        command: what to run.
        log: file for its output, written anew.
        line: where progress is shown.
        stage_of: an output line -> the stage it begins, or None.
        environment, folder: of the command; None for those of this process.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, cwd=folder,
        start_new_session=True, text=True, encoding="utf-8", errors="replace",
    )
    stage = [""]

    def read() -> None:
        with log.open("w", buffering=1, encoding="utf-8") as file:
            for text in process.stdout or ():
                file.write(text)
                stage[0] = stage_of(text) or stage[0]

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        while process.poll() is None:
            line.show(stage[0])
            time.sleep(0.2)
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    reader.join(timeout=5)
    return process.returncode
