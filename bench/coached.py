"""Which questions are answered with the help of a custom action: what the stories say of it."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterator, List

import yaml

_ASKS = "utter_"
_COACHES = "action_coach"


def coached_questions(data: Path) -> FrozenSet[str]:
    """Wordings of the questions whose answer a custom action looks at, as far as they are the same for everyone.

    Args:
        data: the folder with stories and responses.
    """
    contents: List[Dict[str, Any]] = [yaml.safe_load(path.read_text(encoding="utf-8")) or {} for path in sorted(data.rglob("*.yml"))]
    asked = {name for content in contents for story in content.get("stories") or [] for name in _before_coaching(story["steps"])}
    wordings = (variation for content in contents for name, all_of in (content.get("responses") or {}).items() if name in asked for variation in all_of)
    return frozenset(beginning for wording in wordings for beginning in [same_for_all(str(wording.get("text") or ""))] if beginning)


def same_for_all(text: str) -> str:
    """A wording up to what is filled in, without space around it."""
    return text.split("{", 1)[0].strip()


def _before_coaching(steps: List[Dict[str, Any]]) -> Iterator[str]:
    asked = ""
    for step in steps:
        action = str(step.get("action") or "")
        if action.startswith(_COACHES) and asked:
            yield asked
        if action.startswith(_ASKS):
            asked = action
