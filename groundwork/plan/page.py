"""The answers as lines of a page, in the person's own words (pure)."""
from __future__ import annotations

from typing import Any, List, Mapping


def page_lines(answers: Mapping[str, Mapping[str, Any]]) -> List[str]:
    """"Label: words", one per labelled answer, in the order in which they were first given; a skipped step leaves no line.

    Args:
        answers: the `answers` slot: name -> {"words", "label", …}.
    """
    return [f"{answer['label']}: {_one_line(answer['words'])}" for answer in answers.values() if answer.get("label") and _one_line(answer["words"])]


def all_lines(answers: Mapping[str, Mapping[str, Any]]) -> List[str]:
    """Every kept answer, those without a label under the name they are kept by."""
    return [
        f"{answer.get('label') or name.replace('_', ' ')}: {_one_line(answer['words'])}"
        for name, answer in answers.items()
        if _one_line(answer["words"])
    ]


def _one_line(words: str) -> str:
    return " ".join(words.split())
