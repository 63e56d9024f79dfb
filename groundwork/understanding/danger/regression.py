"""A fitted regression on sentence vectors and n-grams, read for one text at a time (pure).

The same numbers as scikit-learn's own `transform` and `predict_proba`, without what these cost on a single text: most of the time that
danger detection took went into checks and sparse matrices for a few hundred n-grams.
"""
from __future__ import annotations

from collections import Counter
from typing import Callable, List, Mapping, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


class Ngrams:
    """The n-grams of one fitted vectorizer, each with its weight for every class."""

    def __init__(self, vectorizer: TfidfVectorizer, weights: np.ndarray) -> None:
        """`vectorizer`: with sublinear tf and l2 norm; `weights`: one row per n-gram, one column per class."""
        self._analyse: Callable[[str], List[str]] = vectorizer.build_analyzer()
        self._places: Mapping[str, int] = vectorizer.vocabulary_
        self._rarity: np.ndarray = vectorizer.idf_
        self._weights = weights

    def scores(self, text: str) -> np.ndarray:
        """What the text's n-grams say for each class."""
        counts = Counter(place for place in map(self._places.get, self._analyse(text)) if place is not None)
        if not counts:
            return np.zeros(self._weights.shape[1])
        places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        values = (1 + np.log(times)) * self._rarity[places]
        return values @ self._weights[places] / np.sqrt(values @ values)


class Regression:
    """Multinomial logistic regression on [sentence vector, word n-grams, character n-grams]."""

    def __init__(self, words: TfidfVectorizer, characters: TfidfVectorizer, model: LogisticRegression) -> None:
        """The fitted parts. The model's coefficients are laid out anew in place, so that there is one copy of them in memory."""
        weights = np.ascontiguousarray(model.coef_.T)
        model.coef_ = weights.T
        after_words = len(weights) - len(characters.vocabulary_)
        self._vector_weights = weights[: after_words - len(words.vocabulary_)]
        self._ngrams = [
            Ngrams(words, weights[len(self._vector_weights) : after_words]),
            Ngrams(characters, weights[after_words:]),
        ]
        self._intercept: np.ndarray = model.intercept_

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, one column per class in the order of the model's classes."""
        scores = np.asarray(vectors, dtype=np.float64) @ self._vector_weights + self._intercept
        scores += np.stack([sum(ngrams.scores(text) for ngrams in self._ngrams) for text in texts])
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)
