"""How well each remark is made on the marked sentences (`sets/README.md`)."""
from __future__ import annotations

from functools import lru_cache
from typing import Dict

import pytest

from groundwork.coaching.catalogue import PRAISES, REMARKS
from groundwork.coaching.findings import MISSING
from tests.coaching.marked import FOLDER, Score, praises_missed, read, scores

PRECISION, RECALL = 0.95, 0.85
SAID = sorted(code for code, (_, severity) in REMARKS.items() if severity != MISSING)


@lru_cache(maxsize=1)
def measured() -> Dict[str, Score]:
    return scores(sentence for path in sorted(FOLDER.glob("*.txt")) for sentence in read(path.name))


@pytest.mark.parametrize("code", SAID)
def test_a_remark_is_made_where_it_belongs_and_nowhere_else(code: str) -> None:
    score = measured()[code]
    assert score.precision >= PRECISION and score.recall >= RECALL, f"precision {score.precision:.2f}, recall {score.recall:.2f}\n" + "\n".join(score.wrong)


def test_the_sets_are_large_enough_and_hold_every_remark() -> None:
    sentences = [sentence for path in FOLDER.glob("*.txt") for sentence in read(path.name)]
    assert len(sentences) >= 400 and len({sentence.kind for sentence in sentences}) == 6
    assert set(SAID) == set(measured()) - {code for code in measured() if code not in REMARKS}


def test_what_opens_is_praised() -> None:
    sentences = [sentence for path in FOLDER.glob("*.txt") for sentence in read(path.name)]
    marked = sum(len(sentence.praises) for sentence in sentences)
    missed = praises_missed(sentences)
    assert len(missed) <= 0.1 * marked, "\n".join(missed)
    assert {span[0] for sentence in sentences for span in sentence.praises} <= set(PRAISES)
