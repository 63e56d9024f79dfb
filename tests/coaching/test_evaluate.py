"""`groundwork evaluate coach`: which kind a label is read as, and how figures are given."""
from __future__ import annotations

import json
from pathlib import Path

from groundwork.evaluation.coach import figures, kind_of, main


def test_labels_are_read_as_the_kind_they_are() -> None:
    assert [kind_of(label) for label in ("apology_flawed", "limit", "request", "blame", "other")] == ["apology", "boundary", "request", "opening", "opening"]


def test_what_is_missing_is_no_remark_and_small_groups_are_counts() -> None:
    rows = {"blame": [(("threat",), ())] * 9 + [((), ("no_request",))], "limit": [((), ("no_own_action",)), (("vague",), ())]}
    assert figures(rows) == {"n": 12, "remarked": {"blame": 0.9, "limit": "1 of 2"}, "missing": {"blame": 0.1, "limit": "1 of 2"}}


def test_a_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": "You never listen", "label": "blame"}) + "\n" + json.dumps({"text": "I am sad", "label": "i_statement"}))
    assert main(path)["remarked"] == {"blame": "1 of 1", "i_statement": "0 of 1"}
