"""A message -> the danger in it: the public face of danger detection (pure apart from the encoder)."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Mapping, Optional, Sequence

from groundwork.understanding.danger.classes import CHECK, HARD, MINOR, NONE, PAST_STABLE, rank
from groundwork.understanding.danger.classifier import DangerClassifier
from groundwork.understanding.danger.patterns import DangerPatterns, Hit
from groundwork.understanding.danger.sentences import passages_of, plain_text, read_units, units_of
from groundwork.understanding.danger.spelling import Spelling
from groundwork.understanding.encoder import Encoder, SentenceVectors
from groundwork.understanding.typed_text import is_choice_payload

#: The most dangerous sentence alone counts so much; together with the passage around it it counts in full. So one clear sentence in a
#: long harmless text is heard, and several faint ones that have nothing to do with each other do not add up.
SENTENCE_WEIGHT = 0.85
#: Dangers that the person can have lived through and be well.
CAN_BE_PAST = frozenset({"self_harm", "partner_violence", "sexual_assault"})


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

    def __init__(self, patterns: DangerPatterns, classifier: DangerClassifier, encoder: SentenceVectors, thresholds: Thresholds) -> None:
        """The parts; `thresholds` come from config.yml."""
        self._patterns, self._classifier, self._encoder, self._thresholds = patterns, classifier, encoder, thresholds
        self._spelling = Spelling(classifier.rarity, encoder.knows)

    def read(self, text: str, encoder: Optional[Encoder] = None) -> DangerReading:
        """`encoder`: one that remembers what other components have read in this message; None for the detector's own."""
        if is_choice_payload(text):
            return DangerReading(None, None, {})
        units = units_of(self._spelling.corrected(plain_text(text)))
        if not any(char.isalnum() for char in units[0]):
            return DangerReading(None, None, {})
        scores = self.scores(units, encoder)
        found = [hit for unit in read_units(units) for hit in self._patterns.find(unit, units[0])]
        heard = self._heard(units, scores)
        chosen = min([*found, *([heard] if heard else [])], key=lambda hit: (hit.tier != HARD, rank(hit.danger)), default=None)
        minor = any(hit.danger == MINOR for hit in found)
        return DangerReading(chosen.danger if chosen else None, chosen.tier if chosen else None, scores, minor)

    def scores(self, units: Sequence[str], encoder: Optional[Encoder] = None) -> Dict[str, float]:
        """Probabilities of the classes in the worst passage, with its worst sentence; `encoder`: see `read`."""
        passages = passages_of(units)
        texts = [*units, *(text for text, _ in passages[1:])]
        table = self._classifier.probabilities(texts, (encoder or self._encoder).encode(texts))
        danger = 1.0 - table[:, self._classifier.harmless]
        rows = [0, *range(len(units), len(texts))]
        pairs = [(row, max((row, *places), key=lambda place: danger[place])) for row, (_, places) in zip(rows, passages)]
        combined = max(((table[row] + table[worst]) / 2 for row, worst in pairs), key=lambda mean: -mean[self._classifier.harmless])
        score = max(1.0 - combined[self._classifier.harmless], SENTENCE_WEIGHT * float(danger[: len(units)].max()))
        return {**{name: float(value) for name, value in zip(self._classifier.classes, combined)}, "danger": float(score)}

    def _heard(self, units: Sequence[str], scores: Mapping[str, float]) -> Optional[Hit]:
        """What the classifier says; what is plainly long over, a figure of speech or a denial is never a hard stop, the fear of being left no danger."""
        if self._patterns.is_plain_fear(units[0]):
            return None
        danger = max((name for name in scores if name not in (NONE, "danger")), key=lambda name: scores[name])
        tier = self._thresholds.tier(danger, scores["danger"], len(units[0].split()))
        if tier and (danger == PAST_STABLE or danger in CAN_BE_PAST and self._patterns.is_past(units[0])):
            return Hit(PAST_STABLE, CHECK)
        if tier == HARD and (self._patterns.is_figurative(units[0]) or self._patterns.is_denied(units[0])):
            tier = CHECK
        return Hit(danger, tier) if tier else None
