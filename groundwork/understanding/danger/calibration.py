"""Which threshold costs what: scores of own examples by classifiers that have not seen them (pure; deterministic)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
from sklearn.model_selection import StratifiedKFold

from groundwork.understanding.danger.classes import BY_PATTERN_ONLY, HARD, NONE
from groundwork.understanding.danger.classifier import SEED
from groundwork.understanding.danger.examples import Example
from groundwork.understanding.danger.ordinary import ORDINARY
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.reading import DangerDetector, Thresholds
from groundwork.understanding.danger.sentences import read_units, units_of
from groundwork.understanding.danger.training import fit_classes
from groundwork.understanding.encoder import SentenceVectors, encode_many

FOLDS = 5
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
    """Five folds over all examples that the classifier learns from."""
    kept = [example for example in examples if example.danger not in BY_PATTERN_ONLY]
    units = [units_of(example.text) for example in kept]
    flat = encode_many([unit for group in units for unit in group], encoder)
    ends = np.cumsum([len(group) for group in units])
    vectors = [flat[end - len(group) : end] for group, end in zip(units, ends)]
    dangers = [example.danger for example in kept]
    found: Dict[int, HeldOut] = {}
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(kept, dangers):
        classifier = fit_classes([kept[row] for row in train], np.vstack([vectors[row][:1] for row in train]))
        detector = DangerDetector(patterns, classifier, encoder, Thresholds(1.0, 1.0))
        for row in test:
            score = detector.scores(units[row], vectors[row])["danger"]
            found[int(row)] = HeldOut(kept[row], score, _pattern_tier(patterns, units[row]))
    return [found[row] for row in sorted(found)]


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
