"""A PostgreSQL server of the tests' own: a child process in a temporary folder, on loopback, on a free port."""
from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import List, Optional

import psycopg2

from groundwork.running.ready import free_ports

MISSING = "PostgreSQL is not installed, so this was NOT tested. Run script/install-servers, which installs it or says how."


def binaries() -> Optional[Path]:
    """The folder with PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named else None


class Postgres:
    """A running server. It may be stopped, killed and started again; what it keeps stays."""

    def __init__(self, programs: Path) -> None:
        self._programs, self._as = programs, _another_user()
        self.folder = Path(tempfile.mkdtemp(prefix="groundwork-postgres-"))
        if self._as:
            os.chown(self.folder, pwd.getpwnam(self._as).pw_uid, -1)
        self.data, self.port = self.folder / "data", free_ports(1)[0]
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._names = itertools.count()
        made = self._run("initdb", "-D", str(self.data), "-U", "groundwork", "-A", "trust", "-N", "-E", "UTF8", "--no-locale")
        assert made.wait(60) == 0
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        arguments = ["-D", str(self.data), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        self._process = self._run("postgres", *arguments, "-c", "shared_buffers=32MB", "-c", "autovacuum=off", "-c", "fsync=off")
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg2.connect(self.url("postgres")).close()
                return
            except psycopg2.OperationalError:
                assert time.monotonic() < deadline, "PostgreSQL does not start"
                time.sleep(0.05)

    def stop(self, how: int = signal.SIGINT) -> None:
        """End the server, with its connections."""
        main = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(main, how)
        assert self._process is not None
        self._process.wait(30)

    def remove(self) -> None:
        """Stop, and leave nothing."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{next(self._names)}"
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        connection.close()
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database."""
        return f"postgresql://groundwork@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command: List[str] = ["setpriv", f"--reuid={self._as}", "--clear-groups"] if self._as else []
        command += [str(self._programs / program), *arguments]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)


def _another_user() -> Optional[str]:
    """PostgreSQL refuses to run as root: a user that it may run as, None where we are not root."""
    if os.getuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
