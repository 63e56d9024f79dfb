"""Every test of the store runs on SQLite and on PostgreSQL."""
from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import pytest
from rasa.shared.core.domain import Domain

from groundwork.storage.conversation_store import ConversationStore
from tests.clock import Clock
from tests.storage.journeys import DOMAIN
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


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def domain() -> Domain:
    return DOMAIN


@pytest.fixture
def store(address: str, clock: Clock, domain: Domain) -> Iterator[ConversationStore]:
    opened = ConversationStore(domain, path=address, life_hours=24, clock=clock)
    yield opened
    opened.database.close()


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> str:
    """A key of the tests' own."""
    key = "5a" * 32
    monkeypatch.setenv("GROUNDWORK_KEYS", key)
    return key
