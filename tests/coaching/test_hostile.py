"""Any text at all: no exception, spans inside the text, nothing said that is not written. `script/soak` reads ten thousand of them."""
from __future__ import annotations

import os

import pytest

from groundwork.coaching.coach import coach
from groundwork.coaching.findings import KINDS
from tests.coaching.hostile import texts

TEXTS = int(os.environ.get("GROUNDWORK_COACH_TEXTS", "300"))
SEED = int(os.environ.get("GROUNDWORK_WALK_SEED", "20261125"))


def test_no_text_breaks_the_coach() -> None:
    for number, text in enumerate(texts(TEXTS, SEED)):
        kind = KINDS[number % len(KINDS)]
        found = coach(text, kind)
        spans = [(one.start, one.end) for one in (*found.findings, *found.strengths)]
        assert all(0 <= start < end <= len(text) for start, end in spans), f"seed {SEED}, text {number}, {kind}"


@pytest.mark.parametrize("text", ["", "  ", "\n", "🙃", "."])
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_words_gets_no_remark(text: str, kind: str) -> None:
    assert not [finding for finding in coach(text, kind).findings if not finding.is_missing]
