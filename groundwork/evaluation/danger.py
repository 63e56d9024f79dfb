"""`groundwork evaluate danger FILE.jsonl`: how much danger is heard, and how much is heard where there is none.

Rows: text, label (a class of danger, or none), kind. A message counts as heard whichever class was heard.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence

from groundwork.dialogue.message import Message
from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, write_table
from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.danger.examples import DEFAULT_FOLDER
from groundwork.understanding.evaluate_danger import Heard, danger_measures, heard, recall_loss
from groundwork.understanding.perturbation import PERTURBATIONS

#: A group of fewer rows is also given as counts.
SMALL_GROUP = 10


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: n, recall (either tier) and recall_hard per label/kind, false_alarm hard and any; counts of small groups.

    With a report folder: danger.md (the groups), robustness.md (the same text typed in other ways), curve.md and curve.png (what each
    threshold costs, on own text not trained on).
    """
    assistant = MeasuredAssistant()
    rows = list(rows_of(path))
    measures = _measured(assistant, rows, str)
    if report_dir is not None:
        from groundwork.understanding.danger.report import write_curve  # needs a plotting library, which nothing else here does

        write_table(report_dir, "danger", ["group", "heard", "recall", "hard", "this very class"], _lines(measures))
        changed = {name: _measured(assistant, rows, change) for name, change in PERTURBATIONS.items()}
        head = ["typed as", *(f"{group}: points of recall lost" for group in measures["recall"]), "false alarm hard", "any"]
        write_table(report_dir, "robustness", head, [_robustness(name, measures, found) for name, found in changed.items()])
        write_curve(report_dir, PROJECT_ROOT / DEFAULT_FOLDER)
    figures = {name: measures[name] for name in ("n", "recall", "recall_hard", "false_alarm")}
    return {**figures, **small_counts(measures["counts"])}


def _measured(assistant: MeasuredAssistant, rows: Sequence[Mapping[str, Any]], change: Callable[[str], str]) -> Dict[str, Any]:
    return danger_measures(rows, [heard_in(assistant.read(change(row["text"]))) for row in rows])


def _robustness(name: str, plain: Mapping[str, Any], changed: Mapping[str, Any]) -> List[object]:
    return [name.replace("_", " "), *recall_loss(plain, changed).values(), changed["false_alarm"]["hard"], changed["false_alarm"]["any"]]


def heard_in(message: Message) -> Heard:
    """The danger of a message as the dialogue reads it: none, "<class>" for a hard stop, "<class>_check"."""
    return heard([message.danger] if message.danger else [])


def small_counts(counts: Mapping[str, str]) -> Dict[str, Dict[str, str]]:
    """{"counts": "heard of rows" of each small group}, or nothing where there is none."""
    small = {name: count for name, count in counts.items() if int(count.rsplit(" ", 1)[1]) < SMALL_GROUP}
    return {"counts": small} if small else {}


def _lines(measures: Mapping[str, Any]) -> Sequence[List[object]]:
    groups = [[name, measures["counts"][name], *(measures[key][name] for key in ("recall", "recall_hard", "recall_same"))] for name in measures["recall"]]
    alarm = measures["false_alarm"]
    return [*groups, ["none (false alarm)", "", alarm["any"], alarm["hard"], ""]]
