"""How long a conversation is kept after its last message, in words (pure). The store removes it by the same rule."""
from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from groundwork.dialogue.filling import fill
from groundwork.storage.life import life_seconds

_ONE_HOUR, _HOURS, _DAYS = "utter_time_one_hour", "utter_time_hours", "utter_time_days"


def times_kept(life_hours: int, keep_days: Optional[int], responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> Dict[str, str]:
    """{kept_for}, how long this conversation is kept, and {usual_time}, how long one is where nobody says anything else.

    Args:
        life_hours: the setting.
        keep_days: what the person wants.
    """
    longer = life_seconds(life_hours, keep_days) > life_seconds(life_hours, None)
    usual = _said(_ONE_HOUR if life_hours == 1 else _HOURS, {"hours": str(life_hours)}, responses)
    return {"usual_time": usual, "kept_for": _said(_DAYS, {"days": str(keep_days)}, responses) if longer else usual}


def _said(name: str, values: Mapping[str, str], responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    written = responses.get(name)
    return fill(str(written[0]["text"]), values) if written else next(iter(values.values()))
