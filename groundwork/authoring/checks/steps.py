"""A step has its question, a why and an example; and no wording is written in vain (pure)."""
from __future__ import annotations

from typing import FrozenSet, Iterator, List, Set

from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import known, names
from groundwork.authoring.nodes import items, key_of, pairs, text_at, value
from groundwork.authoring.project import CONFIRM, OFFER, UTTER, Project
from groundwork.coaching.catalogue import PRAISES, REMARKS
from groundwork.coaching.findings import KINDS
from groundwork.dialogue.script import SHORT_SUFFIX, way_of

_REPLIES = "data/rehearsal/replies.yml"


def check(project: Project) -> Iterator[Finding]:
    """Missing companions of each step, then wording that nothing says."""
    own = _own_wordings(project)
    for step, asked in project.steps.items():
        if step not in project.content.responses:
            continue  # named as unknown where it is asked
        for part, code in (("why", "G518"), ("example", "G515")):
            if not _has(project, step, part, own):
                yield finding(code, project.content.responses[step].place, step=step, asked=f"{asked.place.file}:{asked.place.line}")
    yield from _unused(project, own)


def _has(project: Project, step: str, part: str, own: FrozenSet[str]) -> bool:
    """Whether a companion is written: for the step, or for every journey in its own way."""
    if f"{step}_{part}" in project.content.responses:
        return True
    asking = [way_of(_plain(name)) for name, stories in project.journeys.items()
              if any(action.name == step for story in stories for turn in story.turns for action in turn.actions)]  # fmt: skip
    return bool(asking) and all(f"{step}_{name}_{part}" in project.content.responses for name in asking)


def _plain(journey: str) -> str:
    return journey[: -len(SHORT_SUFFIX)] if journey.endswith(SHORT_SUFFIX) else journey


def _own_wordings(project: Project) -> FrozenSet[str]:
    """What may stand at the end of a name for a wording of its own: journeys, ways after danger, kinds of sentences, before consent."""
    return frozenset({way_of(_plain(name)) for name in project.journeys} | set(known("parts")) | set(KINDS))


def _unused(project: Project, own: FrozenSet[str]) -> Iterator[Finding]:
    choices = _choice_names(project)
    said = set(project.spoken) | set(project.steps) | names("said") | _said_by_coach(project)
    for name, response in project.content.responses.items():
        if name in said or name.startswith(tuple(known("said_beginnings"))) or _is_of_journey(project, name):
            continue
        if not _belongs(name, said, own, choices):
            yield finding("G210", response.place, name=name, meant=nearest(name, said))


def _said_by_coach(project: Project) -> Set[str]:
    """The names of all remarks and praises, of the coach and of the rehearsal."""
    signs = {key_of(key) for key, _ in pairs(value(project.node(_REPLIES), "signs"))}
    codes = {"remark": set(REMARKS), "praise": set(PRAISES), "kind": set(KINDS), "part": set(known("coach_parts"))}
    codes["code"] = signs | set(known("reply_codes")) | set(REMARKS) | set(PRAISES)
    named = [*known("coach_names"), *known("reply_names")]
    return {name.format(**{kind: code}) for name in named for kind, all_codes in codes.items() if f"{{{kind}}}" in name for code in all_codes}


def _is_of_journey(project: Project, name: str) -> bool:
    if name.endswith(OFFER) and name[len(UTTER) : -len(OFFER)] in project.offered:
        return True
    return name.startswith(CONFIRM) and name[len(CONFIRM) :] in project.journeys


def _choice_names(project: Project) -> FrozenSet[str]:
    found: Set[str] = set(project.branch_words)
    for response in project.content.responses.values():
        for variation in response.variations:
            found |= {button.payload.name for button in variation.buttons if button.payload}
            found |= {text_at(entry, "payload") or "" for entry in items(response.sets("names_back"))}
    return frozenset(found | set(project.offered))


def _belongs(name: str, said: Set[str], own: FrozenSet[str], choices: FrozenSet[str]) -> bool:
    """Whether a name is that of a spoken response with endings that the program knows."""
    for step in _beginnings(name):
        if step in said and _are_endings(name[len(step) + 1 :], own, choices):
            return True
    return False


def _beginnings(name: str) -> List[str]:
    words = name.split("_")
    return ["_".join(words[:count]) for count in range(len(words) - 1, 1, -1)]


def _are_endings(rest: str, own: FrozenSet[str], choices: FrozenSet[str]) -> bool:
    if not rest or rest in own or rest in choices:
        return True
    for ending in _beginnings_of(rest):
        if ending in own or ending in choices or (ending in ("after", "after_with")):
            if _are_endings(rest[len(ending) + 1 :], own, choices):
                return True
    return False


def _beginnings_of(rest: str) -> List[str]:
    words = rest.split("_")
    return ["_".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
