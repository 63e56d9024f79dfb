"""Stories and rules as they are written: what each line names, and where two of them say different things (pure)."""
from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Tuple

from groundwork.authoring.content import CHOICE, Named, Told
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import names
from groundwork.authoring.nodes import entry, is_empty, items, key_of, pairs, place_of, text, value
from groundwork.authoring.project import UTTER, Project, question_of, target_of
from groundwork.dialogue.script import DIRECTIVES, GO_PREFIX, START_PREFIX, is_signpost

_Run = Tuple[Tuple[str, ...], Optional[str]]


def check(project: Project) -> Iterator[Finding]:
    """Names, checkpoints, slots, ends, and disagreement."""
    content = project.content
    for told in (*content.stories, *content.rules):
        yield from _names(project, told)
        yield from _other_steps(project, told)
        yield from _ends(told)
    yield from _same_names(content.stories)
    yield from _same_names(content.rules)
    yield from _checkpoints([*content.stories, *content.rules])
    yield from _rules(project)
    for journey, stories in project.journeys.items():
        yield from _disagreement(journey, stories)


def _names(project: Project, told: Told) -> Iterator[Finding]:
    file = told.place.file
    for step in told.steps:
        intent = entry(step, "intent")
        if intent and is_empty(intent[1]):
            yield finding("G205", place_of(file, intent[0]), story=told.name)
        for entity in items(value(step, "entities")):
            for key, _ in pairs(entity):
                if key_of(key) not in project.domain_entities and key_of(key) not in ("role", "group", "value", "start", "end", "entity"):
                    yield finding("G206", place_of(file, key), name=key_of(key), meant=nearest(key_of(key), project.domain_entities))
    for turn in told.turns:
        yield from _intent(project, turn.intent)
        for action in turn.actions:
            yield from action_findings(project, action)


def _intent(project: Project, intent: Named) -> Iterator[Finding]:
    name = intent.name
    if name in names("reserved_intents"):
        yield finding("G215", intent.place, name=name)
    elif not can_be_understood(project, name):
        known = {*project.content.intents, *project.domain_intents, *names("understood_intents")}
        yield finding("G204", intent.place, name=name, meant=nearest(name, known))


def can_be_understood(project: Project, intent: str) -> bool:
    """Whether something can mean this intent: examples, the program itself, or a signpost into it."""
    by_program = intent in names("understood_intents") or intent.startswith(tuple(names("understood_prefixes")))
    return bool(intent) and (by_program or intent in project.content.intents or intent in project.domain_intents or intent in project.signposts)


def action_findings(project: Project, action: Named) -> Iterator[Finding]:
    """What is wrong with an action that a story names."""
    name, target = action.name, target_of(action.name)
    if name.startswith(UTTER):
        if name not in project.content.responses:
            yield finding("G202", action.place, name=name, meant=nearest(name, project.content.responses))
    elif target is not None:
        if target not in project.journeys:
            prefix = name[: -len(target)]
            yield finding("G203", action.place, name=name, start=START_PREFIX + target, meant=nearest(name, _signposts(project, prefix)))
    elif not is_signpost(name) and name not in project.domain_actions and name not in ("action_listen", "action_restart"):
        known = [*project.domain_actions, *project.content.responses, *_signposts(project, GO_PREFIX), *names("signposts"), *DIRECTIVES]
        yield finding("G201", action.place, name=name, meant=nearest(name, known))


def _signposts(project: Project, prefix: str) -> List[str]:
    return [prefix + journey for journey in project.journeys] + sorted(names("signposts"))


def _other_steps(project: Project, told: Told) -> Iterator[Finding]:
    file = told.place.file
    for step in told.steps:
        for key, written in pairs(step):
            name = key_of(key)
            if name in ("slot_was_set", "slot_was_not_set"):
                yield from _slots(project, file, written)
            if name in ("slot_was_set", "slot_was_not_set", "active_loop", "or", "bot", "user"):
                yield finding("G508", place_of(file, key), key=name)


def _slots(project: Project, file: str, written: object) -> Iterator[Finding]:
    for node in items(written):  # type: ignore[arg-type]
        for key, given in pairs(node) or [(node, None)]:
            settings = project.slots.get(key_of(key))
            if settings is None:
                yield finding("G207", place_of(file, key), name=key_of(key), meant=nearest(key_of(key), project.slots))
                continue
            values = [text(one) or "" for one in items(value(settings, "values"))]
            if given is not None and text(value(settings, "type")) == "categorical" and text(given) not in values:
                meant = nearest(text(given) or "", values)
                yield finding("G208", place_of(file, given), value=text(given) or "", name=key_of(key), known=", ".join(values), meant=meant)


def _ends(told: Told) -> Iterator[Finding]:
    for number, turn in enumerate(told.turns):
        if not turn.actions and turn.intent.name:
            yield finding("G504", turn.intent.place, story=told.name)
        if number and told.turns[number - 1].actions and question_of(told.turns[number - 1].actions) is None:
            yield finding("G505", turn.intent.place, story=told.name)


def _same_names(told: List[Told]) -> Iterator[Finding]:
    first: Dict[str, Told] = {}
    for one in told:
        other = first.setdefault(one.name, one)
        if other is not one and one.name:
            yield finding("G213", one.place, name=one.name, first=f"{other.place.file}:{other.place.line}")


def _checkpoints(told: List[Told]) -> Iterator[Finding]:
    """A checkpoint at the beginning of a story is continued there; anywhere else it is reached."""
    reached: Dict[str, Named] = {}
    begun: Dict[str, Named] = {}
    for one in told:
        for number, step in enumerate(one.steps):
            node = value(step, "checkpoint")
            name = text(node)
            if node is not None and name:
                (begun if number == 0 else reached).setdefault(name, Named(name, place_of(one.place.file, node)))
    for name, at in begun.items():
        if name in reached:
            yield finding("G508", at.place, key="checkpoint")
        else:
            yield finding("G506", at.place, name=name, meant=nearest(name, reached))
    for name, at in reached.items():
        if name not in begun:
            yield finding("G507", at.place, name=name, meant=nearest(name, begun))


def _rules(project: Project) -> Iterator[Finding]:
    answered: Dict[str, Tuple[Tuple[str, ...], Told]] = {}
    for rule in project.content.rules:
        for turn in rule.turns:
            actions = tuple(action.name for action in turn.actions)
            known, other = answered.setdefault(turn.intent.name, (actions, rule))
            if known != actions:
                where = f"{other.place.file}:{other.place.line}"
                yield finding("G503", turn.intent.place, intent=turn.intent.name, rule=rule.name, other=other.name, first=where)
    for story in project.content.stories:
        opening = story.turns[0].intent if story.turns else None
        if opening and opening.name in answered:
            rule = answered[opening.name][1]
            yield finding("G502", opening.place, intent=opening.name, story=story.name, rule=rule.name, first=f"{rule.place.file}:{rule.place.line}")


def _disagreement(journey: str, stories: List[Told]) -> Iterator[Finding]:
    """Two stories that say different things after the same answer: the person can only hear one of them."""
    questions = {asked.name for story in stories for turn in story.turns[:-1] for asked in [question_of(turn.actions)] if asked}
    told: Dict[Tuple[str, str], Tuple[_Run, Named, Told]] = {}
    for story in stories:
        for number in range(len(story.turns)):
            before = question_of(story.turns[number - 1].actions) if number else None
            if (number and before is None) or not story.turns[number].actions:
                continue
            turn = story.turns[number]
            run = _run(story, number, questions)
            key = (before.name if before else "", turn.choice.name if turn.choice else "")
            known, at, other = told.setdefault(key, (run, turn.intent, story))
            if known != run:
                where = f"{at.place.file}:{at.place.line}"
                yield finding("G501", turn.actions[0].place, journey=journey, story=story.name, other=other.name, first=where, answer=_answer(key))
                break


def _answer(key: Tuple[str, str]) -> str:
    if not key[0]:
        return "the first words"
    return f"what follows {key[0]}" + (f" [{CHOICE}: {key[1]}]" if key[1] else "")


def _run(story: Told, number: int, questions: set[str]) -> _Run:
    actions = tuple(action.name for action in story.turns[number].actions)
    asked = question_of(story.turns[number].actions)
    ends = number == len(story.turns) - 1 and ((asked.name if asked else None) not in questions or is_signpost(actions[-1]))
    return actions, None if ends or asked is None else asked.name
