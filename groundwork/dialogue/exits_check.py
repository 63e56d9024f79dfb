"""Every choice that is shown leads somewhere (pure); found when the model is trained, not by a person at 2 a.m."""
from __future__ import annotations

from typing import List

from groundwork.dialogue.open_question import base_journey
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.script import Journey, Script


def dead_ends(script: Script, questions: Questions) -> List[str]:
    """One sentence for every choice without a way on, and for every step whose question is not written."""
    found: List[str] = []
    for journey in script.journeys.values():
        for step in journey.exits:
            if not questions.exists(step):
                found.append(f"Journey '{journey.name}': {step} is a step, but no response of that name is written.")
            found += _choices_without_a_way(journey, step, questions)
    return found


def _choices_without_a_way(journey: Journey, step: str, questions: Questions) -> List[str]:
    own = questions.first_existing(f"{step}_{base_journey(journey.name)}") or step
    choices = questions.get(own).choices or questions.get(step).choices
    return [
        f"Journey '{journey.name}': the choice '{choice.id}' of {own} leads nowhere. Add a story with `entities: [{{choice: {choice.id}}}]`, "
        "or one that continues after any answer."
        for choice in choices
        if journey.run_after(step, choice.id) is None
    ]
