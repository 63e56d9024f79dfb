"""The question that is open now, and its choices as they are shown (pure). The dialogue and the wording both ask here."""
from __future__ import annotations

from dataclasses import replace
from typing import Tuple

from groundwork.dialogue.naming_back import naming_choices
from groundwork.dialogue.questions import Choice, Question, Questions
from groundwork.dialogue.script import DANGER_PREFIX, SHORT_SUFFIX, way_of
from groundwork.dialogue.state import Answers, DialogueState

#: Shown with the second try of a coached step.
SECOND_TRY = "utter_keep_or_try"


def base_journey(name: str) -> str:
    """The journey's name without the mark of its short form."""
    return name[: -len(SHORT_SUFFIX)] if name.endswith(SHORT_SUFFIX) else name


def own_wordings(state: DialogueState, answers: Answers) -> Tuple[str, ...]:
    """The endings whose wording of a shared response comes first: before consent, the ways after danger that are still ahead, the journey
    that is walked, what closed the partner-facing steps, the chosen journey."""
    before_consent = () if state.consent else ("before_consent",)
    ahead = tuple(way_of(place[0]) for place in reversed(state.interrupted) if place[0].startswith(DANGER_PREFIX))
    walked = (way_of(base_journey(state.place[0])),) if state.place else ()
    closed_by = tuple(way_of(cause) for cause in reversed(state.closed_by))
    chosen = answers["journey"].choices if "journey" in answers else ()
    return tuple(dict.fromkeys(before_consent + ahead + walked + closed_by + chosen))


def worded(name: str, state: DialogueState, answers: Answers, questions: Questions) -> Tuple[str, ...]:
    """The responses that may word this one, the most particular first: for the answer that its `worded_by` names, for the journey, for both."""
    kept = answers.get(questions.get(name).worded_by or "")
    names = (f"{name}_{kept.choices[0]}", name) if kept and kept.choices else (name,)
    journeys = own_wordings(state, answers)
    return tuple(wording for own in names for wording in (*(f"{own}_{journey}" for journey in journeys), own))


def open_question(state: DialogueState, answers: Answers, questions: Questions) -> Question:
    """The open question with its choices; while feelings are named back, with the choices of that."""
    asked = asked_question(state, answers, questions)
    if not state.heard:
        return asked
    return replace(asked, choices=naming_choices(asked, state.heard, questions), takes_words=True, several=False)


def asked_question(state: DialogueState, answers: Answers, questions: Questions) -> Question:
    """The question of the open step; where a journey has its own wording with choices of its own, those count."""
    if state.place is None:
        return Question("")
    step = state.place[1]
    shared = questions.get(step)
    own = questions.first_existing(*(f"{step}_{journey}" for journey in own_wordings(state, answers)))
    if not own or not questions.get(own).choices:
        return shared
    return replace(shared, choices=questions.get(own).choices, unshown=questions.get(own).unshown)


def open_choices(state: DialogueState, answers: Answers, questions: Questions) -> Tuple[Choice, ...]:
    """The open question's choices: the second try's, the kept answers' labels, only the offered ones, or all that this channel shows."""
    question = open_question(state, answers, questions)
    if state.tried:
        return questions.get(SECOND_TRY).choices
    if question.dynamic == "answers":
        return tuple(Choice(name, answer.label) for name, answer in answers.items() if answer.label)
    if state.offered:
        return tuple(choice for choice in question.choices if choice.id in state.offered)
    return tuple(choice for choice in question.choices if not choice.channel or state.channel in (choice.channel, None))
