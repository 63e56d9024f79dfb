"""What is PostgreSQL's own: how to reach the server, how long to wait for it, and how deleted rows leave its files."""
from __future__ import annotations

import math
from typing import Any, Dict, List

import sqlalchemy as sa


def url(address: str) -> sa.engine.URL:
    """SQLAlchemy's URL of a database on a server."""
    return sa.engine.make_url(address).set(drivername="postgresql+psycopg2")


def options(wait_seconds: float) -> Dict[str, Any]:
    """Arguments of `create_engine`. A connection is tried before it is used, so that a server's restart costs nobody an answer."""
    wait = int(wait_seconds * 1000)
    limits = f"-c statement_timeout={wait} -c lock_timeout={wait} -c idle_in_transaction_session_timeout={4 * wait}"
    keepalive = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3}
    return {"pool_pre_ping": True, "connect_args": {"connect_timeout": max(2, math.ceil(wait_seconds)), "options": limits, **keepalive}}


def listen(engine: sa.engine.Engine, wait_seconds: float) -> None:
    """Nothing has to be set up."""


def forget_traces(engine: sa.engine.Engine, tables: List[str], thoroughly: bool) -> bool:
    """Free the space of deleted rows. Their bytes, encrypted, go from the server's files and its log when it uses that space again."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SET statement_timeout = 0"))
        for table in tables:
            connection.execute(sa.text(f'VACUUM (SKIP_LOCKED) "{table}"'))
        connection.execute(sa.text("RESET statement_timeout"))
    return True
