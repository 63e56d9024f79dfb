"""Sentence vector + what the words say -> probability of each feeling (pure apart from its one file; deterministic)."""
from __future__ import annotations

from pathlib import Path
from typing import FrozenSet, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from groundwork.understanding.feelings.labels import FEELINGS
from groundwork.understanding.feelings.wording import NamedFeelings

#: Inverse strength of the penalty, length of the sentence vector, and weight of a word's flag: chosen by cross-validation on own examples.
PENALTY_C = 0.25
VECTOR_SCALE = 4.0
FLAG_SCALE = 3.0
SEED = 42
_FILE = "feelings.npz"


class FeelingClassifier:
    """One logistic regression for each feeling, so that several may be true at once."""

    def __init__(self, weights: np.ndarray, intercepts: np.ndarray) -> None:
        """`weights`: one row per feeling in the order of FEELINGS, one column per feature; `intercepts`: one per feeling."""
        self._weights, self._intercepts = weights, intercepts

    @classmethod
    def fit(cls, vectors: np.ndarray, named: Sequence[NamedFeelings], feelings: Sequence[FrozenSet[str]]) -> FeelingClassifier:
        """`vectors`: one unit vector per text, beside what its words name and the feelings that are right."""
        inputs = _features(vectors, named)
        fitted = [_fit_one(inputs, [feeling in right for right in feelings]) for feeling in FEELINGS]
        return cls(np.vstack([model.coef_ for model in fitted]), np.concatenate([model.intercept_ for model in fitted]))

    def probabilities(self, vectors: np.ndarray, named: Sequence[NamedFeelings]) -> np.ndarray:
        """One row per text, one column per feeling in the order of FEELINGS."""
        return 1.0 / (1.0 + np.exp(-(_features(vectors, named) @ self._weights.T + self._intercepts)))

    def save(self, folder: Path) -> None:
        """Writes plain numbers into a folder."""
        np.savez(folder / _FILE, weights=self._weights, intercepts=self._intercepts)

    @classmethod
    def load(cls, folder: Path) -> FeelingClassifier:
        """Reads what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as numbers:
            return cls(numbers["weights"], numbers["intercepts"])


def _fit_one(inputs: np.ndarray, right: Sequence[bool]) -> LogisticRegression:
    return LogisticRegression(C=PENALTY_C, class_weight="balanced", max_iter=500, random_state=SEED).fit(inputs, right)


def _features(vectors: np.ndarray, named: Sequence[NamedFeelings]) -> np.ndarray:
    flags = [
        [feeling in group for group in (text.own, text.denied, text.others) for feeling in FEELINGS] + [not text.own] for text in named
    ]
    return np.hstack([vectors * VECTOR_SCALE, np.asarray(flags, dtype=np.float64) * FLAG_SCALE])
