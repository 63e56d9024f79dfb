"""How long a conversation is kept after its last message (pure)."""
from __future__ import annotations

import math
from typing import Any

#: Slot with the days (1 to 14) for which the person has asked to keep the conversation.
KEEP_DAYS_SLOT = "keep_days"
MOST_DAYS = 14
#: A conversation that was opened, and in which nothing was said, is kept this many seconds.
UNBEGUN_SECONDS = 3600.0
#: Ends are full steps of this many seconds: they say no more than they must, and most turns leave them as they are, which spares a server an index.
STEP_SECONDS = 300.0
_HOUR, _DAY = 3600.0, 86400.0


def end_of_life(now: float, default_hours: float, keep_days: Any) -> float:
    """When a conversation ends whose last message is of now, in seconds since the epoch."""
    return math.ceil((now + life_seconds(default_hours, keep_days)) / STEP_SECONDS) * STEP_SECONDS


def life_seconds(default_hours: float, keep_days: Any) -> float:
    """Seconds from the last message to the end; what the person asked for may lengthen it, never shorten it."""
    try:
        days = min(max(int(keep_days), 0), MOST_DAYS)
    except (TypeError, ValueError):
        days = 0
    return max(default_hours * _HOUR, days * _DAY)
