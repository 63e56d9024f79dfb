"""The files of a project, read once and kept as long as they do not change."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import yaml

from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.nodes import Node, Place
from groundwork.authoring.syntax import explain_syntax, read_otherwise

CONTENT, TEST_STORIES = "data", "tests/stories"
DOMAIN, CONFIG, CREDENTIALS = "domain.yml", "config.yml", "credentials.yml"
#: What YAML counts as the end of a line.
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
ENDINGS = (".yml", ".yaml")


@dataclass(frozen=True)
class SourceFile:
    """One file. name: relative to the project, with `/`. root: None where it is empty or cannot be read. broken: it cannot be read."""

    name: str
    root: Optional[Node]
    lines: Tuple[str, ...]
    findings: Tuple[Finding, ...] = ()
    broken: bool = False

    @property
    def start(self) -> Place:
        """Its first character."""
        return Place(self.name)


_kept: Dict[Path, Tuple[Tuple[int, int], SourceFile]] = {}


def read_file(project: Path, path: Path) -> SourceFile:
    """A file of the project; read again only when its time or its size has changed."""
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    kept = _kept.get(path)
    if kept is None or kept[0] != stamp:
        kept = (stamp, parse(path.relative_to(project).as_posix(), path.read_bytes()))
        _kept[path] = kept
    return kept[1]


def parse(name: str, content: bytes) -> SourceFile:
    """The text of a file -> its nodes, and what is wrong with its form."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return SourceFile(name, None, (), (finding("G111", Place(name, content[: error.start].count(b"\n") + 1)),), True)
    lines = tuple(_LINE_END.split(written))
    try:
        root = yaml.compose(written, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return SourceFile(name, None, lines, (explain_syntax(name, lines, error),), True)
    return SourceFile(name, root, lines, tuple(read_otherwise(name, lines, root)))


def files_of(project: Path) -> Dict[str, SourceFile]:
    """Every file of the project that is checked, by name: the content, the test stories, domain, configuration and credentials."""
    paths = [path for folder in (CONTENT, TEST_STORIES) for path in _below(project / folder)]
    paths += [project / name for name in (DOMAIN, CONFIG, CREDENTIALS) if (project / name).is_file()]
    read = [read_file(project, path) for path in paths]
    return {file.name: file for file in read}


def _below(folder: Path) -> List[Path]:
    found = [path for path in folder.rglob("*") if path.suffix in ENDINGS and not path.name.startswith(".") and path.is_file()]
    return sorted(found)
