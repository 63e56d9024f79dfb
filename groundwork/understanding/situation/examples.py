"""The project's own posts, as strangers would write them: `data/journeys/<journey>/situations.yml` (reads files, otherwise pure).

Only the topic question learns from them. As NLU examples they would teach the intents that every long text is one of the journeys.
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List

import yaml

from groundwork.dialogue.topics import OTHER

#: Relative to the project's folder, where Rasa is started.
DEFAULT_FOLDER = Path("data/journeys")
FILE = "situations.yml"
EXAMPLES_KEY = "situation_examples"
_BULLET = "- "


class SituationDataError(ValueError):
    """A file of situations is not as it should be; the message says which and why."""


@dataclass(frozen=True)
class Example:
    """One text and the journey that it calls for, or "other"."""

    text: str
    situation: str


def load_examples(folder: Path) -> List[Example]:
    """All examples below a folder of journeys, in a fixed order.

    Raises:
        SituationDataError: for a situation that is no journey's folder, or a line that is no example.
    """
    known = {path.name for path in folder.iterdir() if path.is_dir()} | {OTHER}
    return [example for path in sorted(folder.glob(f"*/{FILE}")) for example in _read(path, known)]


def fingerprint(folder: Path) -> str:
    """Changes whenever an example does, so that Rasa trains anew."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob(f"*/{FILE}")):
        digest.update(path.parent.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path, known: set[str]) -> Iterator[Example]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 (a safe loader)
    where = f"{path.parent.name}/{path.name}"
    for group in (content or {}).get(EXAMPLES_KEY) or []:
        situation = str(group.get("situation"))
        if situation not in known:
            raise SituationDataError(f"{where}: `situation: {situation}` is neither the folder of a journey nor {OTHER}.")
        for line in str(group.get("examples") or "").splitlines():
            if not line.startswith(_BULLET) or not line[len(_BULLET) :].strip():
                raise SituationDataError(f'{where}: each example is a line that begins with "{_BULLET}".')
            yield Example(line[len(_BULLET) :].strip(), situation)
