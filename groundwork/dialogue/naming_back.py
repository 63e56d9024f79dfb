"""Feelings that own words were understood as, named back before they are kept (pure).

A question whose choices carry `feeling:` names back what the recogniser heard: "angry and afraid", with "it fits", "only angry" and
"something else" as choices. It happens at the same step, so that going back, pausing and every interruption work as they do anywhere else.
"""
from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Mapping, Sequence, Tuple

from groundwork.dialogue.choices import names_of, normalise
from groundwork.dialogue.filling import fill
from groundwork.dialogue.questions import Choice, Question, Questions

NAMING = "utter_feelings_heard"
#: Companions of the naming question where a feeling was not named by its word: by the body, or between the lines.
BY_BODY, BETWEEN_THE_LINES = "body", "implied"
#: Choices of the naming question; `only` stands once for each feeling.
FITS, ONLY, OTHERWISE = "fits", "only", "otherwise"
#: More than three names are a list, not an echo.
MOST_NAMED = 3
_AND = "utter_feelings_heard_and"

Responses = Mapping[str, Sequence[Mapping[str, Any]]]


def feelings_heard(question: Question, feelings: Sequence[str], words: str) -> Tuple[str, ...]:
    """The question's choices that the recognised feelings mean; empty at a question that does not ask for feelings.

    Of several choices for one feeling ("ashamed", "guilty") the one that the words name, else the first. Named ones come first, in the
    person's order, then the others, the surest first.
    """
    heard = []
    for feeling in feelings[:MOST_NAMED]:
        fitting = [choice for choice in question.feelings if choice.feeling == feeling]
        heard += sorted(fitting, key=lambda choice: not is_said(choice, words))[:1]
    return tuple(choice.id for choice in sorted(heard, key=lambda choice: _first_said(choice, words)))


def _first_said(choice: Choice, words: str) -> int:
    said = f" {normalise(words)} "
    return min((said.find(f" {name} ") for name in names_of(choice) if f" {name} " in said), default=len(said))


def is_said(choice: Choice, words: str) -> bool:
    """Whether the words hold the choice's title or one of its other words."""
    said = f" {normalise(words)} "
    return any(f" {name} " in said for name in names_of(choice))


def manner(question: Question, heard: Sequence[str], words: str) -> Tuple[str, ...]:
    """How the naming is worded: which companions of the naming question fit, the most fitting first; none where each feeling was said."""
    implied = [choice for choice in question.feelings if choice.id in heard and not is_said(choice, words)]
    if not implied:
        return ()
    said = f" {normalise(words)} "
    by_body = any(f" {normalise(word)} " in said for choice in implied for word in choice.body)
    return (BY_BODY, BETWEEN_THE_LINES) if by_body else (BETWEEN_THE_LINES,)


def naming_choices(question: Question, heard: Sequence[str], questions: Questions) -> Tuple[Choice, ...]:
    """The naming question's choices; "only …" for each feeling, where there is more than one."""
    named = {choice.id: choice.named for choice in question.feelings}
    shown = []
    for choice in questions.get(NAMING).choices:
        if choice.id != ONLY:
            shown.append(choice)
        elif len(heard) > 1:
            shown += [_filled(choice, only, named[only]) for only in heard]
    return tuple(shown)


def feelings_meant(choice: str, heard: Tuple[str, ...]) -> Tuple[str, ...]:
    """The feelings that a choice of the naming question keeps; empty for "something else"."""
    if choice == FITS:
        return heard
    return tuple(feeling for feeling in heard if choice == f"{ONLY}_{feeling}")


def naming_values(question: Question, heard: Sequence[str], responses: Responses) -> Dict[str, str]:
    """`feelings_heard` for the wording: "angry, sad and afraid"."""
    named = [choice.named for feeling in heard for choice in question.feelings if choice.id == feeling]
    if not named:
        return {}
    if len(named) == 1:
        return {NAMING.removeprefix("utter_"): named[0]}
    joined = fill(str(responses[_AND][0]["text"]), {"first": ", ".join(named[:-1]), "last": named[-1]})
    return {NAMING.removeprefix("utter_"): joined}


def _filled(choice: Choice, feeling: str, named: str) -> Choice:
    also = tuple(fill(word, {"feeling": named}) for word in choice.also)
    return replace(choice, id=f"{ONLY}_{feeling}", title=fill(choice.title, {"feeling": named}), also=also)
