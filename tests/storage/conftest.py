"""Every test of the store runs on SQLite and on PostgreSQL."""
from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.storage.postgres import MISSING, Postgres, binaries


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    programs = binaries()
    if programs is None:
        pytest.skip(MISSING)
    server = Postgres(programs)
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a test's database is: a file in its folder, or a database of its own on the server."""
    if request.param == "sqlite":
        return str(tmp_path / "c.sqlite3")
    return str(request.getfixturevalue("postgres").new_database())


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> str:
    """A key of the tests' own."""
    key = "5a" * 32
    monkeypatch.setenv("GROUNDWORK_KEYS", key)
    return key
