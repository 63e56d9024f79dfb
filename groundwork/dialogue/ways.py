"""The few journeys that the engine must know by name (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import FrozenSet


@dataclass(frozen=True)
class Ways:
    """Names of journeys that the engine itself must know; set in `config.yml`.

    entry: where a conversation begins and consent is asked. home: where the topic is asked. gate: the safety questions. safe: the lane
    behind a closed gate. open: journeys that need no gate. before_consent: journeys that may be walked before the "yes". holding: ways
    after danger that no other topic or new beginning leads out of. practice: journeys in which the person answers the partner as if they were
    there: not gone on with after danger, and only within gate_lasts seconds of the safety questions; later gate_again asks them first. naming: the story that asks whether
    "my partner" shall be written for a name; walked only where there is one.
    """

    entry: str = "welcome"
    home: str = "topic"
    gate: str = "gate"
    safe: str = "safe_lane"
    open: FrozenSet[str] = frozenset({"welcome", "topic", "gate", "safe_lane"})
    before_consent: FrozenSet[str] = frozenset({"welcome", "safe_lane"})
    holding: FrozenSet[str] = frozenset()
    practice: FrozenSet[str] = frozenset()
    gate_again: str = "gate_again"
    naming: str = "partner_name"
    gate_lasts: float = 24 * 3600.0
