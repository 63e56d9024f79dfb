"""Stories and rules -> script (pure).

A story is a list of turns: what the person meant (intent, choice) and what is said and done then. Stories that begin with the same
intent are one journey; they may branch by choice and join again.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from groundwork.dialogue.script import GO_PREFIX, START_PREFIX, VISIT_CHOSEN_PREFIX, VISIT_PREFIX, Journey, Run, Script, is_signpost


class StoryError(ValueError):
    """A story that cannot be followed. The message says which story, what is wrong and what to do."""


@dataclass(frozen=True)
class Turn:
    """One turn of a story: the person's intent and choice, then the assistant's actions."""

    intent: str
    choice: Optional[str]
    actions: Tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A named story with its turns."""

    name: str
    turns: Tuple[Turn, ...]


def journey_name(intent: str) -> str:
    """`start_betrayal_hurt` -> `betrayal_hurt`; an interruption keeps its intent's name."""
    return intent[len(START_PREFIX):] if intent.startswith(START_PREFIX) else intent


def read_script(stories: Iterable[Story], rules: Dict[str, Tuple[str, ...]]) -> Script:
    """Build the script.

    Args:
        stories: every story of the project, in any order.
        rules: intent -> actions of the one-answer rules.

    Raises:
        StoryError: where stories disagree, end in nothing, or name a journey that does not exist.
    """
    by_journey: Dict[str, List[Story]] = {}
    interruptions: Set[str] = set()
    for story in stories:
        if story.turns:
            if not story.turns[0].intent.startswith(START_PREFIX):
                interruptions.add(story.turns[0].intent)
            by_journey.setdefault(journey_name(story.turns[0].intent), []).append(story)
    for intent in sorted(interruptions & set(rules)):
        raise StoryError(f"The intent {intent} is answered by a rule and by the story '{by_journey[intent][0].name}'. Keep one of them.")
    journeys = {name: _read_journey(name, group) for name, group in by_journey.items()}
    _check_signposts(journeys)
    return Script(journeys, dict(rules), frozenset(interruptions))


def _read_journey(name: str, stories: Sequence[Story]) -> Journey:
    questions = _questions(stories)
    opening: Optional[Run] = None
    exits: Dict[str, Dict[str, Run]] = {}
    told_by: Dict[Tuple[str, str], str] = {}
    for story in stories:
        run = _run(story, 0, questions)
        if opening is not None and opening != run:
            raise StoryError(_disagree(name, "its first words", stories[0].name, story.name))
        opening = run
        for index, turn in enumerate(story.turns[1:], start=1):
            step = _question(story.turns[index - 1].actions)
            if step is None:
                raise StoryError(f"Story '{story.name}': there is an answer before anything was asked. Add a question above it.")
            run, key = _run(story, index, questions), (step, turn.choice or "")
            known = exits.setdefault(step, {}).get(key[1])
            if known is not None and known != run:
                raise StoryError(_disagree(name, f"what follows {step} [{turn.choice or 'any answer'}]", told_by[key], story.name))
            exits[step][key[1]] = run
            told_by[key] = story.name
    assert opening is not None
    if stories[0].turns[0].intent.startswith(START_PREFIX) and not opening.question and not is_signpost(opening.actions[-1]):
        raise StoryError(f"Journey '{name}' asks nothing. End its first turn with a question, or with a signpost such as go_topic.")
    return Journey(name, opening, exits)


def _questions(stories: Sequence[Story]) -> Set[str]:
    found = {_question(story.turns[i].actions) for story in stories for i in range(len(story.turns) - 1)}
    return {question for question in found if question}


def _question(actions: Sequence[str]) -> Optional[str]:
    spoken = [action for action in actions if action.startswith("utter_")]
    return spoken[-1] if spoken else None


def _run(story: Story, index: int, questions: Set[str]) -> Run:
    actions = story.turns[index].actions
    if not actions:
        raise StoryError(f"Story '{story.name}' ends on the person's turn. Add what is said then, or `- action: go_on`.")
    last = index == len(story.turns) - 1
    question = _question(actions)
    ends = last and (question not in questions or is_signpost(actions[-1]))
    return Run(actions, None if ends else question)


def _disagree(journey: str, about: str, first: str, second: str) -> str:
    return (
        f"Journey '{journey}': the stories '{first}' and '{second}' disagree on {about}. "
        "Name the choice in one of them (entities: [{choice: ...}]) or make them say the same."
    )


def _check_signposts(journeys: Dict[str, Journey]) -> None:
    special = {"go_chosen_journey", "go_chosen_way", "go_chosen_role", "go_chosen_answer", "go_question_before", "go_on", "go_past"}
    for journey in journeys.values():
        runs = [journey.opening] + [run for ways in journey.exits.values() for run in ways.values()]
        for action in (action for run in runs for action in run.actions):
            leads_on = action.startswith((GO_PREFIX, VISIT_PREFIX)) and not action.startswith(VISIT_CHOSEN_PREFIX)
            target = action.partition("_")[2]
            if leads_on and action not in special and target not in journeys:
                raise StoryError(
                    f"Journey '{journey.name}': the signpost {action} leads to a journey that does not exist. "
                    f"Write a story that begins with the intent start_{target}, or mend the name."
                )
