"""Sentence vector + words -> share of each situation (pure apart from its one file; deterministic)."""
from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Dict, List, Sequence

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

#: Inverse strength of the penalty, length of the sentence vector and of the words' vector: chosen by cross-validation on own posts.
PENALTY_C = 0.1
VECTOR_SCALE = 8.0
WORDS_SCALE = 4.0
SEED = 42
_WORD = r"[a-z']+"
_FILE = "situations.npz"


@dataclass(frozen=True)
class Labelled:
    """A text to learn from: its unit vector, its situation, and how much it counts."""

    text: str
    vector: np.ndarray
    situation: str
    count: float = 1.0


class SituationClassifier:
    """Multinomial logistic regression. Words stand beside the vector, since one ("cheated", "relapsed") often decides a long post."""

    def __init__(self, situations: Sequence[str], vector_weights: np.ndarray, word_weights: np.ndarray, intercepts: np.ndarray, rarity: Dict[str, float]) -> None:
        """`vector_weights`, `word_weights`: one row per feature, one column per situation; `rarity`: idf of each known word, in the order of the rows."""
        self.situations = list(situations)
        self._vector_weights, self._word_weights, self._intercepts, self._rarity = vector_weights, word_weights, intercepts, rarity
        self._rows = {word: row for row, word in enumerate(rarity)}

    @classmethod
    def fit(cls, examples: Sequence[Labelled]) -> SituationClassifier:
        """Learns; the situations count equally, whatever the number of their examples."""
        texts = [example.text for example in examples]
        words = TfidfVectorizer(min_df=2, sublinear_tf=True, token_pattern=_WORD)
        flags = words.fit([example.text for example in examples if example.count >= 0.1]).transform(texts)
        inputs = np.hstack([np.stack([example.vector for example in examples]) * VECTOR_SCALE, flags.toarray() * WORDS_SCALE])
        situations = np.array([example.situation for example in examples])
        counts = _even_counts(examples)
        model = LogisticRegression(C=PENALTY_C, max_iter=100, tol=1e-2, random_state=SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopping at max_iter is meant
            model.fit(inputs, situations, counts)
        width = len(examples[0].vector)
        weights = np.asarray(model.coef_).T
        rarity = dict(zip(words.get_feature_names_out(), (float(value) for value in words.idf_)))
        return cls([str(name) for name in model.classes_], weights[:width] * VECTOR_SCALE, weights[width:] * WORDS_SCALE, np.asarray(model.intercept_), rarity)

    def shares(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, one column per situation in the order of `situations`; each row sums to 1. `vectors`: one unit vector per text."""
        sums = vectors @ self._vector_weights + np.stack([self._of_words(text) for text in texts]) + self._intercepts
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> None:
        """Writes plain numbers into a folder."""
        np.savez(
            folder / _FILE, situations=np.array(self.situations), vectors=self._vector_weights, words=self._word_weights,
            intercepts=self._intercepts, known=np.array(list(self._rarity)), rarity=np.array(list(self._rarity.values())),
        )

    @classmethod
    def load(cls, folder: Path) -> SituationClassifier:
        """Reads what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as kept:
            rarity = dict(zip(kept["known"].tolist(), kept["rarity"].tolist()))
            return cls(kept["situations"].tolist(), kept["vectors"], kept["words"], kept["intercepts"], rarity)

    def _of_words(self, text: str) -> np.ndarray:
        """What the known words add: tf-idf with logarithmic counts and length 1, times their weights."""
        counts = Counter(word for word in re.findall(_WORD, text.lower()) if word in self._rows)
        if not counts:
            return np.zeros(len(self.situations))
        weights = np.array([(1.0 + log(count)) * self._rarity[word] for word, count in counts.items()])
        rows: List[int] = [self._rows[word] for word in counts]
        return (weights / np.linalg.norm(weights)) @ self._word_weights[rows]


def _even_counts(examples: Sequence[Labelled]) -> np.ndarray:
    total: Counter[str] = Counter()
    for example in examples:
        total[example.situation] += example.count  # type: ignore[assignment]
    return np.array([example.count * len(examples) / (len(total) * total[example.situation]) for example in examples])
