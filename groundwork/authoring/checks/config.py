"""`config.yml`: parts that do not exist, journeys and intents it names, values out of range (pure)."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator, Optional, Tuple

from groundwork.authoring.files import CONFIG
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import known, names
from groundwork.authoring.nodes import Node, items, key_of, pairs, place_of, text, texts, value, walk
from groundwork.authoring.project import Project

_SECTIONS = ("importers", "pipeline", "policies")
#: Settings that are a share: 0 to 1.
_SHARES = frozenset({"hard", "check", "threshold", "ambiguity_threshold", "at_words", "at_choices", "journey", "second", "other"})


def check(project: Project) -> Iterator[Finding]:
    """The parts of the pipeline, the settings of JourneyPolicy, and numbers."""
    config = project.node(CONFIG)
    if config is None:
        return
    for section in _SECTIONS:
        for node in items(value(config, section)):
            yield from _part(node)
    for key, written in _settings(config):
        number = _number(written)
        if key in _SHARES and number is not None and not 0 <= number <= 1:
            yield finding("G804", place_of(CONFIG, written), key=key, value=text(written))
    yield from _ways(project)
    yield from _intents(project)


def _settings(config: Node) -> Iterator[Tuple[str, Node]]:
    for node in walk(config):
        yield from ((key_of(key), written) for key, written in pairs(node))


def _number(node: Node) -> Optional[float]:
    try:
        return float(text(node) or "")
    except ValueError:
        return None


def _part(node: Node) -> Iterator[Finding]:
    written = value(node, "name")
    name = text(written)
    if written is None or not name:
        yield finding("G112", place_of(CONFIG, node), key="name", where="a part of config.yml")
        return
    if "." in name:
        if not exists(name):
            yield finding("G802", place_of(CONFIG, written), name=name)
    elif name not in names("rasa_components"):
        yield finding("G802", place_of(CONFIG, written), name=name, meant=nearest(name, known("rasa_components")))


def exists(path: str) -> bool:
    """Whether a class of this program is written under its path; a class of another package is taken on trust."""
    module, _, name = path.rpartition(".")
    if not module.startswith("groundwork."):
        return True
    file = Path(__file__).parents[3].joinpath(*module.split(".")).with_suffix(".py")
    return file.is_file() and f"class {name}(" in file.read_text(encoding="utf-8")


def _ways(project: Project) -> Iterator[Finding]:
    for key, written in pairs(value(project.policy, "ways")):
        if key_of(key) == "gate_lasts":
            continue
        for name, node in texts(written):
            if name not in project.journeys:
                yield finding("G803", place_of(CONFIG, node), name=name, where=f"ways, {key_of(key)}", meant=nearest(name, project.journeys))


def _intents(project: Project) -> Iterator[Finding]:
    intents = {*project.content.intents, *project.domain_intents}
    for key, _ in pairs(value(project.policy, "moves")):
        if key_of(key) not in intents:
            yield finding("G805", place_of(CONFIG, key), name=key_of(key), where="moves", meant=nearest(key_of(key), intents))
    listening = value(project.policy, "listening")
    for setting in ("to_us", "like_speech"):
        for name, node in texts(value(listening, setting)):
            if name not in intents:
                yield finding("G805", place_of(CONFIG, node), name=name, where=f"listening, {setting}", meant=nearest(name, intents))
