"""The feelings that are recognised (article point A6, and sadness)."""
from __future__ import annotations

from typing import Tuple

FEELINGS: Tuple[str, ...] = ("anger", "jealousy", "shame_guilt", "fear_anxiety", "sadness")
#: What a text without any of them is called in figures.
NONE = "none"
