"""How much is taken from one conversation, one address and all together (pure; every process counts for itself)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Tuple

#: At most this many keys are remembered; beyond it, those that have been idle longest are forgotten.
MOST_KEYS = 20_000
#: Who finds no place any more is told to come again after this many seconds.
FULL_SECONDS = 30.0


class Buckets:
    """Token buckets by key: `burst` at once, and `per_second` again and again."""

    def __init__(self, burst: float, per_second: float, most_keys: int = MOST_KEYS) -> None:
        self._burst, self._per_second, self._most_keys = burst, per_second, most_keys
        self._left: Dict[str, Tuple[float, float]] = {}

    def take(self, key: str, now: float) -> float:
        """Take one: 0.0 if there was one, otherwise the seconds until there will be.

        Args:
            now: a clock that only goes forward, in seconds.
        """
        left, since = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        wait = 0.0 if left >= 1 else (1 - left) / self._per_second
        self._left[key] = (left if wait else left - 1, now)
        if len(self._left) > self._most_keys:
            self._left.pop(next(iter(self._left)))
        return wait


@dataclass(frozen=True)
class Rates:
    """Bursts and rates (per second) of everything that is limited.

    conversation: messages of one conversation; a person who types fast stays far below. address: messages from one address, which a clinic or a
    mobile network may share. connects: connections opened from one address. codes: return codes tried, from one address and in all; at 80 bits
    a code nobody was shown is not found at any rate, so the limit is there to be quiet, not to hold.
    """

    conversation: Tuple[float, float] = (12, 1.0)
    address: Tuple[float, float] = (120, 10.0)
    connects: Tuple[float, float] = (60, 2.0)
    address_codes: Tuple[float, float] = (5, 5 / 600)
    all_codes: Tuple[float, float] = (200, 1.0)

    @classmethod
    def for_address(cls, messages_per_minute: int) -> "Rates":
        """The usual rates, with so many messages a minute from one address (and a fifth of it at once)."""
        return cls(address=(max(12.0, messages_per_minute / 5), messages_per_minute / 60), connects=(max(30.0, messages_per_minute / 10), max(1.0, messages_per_minute / 300)))


class Limits:
    """The buckets in use, and how many connections are open."""

    def __init__(self, rates: Rates, connections: int, connections_per_address: int) -> None:
        self._conversation = Buckets(*rates.conversation)
        self._address = Buckets(*rates.address)
        self._connects = Buckets(*rates.connects)
        self._address_codes = Buckets(*rates.address_codes)
        self._all_codes = Buckets(*rates.all_codes)
        self._most, self._most_per_address = connections, connections_per_address
        self._open: Dict[str, int] = {}

    def handshake(self, address: str, sockets: int, now: float) -> float:
        """0.0 if one more socket may be opened, otherwise seconds to wait. sockets: how many are open, whether they said who they are or not."""
        return FULL_SECONDS if sockets >= 2 * self._most else self._connects.take(address, now)

    def connected(self, address: str) -> float:
        """Count a new connection: 0.0 if it may stay (then `disconnected` must follow), otherwise seconds to wait."""
        if sum(self._open.values()) >= self._most or self._open.get(address, 0) >= self._most_per_address:
            return FULL_SECONDS
        self._open[address] = self._open.get(address, 0) + 1
        return 0.0

    def disconnected(self, address: str) -> None:
        """Count a connection that was counted as no longer open."""
        left = self._open.get(address, 0) - 1
        if left > 0:
            self._open[address] = left
        else:
            self._open.pop(address, None)

    def message(self, conversation: str, address: str, now: float) -> float:
        """0.0 if one more message may be taken, otherwise seconds to wait."""
        return self._conversation.take(conversation, now) or self._address.take(address, now)

    def code(self, address: str, now: float) -> float:
        """0.0 if one more return code may be tried, otherwise seconds to wait."""
        return self._address_codes.take(address, now) or self._all_codes.take("", now)
