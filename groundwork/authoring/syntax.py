"""What YAML cannot read, or reads in another way than it is meant -> a finding at the place where an author mends it (pure)."""
from __future__ import annotations

import re
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

import yaml

from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.nodes import Node, Place, key_of, pairs, place_of, walk

_NO_SPACE = re.compile(r"^\s*(?:- )?[A-Za-z_]+:(?=[^\s/])")
_QUOTED_VALUE = re.compile(r"""^\s*(?:- )?(?:[A-Za-z_]+:\s+)?(["'])""")
_NEW_ENTRY = re.compile(r"^\s*(?:- |[A-Za-z_]+:(?:\s|$))")
_NAME_ALONE = re.compile(r"^\s*(?:- )?[A-Za-z0-9_]+\s*$")
_CURLY = re.compile(r"^\s*(?:- )?(?:[A-Za-z_]+:\s+)?[“”„‘’]")


def explain_syntax(file: str, lines: Sequence[str], error: yaml.YAMLError) -> Finding:
    """A YAML error as an author would say it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem, context = str(getattr(error, "problem", None) or error), str(getattr(error, "context", ""))
    if mark is None:
        return finding("G105", Place(file), problem=problem)
    begun = getattr(error, "context_mark", None) or mark
    return (
        _of_signs(file, lines, mark, begun, problem, context)
        or _of_entries(file, lines, mark, begun, problem)
        or finding("G105", Place(file, mark.line + 1, mark.column + 1), problem=problem)
    )


def _of_signs(file: str, lines: Sequence[str], mark: yaml.Mark, begun: yaml.Mark, problem: str, context: str) -> Optional[Finding]:
    """Tabs, backslashes, brackets, quotation marks."""
    here = Place(file, mark.line + 1, mark.column + 1)
    tab = _tab_at(lines, mark.line)
    curly = _CURLY.match(lines[mark.line]) if mark.line < len(lines) else None
    if tab is not None:
        return finding("G101", Place(file, tab[0] + 1, tab[1] + 1))
    if "escape" in problem:
        return finding("G116", here)
    if "flow" in context:
        at = here if mark.line == begun.line else Place(file, begun.line + 1, begun.column + 1)
        return finding("G119", at, opened=_at(lines, begun.line, begun.column))
    if "quoted" in context:
        return finding("G104", Place(file, begun.line + 1, begun.column + 1), opened=_at(lines, begun.line, begun.column))
    return finding("G118", Place(file, mark.line + 1, curly.end())) if curly else None


def _of_entries(file: str, lines: Sequence[str], mark: yaml.Mark, begun: yaml.Mark, problem: str) -> Optional[Finding]:
    """Colons, spaces, and what stands too far to one side."""
    here = Place(file, mark.line + 1, mark.column + 1)
    if "could not find expected ':'" in problem and begun.line < len(lines) and _NAME_ALONE.match(lines[begun.line]):
        return finding("G117", Place(file, begun.line + 1, begun.column + 1), name=lines[begun.line].strip(" -"))
    stuck = _without_space(lines, mark.line, begun.line)
    if stuck is not None:
        return finding("G107", Place(file, stuck[0] + 1, stuck[1] + 1))
    if "mapping values" in problem:
        return finding("G102", here)
    if any(word in problem for word in ("cannot start any token", "alias", "anchor", "tag")):
        return finding("G108", here, sign=_at(lines, mark.line, mark.column))
    quoted = _QUOTED_VALUE.match(lines[mark.line]) if mark.line < len(lines) else None
    if quoted and lines[mark.line][: mark.column].strip():
        return finding("G104", here, opened=quoted[1])
    return finding("G103", here) if "expected" in problem and "document" not in problem else None


def _at(lines: Sequence[str], line: int, column: int) -> str:
    return lines[line][column : column + 1] if line < len(lines) else ""


def _tab_at(lines: Sequence[str], line: int) -> Optional[Tuple[int, int]]:
    """A tab in the indentation of this line, or of the one above it."""
    for number in (line, line - 1):
        if 0 <= number < len(lines):
            indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
            if "\t" in indent:
                return number, indent.index("\t")
    return None


def _without_space(lines: Sequence[str], line: int, begun: int) -> Optional[Tuple[int, int]]:
    """A `key:value` without the space, on the line of the error, where it began, or right above."""
    for number in dict.fromkeys((begun, line, line - 1)):
        found = _NO_SPACE.match(lines[number]) if 0 <= number < len(lines) else None
        if found:
            return number, found.end()
    return None


def read_otherwise(file: str, lines: Sequence[str], root: Optional[Node]) -> List[Finding]:
    """What YAML reads without a word, but not as it is meant: names that stand twice, and lines taken for the end of the text above."""
    found: List[Finding] = []
    for node in walk(root):
        if isinstance(node, yaml.MappingNode):
            found += _repeated_keys(file, node)
        elif isinstance(node, yaml.ScalarNode) and not node.style and node.start_mark.line != node.end_mark.line:
            found += _swallowed_lines(file, lines, node)
    return found


def _repeated_keys(file: str, node: Node) -> Iterator[Finding]:
    """YAML keeps the last of two and drops the first."""
    first: Dict[str, Node] = {}
    for key, _ in pairs(node):
        name = key_of(key)
        if first.setdefault(name, key) is not key:
            yield finding("G106", place_of(file, key), name=name, line=first[name].start_mark.line + 1)


def _swallowed_lines(file: str, lines: Sequence[str], node: Node) -> Iterator[Finding]:
    """An entry that stands too far to the right continues the text above it."""
    for number in range(node.start_mark.line + 1, min(node.end_mark.line + 1, len(lines))):
        if _NEW_ENTRY.match(lines[number]) and (number < node.end_mark.line or node.end_mark.column):
            yield finding("G103", Place(file, number + 1, len(lines[number]) - len(lines[number].lstrip()) + 1))
