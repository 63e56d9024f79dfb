"""`domain.yml`: what it names and nothing uses (pure)."""
from __future__ import annotations

from typing import Iterator

from groundwork.authoring.files import DOMAIN
from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.known import names
from groundwork.authoring.nodes import entry, place_of
from groundwork.authoring.project import UTTER, Project


def check(project: Project) -> Iterator[Finding]:
    """Actions and intents of the domain that no story uses; wording in the domain."""
    used = {action.name for told in (*project.content.stories, *project.content.rules) for turn in told.turns for action in turn.actions}
    for name, node in project.domain_actions.items():
        if name not in used and name not in names("done_by_program"):
            yield finding("G211", place_of(DOMAIN, node), name=name)
    meant = {turn.intent.name for told in (*project.content.stories, *project.content.rules) for turn in told.turns}
    for name, node in project.domain_intents.items():
        if name not in meant and name not in project.moves and name not in project.content.intents:
            yield finding("G209", place_of(DOMAIN, node), intent=name)
    wording = entry(project.domain, "responses")
    if wording:
        yield finding("G216", place_of(DOMAIN, wording[0]), name=UTTER)
