"""`services.yml` -> what is wrong in it, and what nobody has confirmed or looked at for long, each with its line (pure but for reading the file)."""
from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

import yaml

from groundwork.dialogue.choices import normalise
from groundwork.services.directory import FILE, NAMED_BY

#: Numbers change; after so many days an entry has to be looked at again (safety norms, "Helplines").
OLDEST_DAYS = 180
KINDS = ("suicide", "partner_violence", "sexual_violence", "youth", "own_behaviour", "child_protection")
#: Each service names at least one of these; each is a text, so that leading zeros, stars and spaces stay.
WAYS = ("number", "text", "chat", "web")
_LINE = "__line__"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to confirm. is_error: the file cannot be used as it is; else it is a warning."""

    line: int
    text: str
    is_error: bool = False


class _WithLines(yaml.SafeLoader):
    """Each mapping also says in which line it begins."""


def _mapping(loader: _WithLines, node: yaml.MappingNode) -> Dict[Any, Any]:
    return {**loader.construct_mapping(node, deep=True), _LINE: node.start_mark.line + 1}


_WithLines.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def check(text: str, today: datetime.date) -> List[Finding]:
    """All findings in the text of a services file, in the order of their lines."""
    try:
        data = yaml.load(text, Loader=_WithLines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [Finding(line, f"this cannot be read: {error.problem}.", True)]
    countries = {code: entry for code, entry in data["countries"].items() if code != _LINE}
    found = list(_kinds(data["kinds_for"])) + list(_names(countries))
    for code, entry in countries.items():
        found += _country(code, entry, today)
    return sorted(found, key=lambda finding: finding.line)


def _kinds(kinds_for: Dict[str, Any]) -> Iterator[Finding]:
    for situation, kinds in kinds_for.items():
        for kind in kinds if situation != _LINE else ():
            if kind not in KINDS:
                yield Finding(kinds_for[_LINE], f"kinds_for {situation}: there is no kind '{kind}'. Use one of {', '.join(KINDS)}.", True)


def _names(countries: Dict[str, Any]) -> Iterator[Finding]:
    """The same name for two countries would show somebody another country's numbers."""
    first: Dict[str, str] = {}
    for code, entry in countries.items():
        for name in {normalise(str(name)) for key in NAMED_BY for name in entry.get(key) or ()}:
            if first.setdefault(name, code) != code:
                yield Finding(entry[_LINE], f"{code}: '{name}' is a name of {first[name]}, too. Take it out of one of them.", True)


def _country(code: str, entry: Dict[str, Any], today: datetime.date) -> Iterator[Finding]:
    emergency = entry.get("emergency") or {}
    numbers = emergency.get("numbers") or []
    line = emergency.get(_LINE) or entry[_LINE]
    if not entry.get("name") or not numbers:
        yield Finding(line, f"{code}: a name and at least one emergency number are needed.", True)
    for number in numbers:
        if not isinstance(number, str):
            yield Finding(line, f"{code}: the emergency number {number} must stand in quotation marks, or a leading zero is lost.", True)
    yield from _age(f"{code}, emergency number", emergency, line, today)
    for service in entry.get("services") or ():
        yield from _service(code, service, today)


def _service(code: str, service: Dict[str, Any], today: datetime.date) -> Iterator[Finding]:
    line, called = service[_LINE], f"{code}, {service.get('name') or 'a service without a name'}"
    if not service.get("name") or service.get("kind") not in KINDS:
        yield Finding(line, f"{called}: a name and a kind are needed; the kinds are {', '.join(KINDS)}.", True)
    ways = [way for way in WAYS if service.get(way)]
    if not ways:
        yield Finding(line, f"{called}: no way to reach it. Give one of {', '.join(WAYS)}.", True)
    for way in ways:
        if not isinstance(service[way], str):
            yield Finding(line, f"{called}: `{way}` must stand in quotation marks, or a leading zero is lost.", True)
    if not str(service.get("source") or "").startswith("https://"):
        yield Finding(line, f"{called}: `source` must be the https address where a person can compare it.", True)
    for key, form in (("languages", list), ("hours", str)):
        if key in service and not isinstance(service[key], form):
            yield Finding(line, f"{called}: `{key}` is not a {'list' if form is list else 'text'}.", True)
    if not service.get("languages"):
        yield Finding(line, f"{called}: its languages are missing.")
    if service.get("number") and not service.get("hours"):
        yield Finding(line, f"{called}: its hours are missing; nobody should ring in vain at night.")
    yield from _age(called, service, line, today)


def _age(called: str, entry: Dict[str, Any], line: int, today: datetime.date) -> Iterator[Finding]:
    seen = entry.get("seen")
    if not isinstance(seen, datetime.date) or not isinstance(entry.get("confirmed"), bool):
        yield Finding(line, f"{called}: `seen` must be a day (2026-11-23) and `confirmed` true or false.", True)
        return
    if (today - seen).days > OLDEST_DAYS:
        yield Finding(line, f"{called}: last looked at on {seen}, more than {OLDEST_DAYS} days ago. Compare it with its source.")
    if not entry["confirmed"]:
        yield Finding(line, f"{called}: not confirmed by a person yet.")


def report(file: Path = FILE, today: Optional[datetime.date] = None) -> Tuple[List[str], bool]:
    """(lines to print, whether the file can be used)."""
    found = check(file.read_text(encoding="utf-8"), today or datetime.date.today())
    lines = [f"{file.name}:{finding.line}: {'error' if finding.is_error else 'warning'}: {finding.text}" for finding in found]
    errors = sum(finding.is_error for finding in found)
    return [*lines, f"{errors} errors, {len(found) - errors} warnings"], errors == 0
