"""Which threshold costs what: scores of own examples by classifiers that have not seen them (pure; deterministic)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple


from groundwork.understanding.danger.classes import BY_PATTERN_ONLY, HARD, NONE
from groundwork.understanding.danger.examples import Example
from groundwork.understanding.danger.ordinary import ORDINARY
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.reading import DangerDetector, Thresholds
from groundwork.understanding.danger.sentences import plain_text, read_units, units_of
from groundwork.understanding.danger.training import fit_classes
from groundwork.understanding.encoder import SentenceVectors, encode_many

FOLDS = 4
#: Thresholds that are looked at.
GRID: Tuple[float, ...] = tuple(round(0.30 + 0.01 * step, 2) for step in range(70))


@dataclass(frozen=True)
class HeldOut:
    """An example, the score it got from a classifier that did not see it, and the tier that the patterns alone give."""

    example: Example
    score: float
    pattern_tier: Optional[str]


@dataclass(frozen=True)
class Point:
    """One threshold on the curve; recall per "class/kind"; alarms on own harmless text (hard on purpose) and on what people ordinarily say; 0 to 1."""

    threshold: float
    recall: Dict[str, float]
    false_alarm: float
    ordinary_alarm: float


def held_out(examples: Sequence[Example], encoder: SentenceVectors, patterns: DangerPatterns) -> List[HeldOut]:
    """Scores of the imagined writers' examples and of what people ordinarily say, in folds: no writer is both learned from and measured.

    The examples that belong to no writer are learned from in every fold and not measured: they are short and like each other.
    """
    kept = [example for example in examples if example.danger not in BY_PATTERN_ONLY]
    vectors = encode_many([plain_text(example.text) for example in kept], encoder)
    folds = folds_of(kept)
    found: Dict[int, HeldOut] = {}
    for fold in range(FOLDS):
        train = [row for row, place in enumerate(folds) if place != fold]
        classifier = fit_classes([kept[row] for row in train], vectors[train])
        detector = DangerDetector(patterns, classifier, encoder, Thresholds(1.0, 1.0))
        for row in (row for row, place in enumerate(folds) if place == fold):
            units = units_of(kept[row].text)
            found[row] = HeldOut(kept[row], detector.scores(units)["danger"], _pattern_tier(patterns, units))
    return [found[row] for row in sorted(found)]


def folds_of(examples: Sequence[Example]) -> List[int]:
    """The fold in which each example is measured; -1 where it never is."""
    writers = {writer: place % FOLDS for place, writer in enumerate(sorted({example.writer for example in examples if example.writer}))}
    ordinary = iter(range(len(examples)))
    return [next(ordinary) % FOLDS if example.kind == ORDINARY else writers.get(example.writer, -1) for example in examples]


def curve(results: Sequence[HeldOut], tier: Optional[str] = None, grid: Sequence[float] = GRID) -> List[Point]:
    """Recall and false alarm at each threshold, patterns included; `tier` "hard" counts only the patterns' hard stops."""
    counted = [(result, _counts(result, tier)) for result in results]
    return [_point(counted, threshold) for threshold in grid]


def choose(points: Sequence[Point], false_alarm: float) -> float:
    """The lowest threshold whose false alarm is at most this share; the highest of the grid where there is none."""
    return min((point.threshold for point in points if point.false_alarm <= false_alarm), default=max(point.threshold for point in points))


def _point(counted: Sequence[Tuple[HeldOut, bool]], threshold: float) -> Point:
    groups: Dict[str, List[bool]] = {}
    for result, by_pattern in counted:
        name = result.example.kind if result.example.kind == ORDINARY else NONE
        name = name if result.example.danger == NONE else f"{result.example.danger}/{result.example.kind}"
        groups.setdefault(name, []).append(by_pattern or result.score >= threshold)
    recall = {name: sum(heard) / len(heard) for name, heard in sorted(groups.items())}
    return Point(threshold, recall, false_alarm=recall.pop(NONE), ordinary_alarm=recall.pop(ORDINARY, 0.0))


def _counts(result: HeldOut, tier: Optional[str]) -> bool:
    return result.pattern_tier == HARD if tier == HARD else result.pattern_tier is not None


def _pattern_tier(patterns: DangerPatterns, units: Sequence[str]) -> Optional[str]:
    hits = [hit for unit in read_units(units) for hit in patterns.find(unit, units[0])]
    return min((hit.tier for hit in hits), key=lambda tier: tier != HARD, default=None)
