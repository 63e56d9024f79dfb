"""The answers as lines of a page, in the person's own words (pure)."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from groundwork.dialogue.filling import fill
from groundwork.dialogue.naming_back import is_said
from groundwork.dialogue.open_question import base_journey
from groundwork.dialogue.questions import read_question

Kept = Mapping[str, Mapping[str, Any]]
Responses = Mapping[str, List[Mapping[str, Any]]]
LINE, LINE_NAMED = "utter_plan_line", "utter_plan_line_named"


def page_lines(answers: Kept, responses: Responses, journey: Optional[str] = None) -> List[str]:
    """One line per labelled answer, in order, with the feelings that the person agreed to; a skipped step leaves no line.

    Args:
        answers: the `answers` slot: name -> {"words", "label", "journey", ...}.
        responses: the domain's responses; `utter_plan_line` is the form of a line, `utter_plan_line_named` of one with feelings.
        journey: only the answers of this journey, in either length; None for all.
    """
    mine = {journey, f"{journey}_short"}
    return [
        _line(answer["label"], answer["words"], responses, named_feelings(answer, responses))
        for answer in answers.values()
        if answer.get("label") and answer["words"].strip() and (journey is None or answer["journey"] in mine)
    ]


def all_lines(answers: Kept, responses: Responses) -> List[str]:
    """Every kept answer, those without a label as their question's `called` names them."""
    return [
        _line(answer.get("label") or _called(answer, responses), answer["words"], responses)
        for answer in answers.values()
        if answer["words"].strip()
    ]


def _called(answer: Mapping[str, Any], responses: Responses) -> str:
    variations = responses.get(answer["step"]) or [{}]
    metadata: Dict[str, Any] = variations[0].get("metadata") or {}
    return str(metadata.get("called") or "")


def named_feelings(answer: Mapping[str, Any], responses: Responses) -> List[str]:
    """The feelings that were named back and fit, as far as the person's own words do not name them."""
    step, journey = str(answer["step"]), base_journey(str(answer["journey"]))
    variations = responses.get(f"{step}_{journey}") or responses.get(step) or [{}]
    feelings = {choice.id: choice for choice in read_question(step, variations).feelings}
    agreed = [feelings[choice] for choice in answer.get("choices") or () if choice in feelings]
    return [choice.named for choice in agreed if not is_said(choice, str(answer["words"]))]


def _line(label: str, words: str, responses: Responses, feelings: Sequence[str] = ()) -> str:
    values = {"label": label, "answer": " ".join(words.split()), "feelings": ", ".join(feelings)}
    return fill(str(responses[LINE_NAMED if feelings else LINE][0]["text"]), values).lstrip(": ")
