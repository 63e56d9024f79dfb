"""The project's own examples of feelings: `data/feelings/*.yml` (reads files, otherwise pure)."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, FrozenSet, Iterator, List

import yaml

from groundwork.understanding.feelings.labels import FEELINGS

#: Relative to the project's folder, where Rasa is started.
DEFAULT_FOLDER = Path("data/feelings")
PATTERNS_FILE = "patterns.yml"
EXAMPLES_KEY = "feeling_examples"
_BULLET = "- "


class FeelingDataError(ValueError):
    """A file under data/feelings is not as it should be; the message says which and why."""


@dataclass(frozen=True)
class Example:
    """One text and the feelings in it (none: an empty set)."""

    text: str
    feelings: FrozenSet[str]


def load_examples(folder: Path) -> List[Example]:
    """All examples of a folder, in a fixed order.

    Raises:
        FeelingDataError: for an unknown feeling, a line that is no example, or a kind of text without any example.
    """
    paths = sorted(path for path in folder.glob("*.yml") if path.name != PATTERNS_FILE)
    found = [example for path in paths for example in _read(path)]
    missing = set(FEELINGS) - {feeling for example in found for feeling in example.feelings}
    if missing or all(example.feelings for example in found):
        raise FeelingDataError(f"{folder}: no examples of {', '.join(sorted(missing)) or 'text without a feeling'}.")
    return found


def read_yaml(path: Path) -> Any:
    """The content of a file, read by libyaml: ten times as fast as in Python."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 (a safe loader)


def fingerprint(folder: Path) -> str:
    """Changes whenever an example or a pattern does, so that Rasa trains anew."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> Iterator[Example]:
    for group in (read_yaml(path) or {}).get(EXAMPLES_KEY) or []:
        feelings = frozenset(group.get("feelings") or ())
        if not feelings <= set(FEELINGS):
            raise FeelingDataError(f"{path.name}: unknown feeling {', '.join(sorted(feelings - set(FEELINGS)))}.")
        for line in str(group.get("examples") or "").splitlines():
            if not line.startswith(_BULLET) or not line[len(_BULLET) :].strip():
                raise FeelingDataError(f'{path.name}: each example is a line that begins with "{_BULLET}".')
            yield Example(line[len(_BULLET) :].strip(), feelings)
