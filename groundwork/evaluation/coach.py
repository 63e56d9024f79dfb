"""`groundwork evaluate coach FILE.jsonl`: how often people's own sentences get a remark.

Rows: text, label. A sentence of `apology_*` is read as an apology, of `limit` as a boundary, of `request` as a request, of all others as an
opening line. A remark about something that was said counts under `remarked`; what is not there counts under `missing`.
"""
from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple, Union

from groundwork.coaching.coach import coach
from groundwork.evaluation.assistant import rows_of, share, write_table

#: A group of fewer rows is given as counts: a share of so few says little.
FEWEST = 10
#: (codes of what was said, codes of what is missing) of one row.
Noticed = Tuple[Tuple[str, ...], Tuple[str, ...]]


def kind_of(label: str) -> str:
    """What a labelled sentence is meant to be."""
    if label.startswith("apology"):
        return "apology"
    return {"limit": "boundary", "request": "request"}.get(label, "opening")


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: n, and for each label the share (a count where there are few rows) with a remark and with something missing."""
    by_label: Dict[str, List[Noticed]] = defaultdict(list)
    for row in rows_of(path):
        by_label[str(row["label"])].append(_noticed(str(row["text"]), kind_of(str(row["label"]))))
    table: List[List[object]] = []
    for label, rows in sorted(by_label.items()):
        codes = sorted({code for said, missing in rows for code in (*said, *missing)})
        table += [[label, code, sum(code in said + missing for said, missing in rows), len(rows)] for code in codes]
    write_table(report_dir, "coach", ["label", "code", "rows with it", "rows"], table)
    return figures(by_label)


def figures(by_label: Dict[str, List[Noticed]]) -> Dict[str, Any]:
    """Figures for what was noticed in the rows of each label."""
    return {
        "n": sum(len(rows) for rows in by_label.values()),
        "remarked": {label: _part(sum(bool(said) for said, _ in rows), len(rows)) for label, rows in sorted(by_label.items())},
        "missing": {label: _part(sum(bool(missing) for _, missing in rows), len(rows)) for label, rows in sorted(by_label.items())},
    }


def _part(some: int, rows: int) -> Union[float, str]:
    return share(some, rows) if rows >= FEWEST else f"{some} of {rows}"


def _noticed(text: str, kind: str) -> Noticed:
    findings = coach(text, kind).findings
    said = tuple(sorted({finding.code for finding in findings if not finding.is_missing}))
    return said, tuple(sorted({finding.code for finding in findings if finding.is_missing}))
