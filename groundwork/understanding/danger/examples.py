"""The project's own examples of danger and of harmless text: `data/safety/danger/` (reads files, otherwise pure).

`<class>.yml` holds examples of one class, `writers/<name>.yml` what one imagined person might write, under `<class>/<kind>`.
"""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import List

import yaml

from groundwork.understanding.danger.classes import CLASSES, NONE

#: Relative to the project's folder, where Rasa is started.
DEFAULT_FOLDER = Path("data/safety/danger")
PATTERNS_FILE = "patterns.yml"
#: Below the folder: one file per imagined writer.
WRITERS = "writers"


class DangerDataError(ValueError):
    """A file under data/safety/danger is not as it should be; the message says which and why."""


@dataclass(frozen=True)
class Example:
    """One text, its class ("none" where it is harmless), its kind ("explicit", "implicit", "figurative" ...) and who is imagined to write it."""

    text: str
    danger: str
    kind: str
    writer: str = ""


def load_examples(folder: Path) -> List[Example]:
    """All examples of a folder, in a fixed order."""
    found = [example for path in example_files(folder) for example in _read(path)]
    missing = {NONE, *CLASSES} - {example.danger for example in found}
    if missing:
        raise DangerDataError(f"{folder}: no examples of {', '.join(sorted(missing))}.")
    return found


def example_files(folder: Path) -> List[Path]:
    """The example files of a folder."""
    return sorted(path for path in folder.rglob("*.yml") if path.name != PATTERNS_FILE)


def fingerprint(folder: Path) -> str:
    """Changes whenever an example or a pattern does, so that Rasa trains anew."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> List[Example]:
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    groups = [(str(group), texts) for group, texts in (content.get("examples") or {}).items()]
    writer = path.stem if path.parent.name == WRITERS else ""
    if not writer:
        groups = [(f"{content.get('danger')}/{kind}", texts) for kind, texts in groups]
    found: List[Example] = []
    for group, texts in groups:
        danger, _, kind = group.partition("/")
        if danger not in (NONE, *CLASSES) or not kind:
            raise DangerDataError(f"{path.name}: `{group}` is not a known class and a kind of it.")
        found += [Example(str(text).strip(), danger, kind, writer) for text in texts]
    if not all(example.text for example in found):
        raise DangerDataError(f"{path.name}: an example is empty.")
    return found
