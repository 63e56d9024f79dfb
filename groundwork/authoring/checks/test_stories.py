"""Test stories that name what is not there: they could only fail (pure)."""
from __future__ import annotations

from typing import Dict, Iterator

from groundwork.authoring.checks.telling import can_be_understood
from groundwork.authoring.content import Named, Told
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.project import Project, question_of, target_of
from groundwork.dialogue.script import is_signpost


def check(project: Project) -> Iterator[Finding]:
    """Unknown intents and actions, signposts (which are never spoken), choices that a question does not have, an end on the person's turn."""
    first: Dict[str, Told] = {}
    for test in project.content.tests:
        other = first.setdefault(test.name, test)
        if other is not test:
            yield finding("G213", test.place, name=test.name, first=f"{other.place.file}:{other.place.line}")
        yield from _turns(project, test)


def _turns(project: Project, test: Told) -> Iterator[Finding]:
    for number, turn in enumerate(test.turns):
        intents = {*project.content.intents, *project.domain_intents, *project.moves}
        if not can_be_understood(project, turn.intent.name) and turn.intent.name not in project.moves:
            yield finding("G520", turn.intent.place, name=turn.intent.name, meant=nearest(turn.intent.name, intents))
        for action in turn.actions:
            yield from _action(project, action)
        if not turn.actions and number == len(test.turns) - 1:
            yield finding("G521", turn.intent.place, story=test.name)
        if turn.choice and number:
            asked = question_of(test.turns[number - 1].actions)
            known = project.worded_choices.get(asked.name, frozenset()) if asked else frozenset()
            if asked and known and turn.choice.name not in known | project.understood:
                meant = nearest(turn.choice.name, known)
                yield finding("G408", turn.choice.place, choice=turn.choice.name, step=asked.name, known=", ".join(sorted(known)), meant=meant)


def _action(project: Project, action: Named) -> Iterator[Finding]:
    name = action.name
    if is_signpost(name) or target_of(name) is not None:
        yield finding("G522", action.place, name=name)
    elif name not in project.content.responses and name not in project.domain_actions and name != "action_listen":
        yield finding("G523", action.place, name=name, meant=nearest(name, (*project.content.responses, *project.domain_actions)))
