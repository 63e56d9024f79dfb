"""The helplines: what is wrong in them, not confirmed by a person, or old (pure). `groundwork services` lists them one by one."""
from __future__ import annotations

import datetime
from typing import Dict, Iterator, List

from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.nodes import Place
from groundwork.authoring.project import Project
from groundwork.services.check import AGE, CONFIRMED, OLDEST_DAYS, Finding as InServices, check as check_services

FILE = "data/safety/services.yml"


def check(project: Project, today: datetime.date) -> Iterator[Finding]:
    """Each error by itself; of what is old, unconfirmed or incomplete the first, with how many there are."""
    file = project.files.get(FILE)
    if file is None:
        return
    advice: Dict[str, List[InServices]] = {}
    for found in check_services("\n".join(file.lines), today):
        if found.is_error:
            yield finding("G901", Place(FILE, found.line), what=found.text)
        else:
            advice.setdefault({CONFIRMED: "G902", AGE: "G903"}.get(found.about, "G904"), []).append(found)
    for code, entries in advice.items():
        yield finding(code, Place(FILE, entries[0].line), what=entries[0].text, count=len(entries), days=OLDEST_DAYS)
