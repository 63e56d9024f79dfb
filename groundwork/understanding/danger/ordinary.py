"""What people ordinarily say to Groundwork (the NLU examples) as harmless text for danger detection (one function reads files)."""
from __future__ import annotations

from pathlib import Path
from typing import Iterable, List, Sequence, Tuple

import yaml

from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.danger.classes import NONE
from groundwork.understanding.danger.examples import Example
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.sentences import plain_text, read_units, units_of
from groundwork.understanding.typed_text import is_choice_payload

#: The kind of such an example.
ORDINARY = "ordinary"
#: Intents whose examples may well be said in danger.
NOT_ORDINARY = frozenset({"help_now"})
#: Where the NLU examples are.
CONTENT_FOLDER = PROJECT_ROOT / "data"


def ordinary_examples(labelled: Iterable[Tuple[str, str]], own: Sequence[Example], patterns: DangerPatterns) -> List[Example]:
    """Harmless examples out of (intent, text), in their order.

    Left out: `NOT_ORDINARY` intents, ids of choices, texts in which a pattern hears danger, and texts that stand under `own` already.
    """
    seen = {plain_text(example.text).lower() for example in own}
    kept: List[Example] = []
    for intent, text in labelled:
        key = plain_text(text).lower()
        if intent in NOT_ORDINARY or not key or key in seen or is_choice_payload(text):
            continue
        seen.add(key)
        units = units_of(text)
        if not any(patterns.find(unit, units[0]) for unit in read_units(units)):
            kept.append(Example(text, NONE, ORDINARY))
    return kept


def nlu_texts(folder: Path) -> List[Tuple[str, str]]:
    """(intent, text) of all NLU examples below a folder, for measuring without Rasa."""
    found: List[Tuple[str, str]] = []
    for path in sorted(folder.rglob("*.yml")):
        content = path.read_text(encoding="utf-8")
        if not any(line.startswith("nlu:") for line in content.splitlines()):
            continue
        for entry in (yaml.safe_load(content) or {}).get("nlu") or []:
            lines = [line.strip() for line in str(entry.get("examples", "")).splitlines()] if "intent" in entry else []
            found += [(str(entry["intent"]), line.removeprefix("- ").strip()) for line in lines if line.startswith("- ")]
    return found
