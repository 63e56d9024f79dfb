"""Examples of intents, and intents that lead nowhere (pure)."""
from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from typing import Dict, Iterator, List, Optional, Tuple

from groundwork.authoring.content import Example
from groundwork.authoring.files import SourceFile
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import known, names
from groundwork.authoring.nodes import Place, is_empty, items, lines_of, pairs, place_of, text_at, texts, value
from groundwork.authoring.project import Project
from groundwork.dialogue.choices import normalise
from groundwork.dialogue.script import START_PREFIX
from groundwork.dialogue.topics import OTHER

_ENTITY = re.compile(r"\[[^\]]*\](?:\((\w+)[^)]*\)|\{[^}]*\"entity\":\s*\"(\w+)\"[^}]*\})")
#: From how many words on two examples are compared word by word, and from how many that carry meaning.
_WORDS_OF_NEAR, _WORDS_OF_CORE = 4, 3
#: Two words longer than this and as alike as this (0 to 1) are two spellings of one.
_SHORT_WORD, _ALIKE = 4, 0.85


def check(project: Project) -> Iterator[Finding]:
    """Form, number and likeness of examples; intents that nothing answers."""
    for file in project.files.values():
        yield from _form(project, file)
    by_intent: Dict[str, List[Example]] = defaultdict(list)
    for example in project.content.examples:
        by_intent[example.intent].append(example)
        yield from _entities(project, example)
    for intent, place in project.content.intents.items():
        count = len(by_intent[intent])
        if count == 0:
            yield finding("G603", place, intent=intent)
        elif count == 1:
            yield finding("G604", by_intent[intent][0].place, intent=intent)
        if not _is_answered(project, intent):
            yield finding("G209", place, intent=intent, meant=nearest(intent, _answered(project)))
    yield from _alike(project.content.examples)


def _answered(project: Project) -> frozenset[str]:
    opened = {told.turns[0].intent.name for told in project.content.stories if told.turns}
    return frozenset(opened | {turn.intent.name for rule in project.content.rules for turn in rule.turns} | project.moves | {"inform"})


def _is_answered(project: Project, intent: str) -> bool:
    return intent in _answered(project) or (intent.startswith(START_PREFIX) and intent[len(START_PREFIX) :] in project.offered)


def _form(project: Project, file: SourceFile) -> Iterator[Finding]:
    for section, kind in (("nlu", "intent"), ("situation_examples", "situation"), ("feeling_examples", "feelings")):
        for node in items(value(file.root, section)):
            if kind == "intent" and not text_at(node, "intent"):
                yield finding("G112", place_of(file.name, node), key="intent", where="a group of examples")
            written = value(node, "examples")
            if written is None or is_empty(written):
                continue
            if pairs(written) or items(written):
                yield finding("G605", place_of(file.name, written))
                continue
            for line, place in lines_of(written, file.name, file.lines):
                if not line.startswith("- ") or not line[2:].strip():
                    yield finding("G605", place)
    yield from _labels(project, file)


def _labels(project: Project, file: SourceFile) -> Iterator[Finding]:
    journeys = frozenset(name for name in project.journeys) | {OTHER}
    for node in items(value(file.root, "situation_examples")):
        for name, at in texts(value(node, "situation")):
            if name not in journeys:
                yield finding("G607", place_of(file.name, at), kind="situation", name=name, known="a journey's folder, other", meant=nearest(name, journeys))
    for node in items(value(file.root, "feeling_examples")):
        for name, at in texts(value(node, "feelings")):
            if name not in names("feelings"):
                feelings, meant = ", ".join(known("feelings")), nearest(name, known("feelings"))
                yield finding("G607", place_of(file.name, at), kind="feeling", name=name, known=feelings, meant=meant)


def _entities(project: Project, example: Example) -> Iterator[Finding]:
    for found in _ENTITY.finditer(example.text) if "[" in example.text else ():
        name = found.group(1) or found.group(2)
        if name not in project.domain_entities:
            place = Place(example.place.file, example.place.line, example.place.column + 2 + found.start())
            yield finding("G206", place, name=name, meant=nearest(name, project.domain_entities))


def _alike(examples: List[Example]) -> Iterator[Finding]:
    """The same words under two intents; the very same line twice under one; and nearly the same under two."""
    first: Dict[str, Example] = {}
    lines: Dict[Tuple[str, str], Example] = {}
    cores: Dict[Tuple[str, ...], Example] = {}
    gaps: Dict[Tuple[str, ...], Example] = {}
    for example in examples:
        plain, line = normalise(example.text), " ".join(example.text.casefold().split())
        other, twin = first.setdefault(plain, example), lines.setdefault((example.intent, line), example)
        if plain and other.intent != example.intent:
            yield finding("G601", example.place, text=example.text, intent=example.intent, other=other.intent, first=_where(other))
        elif twin is not example:
            yield finding("G606", example.place, text=example.text, first=_where(twin))
        elif other is example:
            near = _near(example, plain.split(), cores, gaps)
            if near is not None:
                yield finding("G602", example.place, text=example.text, intent=example.intent, other=near.intent, near=near.text, first=_where(near))


def _where(example: Example) -> str:
    return f"{example.place.file}:{example.place.line}"


def _near(example: Example, words: List[str], cores: Dict[Tuple[str, ...], Example], gaps: Dict[Tuple[str, ...], Example]) -> Optional[Example]:
    """An example of another intent that differs in small words only, or in the spelling of one word."""
    core = tuple(word for word in words if word not in names("small_words"))
    if len(core) >= _WORDS_OF_CORE and cores.setdefault(core, example).intent != example.intent:
        return cores[core]
    for number in range(len(words) if len(words) >= _WORDS_OF_NEAR else 0):
        other = gaps.setdefault((*words[:number], "", *words[number + 1 :]), example)
        if other.intent != example.intent and _are_spellings(normalise(other.text).split()[number], words[number]):
            return other
    return None


def _are_spellings(one: str, other: str) -> bool:
    return one[:1] == other[:1] and min(len(one), len(other)) > _SHORT_WORD and SequenceMatcher(None, one, other).ratio() > _ALIKE
