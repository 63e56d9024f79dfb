"""A message -> the danger in it: the public face of danger detection (pure apart from the encoder)."""
from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Optional, Sequence

import numpy as np

from groundwork.understanding.danger.classes import CHECK, HARD, MINOR, NONE, rank
from groundwork.understanding.danger.classifier import DangerClassifier
from groundwork.understanding.danger.patterns import DangerPatterns, Hit
from groundwork.understanding.danger.sentences import read_units, units_of
from groundwork.understanding.encoder import Encoder
from groundwork.understanding.typed_text import is_choice_payload

#: The most dangerous sentence alone counts so much; together with the whole text it counts in full. So one clear sentence in a long
#: harmless text is heard, and several faint ones do not add up.
SENTENCE_WEIGHT = 0.85


@dataclass(frozen=True)
class Thresholds:
    """From which score a class is a hard stop or a check-in question; `hard`, `check` where a class has none of its own.

    A message of at most `short_words` words says little that a classifier can be sure of: there a hard stop needs `short_hard`.
    """

    hard: float
    check: float
    by_class: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    short_words: int = 0
    short_hard: float = 1.0

    def tier(self, danger: str, score: float, words: Optional[int] = None) -> Optional[str]:
        """The tier of a score, or None; `words`: the length of the message, where it matters."""
        own = self.by_class.get(danger, {})
        hard = own.get(HARD, self.hard)
        if words is not None and words <= self.short_words:
            hard = max(hard, self.short_hard)
        if score >= hard:
            return HARD
        return CHECK if score >= own.get(CHECK, self.check) else None


@dataclass(frozen=True)
class DangerReading:
    """What was heard. `scores`: probability of each class, and "danger", the score that the thresholds judge; `minor`: says they are under 18."""

    danger: Optional[str]
    tier: Optional[str]
    scores: Mapping[str, float]
    minor: bool = False


class DangerDetector:
    """Patterns and classifier, joined; the same text gives the same reading."""

    def __init__(self, patterns: DangerPatterns, classifier: DangerClassifier, encoder: Encoder, thresholds: Thresholds) -> None:
        """The parts; `thresholds` come from config.yml."""
        self._patterns, self._classifier, self._encoder, self._thresholds = patterns, classifier, encoder, thresholds

    def with_encoder(self, encoder: Encoder) -> DangerDetector:
        """The same detector, encoding with what other components share."""
        twin = copy(self)
        twin._encoder = encoder
        return twin

    def read(self, text: str, vector: Optional[np.ndarray] = None) -> DangerReading:
        """`vector`: the sentence vector of the whole text, where it is known already."""
        if is_choice_payload(text):
            return DangerReading(None, None, {})
        units = units_of(text)
        if not any(char.isalnum() for char in units[0]):
            return DangerReading(None, None, {})
        scores = self.scores(units, self._vectors(units, vector))
        found = [hit for unit in read_units(units) for hit in self._patterns.find(unit, units[0])]
        heard = self._heard(units, scores)
        chosen = min([*found, *([heard] if heard else [])], key=lambda hit: (hit.tier != HARD, rank(hit.danger)), default=None)
        minor = any(hit.danger == MINOR for hit in found)
        return DangerReading(chosen.danger if chosen else None, chosen.tier if chosen else None, scores, minor)

    def scores(self, units: Sequence[str], vectors: np.ndarray) -> Dict[str, float]:
        """Probabilities of the classes, whole text and worst sentence combined."""
        table = self._classifier.probabilities(list(units), vectors)
        danger = 1.0 - table[:, self._classifier.harmless]
        worst = int(np.argmax(danger))
        combined = (table[0] + table[worst]) / 2
        score = max(1.0 - combined[self._classifier.harmless], SENTENCE_WEIGHT * danger[worst])
        return {**{name: float(value) for name, value in zip(self._classifier.classes, combined)}, "danger": float(score)}

    def _heard(self, units: Sequence[str], scores: Mapping[str, float]) -> Optional[Hit]:
        """What the classifier says; a figure of speech or a plain denial is never a hard stop."""
        danger = max((name for name in scores if name not in (NONE, "danger")), key=lambda name: scores[name])
        tier = self._thresholds.tier(danger, scores["danger"], len(units[0].split()))
        if tier == HARD and (self._patterns.is_figurative(units[0]) or self._patterns.is_denied(units[0])):
            tier = CHECK
        return Hit(danger, tier) if tier else None

    def _vectors(self, units: List[str], vector: Optional[np.ndarray]) -> np.ndarray:
        if vector is None:
            return self._encoder.encode(units)
        rest = self._encoder.encode(units[1:]) if len(units) > 1 else np.zeros((0, vector.shape[-1]), dtype=vector.dtype)
        return np.vstack([vector[None, :], rest])
