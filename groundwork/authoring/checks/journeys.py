"""The ways through a journey: questions, choices that lead on, steps that nobody reaches, the plan, the safety questions (pure)."""
from __future__ import annotations

from typing import Dict, FrozenSet, Iterator, List, Set

from groundwork.authoring.checks.choices import IDENTIFIER
from groundwork.authoring.content import Named, Told, Turn
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import names
from groundwork.authoring.project import Project, question_of
from groundwork.dialogue.script import CLOSED_SUFFIX, DANGER_PREFIX, SHORT_SUFFIX, START_PREFIX, is_signpost

PLAN, CHOSEN_JOURNEY = "go_plan", "go_chosen_journey"
_EXITS = Dict[str, Dict[str, Turn]]


def check(project: Project) -> Iterator[Finding]:
    """All journeys, each by itself; then which of them anything leads to."""
    for name, stories in project.journeys.items():
        exits = exits_of(stories)
        yield from _questions(project, name, stories)
        yield from _choices(project, name, exits)
        yield from _branches(project, stories)
        yield from _unreached(project, name, stories, exits)
        if is_gated(project, name) and plain(name) in project.offered:
            yield from _plan(name, stories, exits)
        if not is_gated(project, name):
            yield from _partner_facing(project, name, stories)
    yield from _never_entered(project)


def plain(journey: str) -> str:
    """The journey without the mark of its short form."""
    return journey[: -len(SHORT_SUFFIX)] if journey.endswith(SHORT_SUFFIX) else journey


def is_gated(project: Project, journey: str) -> bool:
    """Whether it is only walked behind the safety questions: everything but the open journeys, interruptions and detours."""
    return not project.is_interruption(journey) and plain(journey) not in project.way("open")


def exits_of(stories: List[Told]) -> _EXITS:
    """step -> choice ("" for any other) -> what follows."""
    found: _EXITS = {}
    for story in stories:
        for before, turn in zip(story.turns, story.turns[1:]):
            asked = question_of(before.actions)
            if asked and turn.actions:
                found.setdefault(asked.name, {}).setdefault(turn.choice.name if turn.choice else "", turn)
    return found


def _questions(project: Project, journey: str, stories: List[Told]) -> Iterator[Finding]:
    opening = stories[0].turns[0]
    leads_on = opening.actions and (question_of(opening.actions) or is_signpost(opening.actions[-1].name))
    if opening.intent.name.startswith(START_PREFIX) and opening.actions and not leads_on:
        yield finding("G509", opening.intent.place, journey=journey)
    for story in stories:
        for turn in story.turns[:-1]:
            asked = question_of(turn.actions)
            # A signpost after the question goes on before anybody could answer it.
            late = next((action for action in turn.actions[turn.actions.index(asked) + 1 :] if is_signpost(action.name)), None) if asked else None
            if asked and late and late.name.startswith("go_"):
                yield finding("G517", late.place, name=late.name, step=asked.name)


def _choices(project: Project, journey: str, exits: _EXITS) -> Iterator[Finding]:
    for step, ways in exits.items():
        for choice, button in project.choices_at(step, journey):
            if choice not in ways and "" not in ways and button.payload and IDENTIFIER.match(choice):
                yield finding("G407", button.payload.place, choice=choice, step=step, journey=journey)
        for offered, response in project.offered.items():
            asked = response.setting("offered_by")
            if asked and asked.name == step and offered not in ways and "" not in ways:
                yield finding("G407", response.place, choice=offered, step=step, journey=journey)


def _branches(project: Project, stories: List[Told]) -> Iterator[Finding]:
    """A branch on a choice that the question does not have: nobody ever gets there."""
    for story in stories:
        for before, turn in zip(story.turns, story.turns[1:]):
            asked = question_of(before.actions)
            if not asked or not turn.choice or asked.name not in project.content.responses:
                continue
            open_to = _open_to(project, asked.name)
            if turn.choice.name not in open_to:
                meant = nearest(turn.choice.name, open_to)
                shown = ", ".join(sorted(project.worded_choices.get(asked.name, ())))
                yield finding("G408", turn.choice.place, choice=turn.choice.name, step=asked.name, known=shown, meant=meant)


def _open_to(project: Project, step: str) -> FrozenSet[str]:
    """All that a story may branch on after a question."""
    reads = project.content.responses[step].setting("reads")
    understood = project.topics if reads and reads.name == "topic" else frozenset[str]()
    return project.worded_choices.get(step, frozenset()) | project.branch_words | understood


def _unreached(project: Project, journey: str, stories: List[Told], exits: _EXITS) -> Iterator[Finding]:
    """Steps that only a branch on an impossible choice, or another beginning, leads to."""
    reached: Set[str] = set()
    opening = question_of(stories[0].turns[0].actions)
    ahead = [opening.name] if opening else []
    while ahead:
        step = ahead.pop()
        if step not in reached:
            reached.add(step)
            open_to = _open_to(project, step) if step in project.content.responses else None
            taken = [turn for choice, turn in exits.get(step, {}).items() if not choice or open_to is None or choice in open_to]
            ahead += [asked.name for turn in taken for asked in [question_of(turn.actions)] if asked]
    for story in stories:
        for turn in story.turns[:-1]:
            asked = question_of(turn.actions)
            if asked and asked.name not in reached:
                reached.add(asked.name)
                yield finding("G510", asked.place, step=asked.name, journey=journey)


def _plan(journey: str, stories: List[Told], exits: _EXITS) -> Iterator[Finding]:
    """Every step of a journey has a way to the plan."""
    leads: Dict[str, FrozenSet[str]] = {}
    good: Set[str] = set()
    for step, ways in exits.items():
        if any(action.name == PLAN for turn in ways.values() for action in turn.actions):
            good.add(step)
        leads[step] = frozenset(asked.name for turn in ways.values() for asked in [question_of(turn.actions)] if asked)
    while True:
        more = {step for step, next_steps in leads.items() if step not in good and next_steps & good}
        if not more:
            break
        good |= more
    opening = question_of(stories[0].turns[0].actions)
    if opening and opening.name not in good:
        yield finding("G511", stories[0].place, journey=journey)
        return
    said: Set[str] = set()
    for story in stories:
        for turn in story.turns[:-1]:
            asked = question_of(turn.actions)
            if asked and asked.name not in good and asked.name not in said:
                said.add(asked.name)
                yield finding("G513", asked.place, step=asked.name, journey=journey)


def _partner_facing(project: Project, journey: str, stories: List[Told]) -> Iterator[Finding]:
    """In an open journey or an interruption nothing may face the partner, nor lead there past the safety questions."""
    seen: Set[str] = set()
    for action in (action for story in stories for turn in story.turns for action in turn.actions):
        past_gate = _leads_past_gate(project, journey, action)
        spoken = project.content.responses.get(action.name)
        faces = action.name in names("partner_facing") and journey not in names("partner_facing_journeys")
        if (past_gate or faces or (spoken and spoken.setting("spoken"))) and action.name not in seen:
            seen.add(action.name)
            yield finding("G512", action.place, action=action.name, journey=journey)


def _leads_past_gate(project: Project, journey: str, action: Named) -> bool:
    gates = project.way("gate") | project.way("gate_again")
    if action.name == CHOSEN_JOURNEY:
        return journey not in gates
    target = action.name.partition("_")[2] if action.name.startswith("go_") else ""
    return target in project.journeys and target in project.offered and is_gated(project, target)


def _never_entered(project: Project) -> Iterator[Finding]:
    for name, stories in project.journeys.items():
        if not _is_entered(project, name):
            yield finding("G514", stories[0].turns[0].intent.place, journey=name, intent=stories[0].turns[0].intent.name)


def _is_entered(project: Project, journey: str) -> bool:
    base = plain(journey)
    base = base[: -len(CLOSED_SUFFIX)] if base.endswith(CLOSED_SUFFIX) else base
    if project.is_interruption(journey):
        return True  # an intent that nobody can mean is its own finding
    by_answer = any(base.startswith(f"{kept}_") for kept in project.chosen_detours)
    by_name = base in project.signposts or base in project.offered or base in project.all_ways or journey in names("entered_journeys")
    return by_answer or by_name or f"start_{journey}" in project.content.intents or base.startswith(DANGER_PREFIX)
