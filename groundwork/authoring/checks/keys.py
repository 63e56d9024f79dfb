"""Names of keys, and the form of what stands under them (pure)."""
from __future__ import annotations

import re
from typing import Iterator, Optional, Sequence

import yaml

from groundwork.authoring.content import CHOICE
from groundwork.authoring.files import CONFIG, DOMAIN, SourceFile
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import keys, names
from groundwork.authoring.nodes import Node, Place, is_bare_boolean, items, key_of, pairs, place_of, value
from groundwork.authoring.project import Project

#: `action:utter_x` without the space is read as one long word.
_STUCK = re.compile(r"^[a-z_]+:(?=\S)")
#: The form of our files; Rasa leaves out what says that it is of a later one.
_VERSION, _VERSIONED = "3.1", ("stories", "rules", "nlu", "responses")
_SECTIONS = {"stories": "story", "rules": "rule"}


def check(project: Project) -> Iterator[Finding]:
    """Unknown keys (a slip of the pen loses what stands under it), wrong forms, and `yes` or `no` without quotation marks."""
    for file in project.files.values():
        if file.name == DOMAIN:
            yield from _unknown(file.name, file.root, keys("domain"), "domain.yml")
        elif file.name == CONFIG:
            yield from _unknown(file.name, file.root, keys("config"), "config.yml")
        elif file.name.startswith(("data/", "tests/")) and file.name not in names("own_form"):
            yield from _content(file)


def _content(file: SourceFile) -> Iterator[Finding]:
    if file.root is not None and not pairs(file.root):
        yield finding("G114", place_of(file.name, file.root), key=file.name.rpartition("/")[2], form="responses:, stories:, rules:, nlu:")
        return
    yield from _unknown(file.name, file.root, keys("top"), "the beginning of a file", code="G109")
    version = value(file.root, "version")
    if version is not None and version.value != _VERSION and any(value(file.root, section) is not None for section in _VERSIONED):
        yield finding("G120", place_of(file.name, version), written=version.value)
    for section, kind in _SECTIONS.items():
        for node in _list(file.name, file.root, section):
            yield from _told(file.name, node, kind)
    for node in _list(file.name, file.root, "nlu"):
        yield from _unknown(file.name, node, keys("intent"), "an intent's examples")
    responses = value(file.root, "responses")
    if responses is not None and not isinstance(responses, yaml.MappingNode):
        yield finding("G114", place_of(file.name, responses), key="responses", form="utter_…:")
    for key, written in pairs(responses):
        if not isinstance(written, yaml.SequenceNode):
            if not (isinstance(written, yaml.ScalarNode) and not written.value):
                yield finding("G114", place_of(file.name, key), key=key_of(key), form='- text: "…"')
            continue
        for node in items(written):
            yield from _variation(file.name, node, key_of(key))


def _list(file: str, root: Optional[Node], section: str) -> Iterator[Node]:
    yield from (node for node in items(value(root, section)) if pairs(node))


def _told(file: str, node: Node, kind: str) -> Iterator[Finding]:
    yield from _unknown(file, node, keys(kind), f"a {kind}")
    steps = value(node, "steps")
    if value(node, kind) is None or not items(steps):
        yield finding("G112", place_of(file, node), key=kind if value(node, kind) is None else "steps", where=f"a {kind}")
    for step in items(steps):
        if not pairs(step):
            yield _no_step(file, step)
            continue
        yield from _unknown(file, step, keys("step"), "a line of a story")
        for entity in items(value(step, "entities")):
            chosen = value(entity, CHOICE)
            if chosen is not None and is_bare_boolean(chosen):
                yield finding("G115", place_of(file, chosen), written=chosen.value)


def _no_step(file: str, step: Node) -> Finding:
    stuck = _STUCK.match(key_of(step))
    if stuck:
        start = place_of(file, step)
        return finding("G107", Place(start.file, start.line, start.column + stuck.end()))
    return finding("G114", place_of(file, step), key="steps", form="- intent: … / - action: …")


def _variation(file: str, node: Node, name: str) -> Iterator[Finding]:
    if not pairs(node):
        yield finding("G114", place_of(file, node), key=name, form='- text: "…"')
        return
    yield from _unknown(file, node, keys("variation"), "a response")
    yield from _unknown(file, value(node, "metadata"), keys("metadata"), "metadata")
    for button in items(value(node, "buttons")):
        if not pairs(button):
            yield finding("G114", place_of(file, button), key="buttons", form='- {title: "…", payload: …}')
            continue
        yield from _unknown(file, button, keys("button"), "a choice")
        for needed in ("title", "payload"):
            written = value(button, needed)
            if written is None or not written.value:
                yield finding("G112", place_of(file, button), key=needed, where="a choice")
            elif is_bare_boolean(written):
                yield finding("G115", place_of(file, written), written=written.value)


def _unknown(file: str, node: Optional[Node], known: Sequence[str], where: str, code: str = "G110") -> Iterator[Finding]:
    for key, _ in pairs(node):
        if key_of(key) not in known:
            yield finding(code, place_of(file, key), key=key_of(key), where=where, known=", ".join(known), meant=nearest(key_of(key), known))
