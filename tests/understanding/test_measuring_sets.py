"""The measuring sets are only for measuring: well-formed, large enough, and no text of them is an example that is trained on."""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

import pytest
import yaml

from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.danger.examples import DEFAULT_FOLDER, load_examples
from groundwork.understanding.typed_text import normalise

SETS = Path(__file__).parent / "sets"
SMALLEST = {"answers": 200, "interruptions": 200, "rewordings": 300, "fresh_answers": 60, "fresh_interruptions": 60}
ANSWER = "answer"


def _rows(name: str) -> List[Dict[str, Any]]:
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _nlu_examples() -> Iterator[tuple[str, str]]:
    """(intent, text) of every NLU example under data/."""
    for path in sorted((PROJECT_ROOT / "data").rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in (content.get("nlu") if isinstance(content, dict) else None) or []:
            for line in str(entry.get("examples") or "").splitlines():
                if line.strip():
                    yield str(entry.get("intent")), line.strip().removeprefix("- ")


@pytest.fixture(scope="module")
def trained_on() -> Set[str]:
    """Every text that something is trained on, as `normalise` writes it."""
    return {normalise(text) for _, text in _nlu_examples()} | {normalise(example.text) for example in load_examples(PROJECT_ROOT / DEFAULT_FOLDER)}


@pytest.mark.parametrize("name", sorted(SMALLEST))
def test_a_set_is_large_enough_and_every_row_is_whole(name: str) -> None:
    rows = _rows(name)
    assert len(rows) >= SMALLEST[name]
    for number, row in enumerate(rows, start=1):
        assert set(row) <= {"text", "expected", "also"}, number
        assert row["text"].strip() and row["expected"], number
        assert (row["expected"] == ANSWER) == name.endswith("answers"), number
        assert all(isinstance(other, str) and other != row["expected"] for other in row.get("also", [])), number


def test_no_text_occurs_twice() -> None:
    counts = Counter(normalise(row["text"]) for name in SMALLEST for row in _rows(name))
    assert not [text for text, count in counts.items() if count > 1]


@pytest.mark.parametrize("name", sorted(SMALLEST))
def test_no_text_is_trained_on(name: str, trained_on: Set[str]) -> None:
    assert trained_on
    assert not [f"{row['expected']}: {row['text']}" for row in _rows(name) if normalise(row["text"]) in trained_on]


def test_every_intent_with_examples_has_rewordings() -> None:
    covered = {row["expected"] for name in ("interruptions", "rewordings") for row in _rows(name)}
    assert not {intent for intent, _ in _nlu_examples()} - covered - {"inform"}
