"""How long to wait before a bubble, so that several can be read (pure)."""
from __future__ import annotations

from typing import List, Sequence

from groundwork.storage.transcript import Said

#: Seconds: the shortest and the longest pause, what each character adds, and the most for one answer.
SHORTEST, LONGEST, PER_CHARACTER, MOST = 0.4, 0.9, 0.004, 2.4


def pauses(messages: Sequence[Said]) -> List[float]:
    """Seconds to wait before each of an answer's messages: none before the first, and none at all where one of them is urgent."""
    if any(message.urgent for message in messages):
        return [0.0] * len(messages)
    waits: List[float] = []
    for number, _ in enumerate(messages):
        wait = min(LONGEST, SHORTEST + PER_CHARACTER * len(messages[number - 1].text)) if number else 0.0
        waits.append(max(0.0, min(wait, MOST - sum(waits))))
    return waits
