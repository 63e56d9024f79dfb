"""The classes of danger, their tiers and their order (pure)."""
from __future__ import annotations

from typing import Tuple

HARD = "hard"
CHECK = "check"
NONE = "none"
SELF_HARM = "self_harm"
MINOR = "minor"
SOMEONE_ELSE = "someone_else"
PAST_STABLE = "past_stable"

#: The first of several dangers in one message is answered first.
CLASSES: Tuple[str, ...] = (
    SELF_HARM,
    MINOR,
    "sexual_assault",
    "partner_violence",
    "threat_to_someone",
    "child_at_risk",
    "own_violence",
    SOMEONE_ELSE,
    "distress",
    PAST_STABLE,
)
#: Classes that only the patterns decide: an age is said or it is not.
BY_PATTERN_ONLY: Tuple[str, ...] = (MINOR,)
#: Classes with few examples: what is like none of the others drifts to them, so they need a higher score.
SELDOM_SHOWN: Tuple[str, ...] = ("threat_to_someone", "child_at_risk", "own_violence", "distress", "past_stable")


def rank(danger: str) -> int:
    """Place in the order; lower is answered first."""
    return CLASSES.index(danger)
