"""Sentences with the coach's remarks and praises marked in them."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Tuple

from groundwork.coaching.coach import coach

FOLDER = Path(__file__).parent / "sets"
_MARK = re.compile(r"([\[{])([\w/]+): (.*?)[\]}]")
#: (code, start, end)
Span = Tuple[str, int, int]


@dataclass(frozen=True)
class Marked:
    """One sentence: remarks are all that may be made, praises some that must be."""

    kind: str
    text: str
    remarks: Tuple[Span, ...]
    praises: Tuple[Span, ...]


@dataclass
class Score:
    """Counts for one remark."""

    right: int = 0
    made: int = 0
    marked: int = 0
    wrong: List[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        missed = sum(line.startswith("missed") for line in self.wrong)
        return 1 - missed / self.marked if self.marked else 1.0


def read(name: str) -> Iterator[Marked]:
    """The sentences of a set."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, _, marked = line.partition(" | ")
            yield _marked(kind.strip(), marked)


def _marked(kind: str, marked: str) -> Marked:
    text, remarks, praises, position = "", [], [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        span = (match.group(2), len(text), len(text) + len(match.group(3)))
        (remarks if match.group(1) == "[" else praises).append(span)
        text += match.group(3)
        position = match.end()
    return Marked(kind, text + marked[position:], tuple(remarks), tuple(praises))


def overlap(one: Span, other: Span) -> bool:
    """Whether a mark of one of the other's codes ("blame/order" names two that fit) shares at least half of the shorter one with it."""
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] in other[0].split("/") and shared * 2 >= min(one[2] - one[1], other[2] - other[1]) > 0


def scores(sentences: Iterable[Marked]) -> Dict[str, Score]:
    """What was right, made and marked, for each remark; a stretch is right where it overlaps a marked one of its code."""
    by_code: Dict[str, Score] = {}
    for sentence in sentences:
        made = [(finding.code, finding.start, finding.end) for finding in coach(sentence.text, sentence.kind).findings if not finding.is_missing]
        for span in made:
            score = by_code.setdefault(span[0], Score())
            score.made += 1
            if any(overlap(span, marked) for marked in sentence.remarks):
                score.right += 1
            else:
                score.wrong.append(f"made: {sentence.text!r} {sentence.text[span[1]:span[2]]!r}")
        for span in sentence.remarks:
            found = next((one for one in made if overlap(one, span)), None)
            score = by_code.setdefault(found[0] if found else span[0].split("/")[0], Score())
            score.marked += 1
            if found is None:
                score.wrong.append(f"missed: {sentence.text!r} {sentence.text[span[1]:span[2]]!r}")
    return by_code


def praises_missed(sentences: Iterable[Marked]) -> List[str]:
    """The marked praises that were not given."""
    missed: List[str] = []
    for sentence in sentences:
        given = [(one.code, one.start, one.end) for one in coach(sentence.text, sentence.kind).strengths]
        missed += [f"{span[0]}: {sentence.text!r}" for span in sentence.praises if not any(overlap(one, span) for one in given)]
    return missed
