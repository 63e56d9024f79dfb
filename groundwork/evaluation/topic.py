"""`groundwork evaluate topic FILE.jsonl`: what people's own words at the topic question are understood as.

Rows: text, label (betrayal, shame, boundaries, other), also (a second label that counts as right). A message that is answered with a way
after danger is counted apart and judged by the topic that the same words have once the person says "that is not what I meant".
"""
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, Counter as Counts, Dict, FrozenSet, Optional, Tuple

from groundwork.dialogue.engine import Outcome
from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, share, write_table

QUESTION = ("topic", "utter_topic")
OTHER = "other"


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: n, accuracy (right topic, or a question between two of which one is right), and both parts of it."""
    assistant = MeasuredAssistant()
    right = fitting = danger = n = 0
    confusion: Counts[Tuple[str, str]] = Counter()
    for row in rows_of(path):
        n += 1
        message = assistant.read(row["text"])
        danger += bool(message.danger)
        understood = topics_of(assistant.answer_at(QUESTION, replace(message, danger=None)))
        wanted = {row["label"], *_also(row)}
        right += len(understood) == 1 and bool(understood & wanted)
        fitting += len(understood) > 1 and bool(understood & wanted)
        confusion[row["label"], " or ".join(sorted(understood))] += 1
    write_table(report_dir, "topic", ["label", "understood as", "rows"], [[*pair, count] for pair, count in sorted(confusion.items())])
    return {"n": n, "accuracy": share(right + fitting, n), "right_topic": share(right, n), "fitting_question": share(fitting, n), "danger_first": danger}


def topics_of(outcome: Outcome) -> FrozenSet[str]:
    """The topic or topics that an answer at the topic question is about; "other" where it is none."""
    place = outcome.state.place
    step = place[1] if place else ""
    if step.startswith("utter_role_"):
        return frozenset({step.removeprefix("utter_role_")})
    if step == "utter_topic_between":
        return frozenset(outcome.state.offered) - {"neither"}
    if step == "utter_journey_confirm":
        chosen = outcome.answers["topic"].choices
        return frozenset(chosen) if chosen and chosen[0] in ("betrayal", "shame", "boundaries") else frozenset({OTHER})
    return frozenset({OTHER})


def _also(row: Dict[str, Any]) -> FrozenSet[str]:
    also = row.get("also") or []
    return frozenset([also] if isinstance(also, str) else also)
