"""A server that is asked to stop lets a turn end, and no longer than it may."""
from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from groundwork.running import stopping


def test_turns_come_to_their_end_and_nothing_new_is_taken() -> None:
    async def play() -> None:
        app: Any = SimpleNamespace(ctx=SimpleNamespace())
        locks = SimpleNamespace(turns=2)
        assert not stopping.is_stopping(app)
        waiting = asyncio.ensure_future(stopping.drain(app, locks))
        await asyncio.sleep(0.1)
        assert stopping.is_stopping(app) and not waiting.done()
        locks.turns = 0
        assert await waiting

    asyncio.run(play())


def test_a_turn_that_does_not_end_holds_up_no_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "DRAIN_SECONDS", 0.1)
    app: Any = SimpleNamespace(ctx=SimpleNamespace())
    assert not asyncio.run(stopping.drain(app, SimpleNamespace(turns=1)))
