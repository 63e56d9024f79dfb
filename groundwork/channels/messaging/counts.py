"""What an operator is told of sending: numbers, and which channel; never an address or a word."""
from __future__ import annotations

import logging
from collections import Counter
from typing import Counter as Counts, Tuple

logger = logging.getLogger("groundwork.channels")

#: (channel, event) -> how often since the start. Events: failed (tried again), refused (the platform never takes it), given_up.
COUNTS: Counts[Tuple[str, str]] = Counter()


def count(channel: str, event: str) -> None:
    """Count, and tell the log at 1, 10, 100 …, so that a platform that is down does not fill it."""
    COUNTS[channel, event] += 1
    number = COUNTS[channel, event]
    if str(number).strip("0") == "1":
        logger.warning("Sending over %s: %s, %d since the start.", channel, event.replace("_", " "), number)
