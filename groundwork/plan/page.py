"""The answers as lines of a page, in the person's own words (pure)."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional

from groundwork.dialogue.filling import fill

Kept = Mapping[str, Mapping[str, Any]]
Responses = Mapping[str, List[Mapping[str, Any]]]
LINE = "utter_plan_line"


def page_lines(answers: Kept, responses: Responses, journey: Optional[str] = None) -> List[str]:
    """One line per labelled answer, in order; a skipped step leaves no line.

    Args:
        answers: the `answers` slot: name -> {"words", "label", "journey", ...}.
        responses: the domain's responses; `utter_plan_line` is the form of a line.
        journey: only the answers of this journey, in either length; None for all.
    """
    mine = {journey, f"{journey}_short"}
    return [
        _line(answer["label"], answer["words"], responses)
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


def _line(label: str, words: str, responses: Responses) -> str:
    return fill(str(responses[LINE][0]["text"]), {"label": label, "answer": " ".join(words.split())}).lstrip(": ")
