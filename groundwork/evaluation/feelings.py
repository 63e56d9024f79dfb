"""`groundwork evaluate feelings FILE.jsonl`: which feelings people's own words are understood as.

Rows: text, labels (anger, jealousy, shame_guilt, fear_anxiety, sadness, or none alone). Each text is read by the whole pipeline.
"""
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Counter as Counts, Dict, FrozenSet, List, Optional, Tuple

from groundwork.channels.plain_text import as_plain_text
from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, share, write_table
from groundwork.understanding.feelings.labels import FEELINGS, NONE

LABELS = (*FEELINGS, NONE)
#: (right, understood) label sets of one row.
Pair = Tuple[FrozenSet[str], FrozenSet[str]]


class FeelingReader(MeasuredAssistant):
    """The trained assistant, asked for feelings."""

    def feelings(self, text: str) -> FrozenSet[str]:
        """The labels that the pipeline gives a text; "none" where it names no feeling."""
        parsed: Dict[str, Any] = self._loop.run_until_complete(self.agent.parse_message(as_plain_text(text)))
        found = frozenset(str(entity["value"]) for entity in parsed["entities"] if entity["entity"] == "feeling")
        return found or frozenset({NONE})


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: n, macro_f1 (over the five feelings and none), macro_f1_feelings (without none), exact (all labels right), labels."""
    reader = FeelingReader()
    pairs = [(_right(row, path), reader.feelings(row["text"])) for row in rows_of(path)]
    confusion: Counts[Tuple[str, str]] = Counter((" + ".join(sorted(right)), " + ".join(sorted(found))) for right, found in pairs)
    table: List[List[object]] = [[*names, count] for names, count in sorted(confusion.items())]
    write_table(report_dir, "feelings", ["labels", "understood as", "rows"], table)
    return figures(pairs)


def figures(pairs: List[Pair]) -> Dict[str, Any]:
    """Figures for pairs of right and understood labels. A label that no row has counts in no mean."""
    by_label = {label: _of_label(label, pairs) for label in LABELS}
    present = [label for label in LABELS if by_label[label]["rows"]]
    return {
        "n": len(pairs),
        "macro_f1": _mean([by_label[label]["f1"] for label in present]),
        "macro_f1_feelings": _mean([by_label[label]["f1"] for label in present if label != NONE]),
        "exact": share(sum(right == found for right, found in pairs), len(pairs)),
        "labels": by_label,
    }


def _of_label(label: str, pairs: List[Pair]) -> Dict[str, Any]:
    hits = sum(label in right and label in found for right, found in pairs)
    rows, found = sum(label in right for right, _ in pairs), sum(label in found for _, found in pairs)
    return {"precision": share(hits, found), "recall": share(hits, rows), "f1": share(2 * hits, rows + found), "rows": rows, "found": found, "hits": hits}


def _mean(values: List[float]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0


def _right(row: Dict[str, Any], path: Path) -> FrozenSet[str]:
    labels = frozenset(row["labels"])
    if not labels or not labels <= set(LABELS):
        raise ValueError(f"{path}: `labels` must be some of {', '.join(LABELS)}.")
    return labels
