"""YAML with the place of every key and value (pure). Composed by libyaml: ten times as fast as in Python, and nothing is lost that a finding needs."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

import yaml

Node = yaml.Node
_NULL, _BOOL = "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: the file as the author names it (relative to the project), line and column, both counted from 1."""

    file: str
    line: int = 1
    column: int = 1


def place_of(file: str, node: Node) -> Place:
    """The place where a key or value begins."""
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)


def pairs(node: Optional[Node]) -> List[Tuple[Node, Node]]:
    """The (key, value) nodes of a mapping, as written; nothing for anything else."""
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def items(node: Optional[Node]) -> List[Node]:
    """The entries of a list; nothing for anything else."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def key_of(node: Node) -> str:
    """A key as text."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def entry(node: Optional[Node], key: str) -> Optional[Tuple[Node, Node]]:
    """The last (key, value) of that key, which is the one that YAML keeps; None where there is none."""
    if isinstance(node, yaml.MappingNode):
        for pair in reversed(node.value):
            if pair[0].value == key:
                return pair  # type: ignore[no-any-return]
    return None


def value(node: Optional[Node], key: str) -> Optional[Node]:
    """The value of a key, or None."""
    found = entry(node, key)
    return found[1] if found else None


def text(node: Optional[Node]) -> Optional[str]:
    """The text of a value as it is written (`yes` stays "yes"); None where there is none, or where it is a list or a mapping."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) and node.tag != _NULL else None


def text_at(node: Optional[Node], key: str) -> Optional[str]:
    """The text of a key's value, or None."""
    return text(value(node, key))


def is_empty(node: Optional[Node]) -> bool:
    """Whether nothing is written: no value, an empty text, an empty list or mapping."""
    if isinstance(node, yaml.ScalarNode):
        return node.tag == _NULL or not str(node.value).strip()
    return node is None or not node.value


def is_bare_boolean(node: Node) -> bool:
    """Whether YAML reads it as true or false: `yes` and `no` without quotation marks."""
    return isinstance(node, yaml.ScalarNode) and node.tag == _BOOL


def texts(node: Optional[Node]) -> List[Tuple[str, Node]]:
    """The texts of a list (or of a single value), each with its node."""
    nodes = items(node) if isinstance(node, yaml.SequenceNode) else ([node] if node is not None else [])
    return [(found, entry_node) for entry_node in nodes for found in [text(entry_node)] if found is not None]


def lines_of(node: Node, file: str, written: Sequence[str]) -> Iterator[Tuple[str, Place]]:
    """The lines of a block text (`examples: |`), each with its place; a text on one line is one line.

    Args:
        written: the lines of the file, which tell the indentation that YAML takes away.
    """
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    first = node.start_mark.line + (1 if block else 0)
    for number, line in enumerate(str(node.value).split("\n"), start=first):
        if line.strip():
            above = written[number] if block and number < len(written) else ""
            column = len(above) - len(above.lstrip()) if block else node.start_mark.column
            yield line, Place(file, number + 1, column + 1)


def walk(node: Optional[Node]) -> Iterator[Node]:
    """The node and everything below it."""
    if node is None:
        return
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, below in node.value:
            yield from walk(key)
            yield from walk(below)
    elif isinstance(node, yaml.SequenceNode):
        for below in node.value:
            yield from walk(below)
