"""A server that is asked to stop takes nothing new, and lets the turns that are being made come to their end for a moment."""
from __future__ import annotations

import asyncio
import time
from typing import Any

from sanic import Sanic

#: Seconds that turns have to come to their end.
DRAIN_SECONDS = 5.0


def is_stopping(app: Sanic) -> bool:
    """Whether nothing new is taken any more."""
    return bool(getattr(app.ctx, "stopping", False))


async def drain(app: Sanic, locks: Any) -> bool:
    """Take nothing new from now on, and wait for the turns that are being made or wait to be; whether all of them came to their end.

    Args:
        locks: the lock store, which knows them.
    """
    app.ctx.stopping = True
    deadline = time.monotonic() + DRAIN_SECONDS
    while getattr(locks, "turns", 0) and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    return not getattr(locks, "turns", 0)
