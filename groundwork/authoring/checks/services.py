"""The helplines: what is wrong in them, not confirmed by a person, or old (pure). `groundwork services` lists them one by one."""
from __future__ import annotations

import datetime
from typing import Dict, Iterator, List, Optional

import yaml

from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.nodes import Node, Place, items, key_of, pairs, place_of, value
from groundwork.authoring.project import Project
from groundwork.services.check import AGE, CONFIRMED, OLDEST_DAYS, Finding as InServices, check as check_services
from groundwork.services.directory import NAMED_BY

FILE = "data/safety/services.yml"


def check(project: Project, today: datetime.date) -> Iterator[Finding]:
    """Each error by itself; of what is old, unconfirmed or incomplete the first, with how many there are."""
    file = project.files.get(FILE)
    if file is None:
        return
    misshapen = list(_forms(file.root, file.start))
    if misshapen:  # the rest can only be read where the form is right
        yield from misshapen
        return
    advice: Dict[str, List[InServices]] = {}
    for found in check_services("\n".join(file.lines), today):
        if found.is_error:
            yield finding("G901", Place(FILE, found.line), what=found.text)
        else:
            advice.setdefault({CONFIRMED: "G902", AGE: "G903"}.get(found.about, "G904"), []).append(found)
    for code, entries in advice.items():
        yield finding(code, Place(FILE, entries[0].line), what=entries[0].text, count=len(entries), days=OLDEST_DAYS)


def _forms(root: Optional[Node], start: Place) -> Iterator[Finding]:
    """What is no list or no group of names where one is needed."""
    for key in ("kinds_for", "countries"):
        yield from _form(root, key, "key: …", start)
    for kind, kinds in pairs(value(root, "kinds_for")):
        if not isinstance(kinds, yaml.SequenceNode):
            yield finding("G114", place_of(FILE, kind), key=key_of(kind), form="[…]")
    for code, country in pairs(value(root, "countries")):
        place = place_of(FILE, code)
        yield from _form(country, "emergency", "key: …", place)
        yield from _form(value(country, "emergency"), "numbers", "[…]", place)
        for key in (*NAMED_BY, "services"):
            yield from _form(country, key, "[…]", place, needed=False)
        for service in items(value(country, "services")):
            if not pairs(service):
                yield finding("G114", place_of(FILE, service), key="services", form="- kind: …")


def _form(node: Optional[Node], key: str, form: str, place: Place, needed: bool = True) -> Iterator[Finding]:
    written, wanted = value(node, key), yaml.SequenceNode if form.startswith("[") else yaml.MappingNode
    if (written is not None or needed) and not isinstance(written, wanted):
        yield finding("G114", place_of(FILE, written) if written is not None else place, key=key, form=form)
