"""`groundwork evaluate minor FILE.jsonl`: whether it is heard that somebody says they are under 18.

Rows: text, label (minor_self, or another). The dialogue goes by the first danger of a message, so only that one counts.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Sequence

from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, write_table
from groundwork.evaluation.danger import heard_in, small_counts
from groundwork.understanding.evaluate_danger import MINOR_LABEL, minor_measures


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: recall and false_alarm; counts where a group is small."""
    assistant = MeasuredAssistant()
    rows = list(rows_of(path))
    measures = minor_measures(rows, [heard_in(assistant.read(row["text"])) for row in rows])
    others = _others(rows, measures["false_alarm"])
    write_table(
        report_dir, "minor", ["group", "heard as under 18", "share"],
        [[MINOR_LABEL, measures["counts"], measures["recall"]], ["others", others, measures["false_alarm"]]],
    )
    counts = small_counts({MINOR_LABEL: measures["counts"], "others": others})
    return {"recall": measures["recall"], "false_alarm": measures["false_alarm"], **counts}


def _others(rows: Sequence[Mapping[str, Any]], false_alarm: float) -> str:
    n = sum(row["label"] != MINOR_LABEL for row in rows)
    return f"{round(false_alarm * n)} of {n}"
