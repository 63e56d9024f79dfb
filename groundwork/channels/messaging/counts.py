"""What an operator is told of sending: numbers by channel; never an address or a word."""
from __future__ import annotations

import logging
from collections import Counter
from enum import Enum
from typing import Counter as Counts, Tuple

from groundwork.metrics import OUTGOING_FAILED, OUTGOING_RETRIED, OUTGOING_SENT

logger = logging.getLogger(__name__)


class Event(Enum):
    """What happened to a part: taken, to be tried again, refused for good, given up after hours."""

    SENT = "sent"
    RETRIED = "retried"
    REFUSED = "refused"
    GIVEN_UP = "given up"


_METRICS = {Event.SENT: OUTGOING_SENT, Event.RETRIED: OUTGOING_RETRIED, Event.REFUSED: OUTGOING_FAILED, Event.GIVEN_UP: OUTGOING_FAILED}
_told: Counts[Tuple[str, Event]] = Counter()


def count(channel: str, event: Event) -> None:
    """Count, and tell the log of what went wrong at 1, 10, 100 …, so that a platform that is down does not fill it."""
    _METRICS[event].labels(channel).inc()
    _told[channel, event] += 1
    number = _told[channel, event]
    if str(number).strip("0") != "1":
        return
    if event is Event.RETRIED:
        logger.warning("Sending over %s failed and is tried again; %d times since the start.", channel, number)
    elif event is Event.REFUSED:
        logger.warning("The platform of %s refused messages for good; %d since the start.", channel, number)
    elif event is Event.GIVEN_UP:
        logger.warning("Messages over %s were given up, since sending failed for hours; %d times since the start.", channel, number)
