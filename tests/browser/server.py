"""Groundwork as `groundwork run` starts it, on ports and with a conversation store of its own."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Optional, Type

from groundwork.settings import PROJECT_ROOT

_READY = "Groundwork is ready"


class Server:
    """A context: running while it lasts."""

    def __init__(self, port: int, actions_port: int, folder: Path, other_origin: str) -> None:
        """folder: for the conversations. other_origin: of the pages, elsewhere, that may hold the chat."""
        self.port = port
        self.address = f"http://127.0.0.1:{port}/"
        self._environment = {
            **os.environ,
            "GROUNDWORK_PORT": str(port),
            "GROUNDWORK_ACTIONS_PORT": str(actions_port),
            "GROUNDWORK_CHANNELS": "web",
            "GROUNDWORK_DATABASE": str(folder / "conversations.sqlite3"),
            "GROUNDWORK_WEB_ORIGINS": other_origin,
            "GROUNDWORK_WEB_PAUSES": "off",
            # All the tests' tabs come from one address.
            "GROUNDWORK_WEB_MESSAGES_PER_MINUTE": "100000",
        }
        self._process: Optional[subprocess.Popen[str]] = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it is ready."""
        command = [sys.executable, "-m", "groundwork.cli", "run"]
        self._process = subprocess.Popen(command, cwd=PROJECT_ROOT, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            if line.startswith(_READY):
                return
        raise AssertionError(f"Groundwork did not start:\n{said}")

    def stop(self) -> None:
        """End it, as Ctrl-C does."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=30)
            self._process = None
