"""The page: the kept answers as headed lines in the person's own words, in the order of the journey (pure).

One model for every rendering: text in a chat here, a page for print and a text file in `documents`, the time in `calendar_file`.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from groundwork.dialogue.filling import choose_variation, fill
from groundwork.dialogue.naming_back import is_said
from groundwork.dialogue.open_question import base_journey
from groundwork.dialogue.questions import read_question
from groundwork.plan.when import When

#: The `answers` slot: name -> {"words", "label", "journey", "step", "when", ...}.
Kept = Mapping[str, Mapping[str, Any]]
Responses = Mapping[str, Sequence[Mapping[str, Any]]]
LINE, NOTE = "utter_plan_line", "utter_plan_note"


@dataclass(frozen=True)
class Line:
    """One answer. label: its heading. words: as they were typed. note: what was understood in them and found right: the time, or feelings."""

    label: str
    words: str
    note: str = ""

    @property
    def paragraphs(self) -> List[str]:
        """The words, paragraph by paragraph, without empty ones."""
        return [" ".join(paragraph.split()) for paragraph in self.words.splitlines() if paragraph.strip()]


@dataclass(frozen=True)
class Plan:
    """All lines, and the time of the talk if a day was chosen."""

    lines: Tuple[Line, ...]
    when: Optional[When] = None


def plan_of(answers: Kept, responses: Responses, journey: Optional[str] = None) -> Plan:
    """The labelled answers in order; a skipped step leaves no line.

    Args:
        answers: the `answers` slot.
        responses: the domain's responses, which name the feelings that were agreed to.
        journey: only the answers of this journey, in either length, and those that belong on any page; None for all.
    """
    mine = {journey, f"{journey}_short"}
    kept = [answer for answer in answers.values() if answer.get("label") and answer["words"].strip() and (journey is None or answer["journey"] in mine or _belongs_on_any(answer, responses))]
    times = [When.from_dict(answer["when"]) for answer in kept if answer.get("when")]
    return Plan(tuple(line_of(answer, str(answer["label"]), responses) for answer in kept), times[-1] if times else None)


def chosen_journey(answers: Kept) -> Optional[str]:
    """The journey that the person chose, in its full form's name."""
    return ((answers.get("journey") or {}).get("choices") or [None])[0]


def chat_text(lines: Sequence[Line], responses: Responses, channel: str = "") -> str:
    """Lines as text for a chat.

    Args:
        responses: the domain's responses; `utter_plan_line` is the form of a line, `utter_plan_note` of words with a note.
        channel: where it is said; a channel may have a form of its own.
    """
    return "\n".join(_said(line, responses, channel) for line in lines).strip("\n")


def line_of(answer: Mapping[str, Any], label: str, responses: Responses) -> Line:
    """One kept answer under this heading, with the time or the feelings that were found right in it."""
    time = When.from_dict(answer["when"]).spoken() if answer.get("when") else ""
    return Line(label, answer["words"].strip(), time or ", ".join(named_feelings(answer, responses)))


def _belongs_on_any(answer: Mapping[str, Any], responses: Responses) -> bool:
    """Whether the question's metadata says so (`page: any`): a detour's answer is part of the journey it was made from."""
    variations = responses.get(answer["step"]) or [{}]
    return (variations[0].get("metadata") or {}).get("page") == "any"


def named_feelings(answer: Mapping[str, Any], responses: Responses) -> List[str]:
    """The feelings that were named back and fit, as far as the person's own words do not name them."""
    step, journey = str(answer["step"]), base_journey(str(answer["journey"]))
    variations = responses.get(f"{step}_{journey}") or responses.get(step) or [{}]
    feelings = {choice.id: choice for choice in read_question(step, variations).feelings}
    agreed = [feelings[choice] for choice in answer.get("choices") or () if choice in feelings]
    return [choice.named for choice in agreed if not is_said(choice, str(answer["words"]))]


def _said(line: Line, responses: Responses, channel: str) -> str:
    words = " ".join(line.paragraphs)
    if line.note:
        words = _form(NOTE, responses, {"answer": words, "note": line.note}, channel)
    return _form(LINE, responses, {"label": line.label, "answer": words}, channel).removeprefix(": ") if line.label else words


def _form(name: str, responses: Responses, values: Mapping[str, str], channel: str) -> str:
    form = choose_variation(responses[name], values, channel, 1)
    assert form is not None
    return fill(str(form["text"]), values)
