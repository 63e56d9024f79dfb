"""How long a conversation is kept after its last message (pure)."""
from __future__ import annotations

from typing import Any

#: Slot with the days (1 to 14) for which the person has asked to keep the conversation.
KEEP_DAYS_SLOT = "keep_days"
MOST_DAYS = 14
#: A conversation that was opened, and in which nothing was said, is kept this many seconds.
UNBEGUN_SECONDS = 3600.0
_HOUR, _DAY = 3600.0, 86400.0


def life_seconds(default_hours: float, keep_days: Any) -> float:
    """Seconds from the last message to the end; what the person asked for may lengthen it, never shorten it."""
    try:
        days = min(max(int(keep_days), 0), MOST_DAYS)
    except (TypeError, ValueError):
        days = 0
    return max(default_hours * _HOUR, days * _DAY)
