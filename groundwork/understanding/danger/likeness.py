"""How like a text's sentence vector is to those of dangerous and of harmless examples: kernel ridge regression (pure; deterministic).

It hears what is told in other words than the examples use, where the words and characters of `classifier.py` know nothing.
"""
from __future__ import annotations

from pathlib import Path
from typing import Optional, Sequence

import numpy as np
from scipy.linalg import cho_factor, cho_solve

#: Width of the kernel, strength of the penalty, weight of an example of danger, slope of the probability: chosen among ten, docs/safety.md.
GAMMA = 2.0
PENALTY = 1.0
DANGER_WEIGHT = 1.5
SLOPE = 4.0
_FILE = "likeness.npz"


class Likeness:
    """Known vectors and how much each speaks for danger."""

    def __init__(self, vectors: np.ndarray, weights: np.ndarray) -> None:
        """`vectors`: unit vectors, one row per example; `weights`: one number each."""
        self._vectors, self._weights = vectors.astype(np.float32), weights.astype(np.float32)

    @classmethod
    def fit(cls, vectors: np.ndarray, dangerous: Sequence[bool], counts: Optional[Sequence[float]] = None) -> Likeness:
        """`dangerous`: one answer per row; `counts`: how much each row counts, 1 without."""
        danger = np.asarray(dangerous, dtype=bool)
        importance = np.where(danger, DANGER_WEIGHT, 1.0) * (1.0 if counts is None else np.asarray(counts))
        kernel = _kernel(vectors, vectors).astype(np.float64)
        kernel[np.diag_indices_from(kernel)] += PENALTY / importance
        return cls(vectors, cho_solve(cho_factor(kernel, lower=True, overwrite_a=True), np.where(danger, 1.0, -1.0)))

    def log_odds(self, vectors: np.ndarray) -> np.ndarray:
        """Of danger, one number per row."""
        return SLOPE * (_kernel(vectors, self._vectors) @ self._weights)

    def save(self, folder: Path) -> None:
        """Writes it into a folder."""
        np.savez(folder / _FILE, vectors=self._vectors, weights=self._weights)

    @classmethod
    def load(cls, folder: Path) -> Likeness:
        """Reads what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(stored["vectors"], stored["weights"])


def _kernel(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Gaussian kernel of unit vectors: their squared distance is 2 - 2 x their cosine."""
    return np.exp(2 * GAMMA * (np.asarray(rows, dtype=np.float32) @ np.asarray(columns, dtype=np.float32).T - 1))
