"""Sentence vector + word and character n-grams -> probability of each label (pure apart from its one file; deterministic).

A logistic regression, learned by scikit-learn and read with plain numbers: no pickle, and none of the checks that make its predict slow.
"""
from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

SEED = 42
_WORD = r"[a-z']+"


@dataclass(frozen=True)
class TermSettings:
    """One kind of terms: what they are cut by ("word" or "char_wb"), their lengths, the length of their vector, and how many are kept at most."""

    analyzer: str
    ngrams: Tuple[int, int]
    scale: float
    fewest: int = 2
    most: Optional[int] = None


@dataclass(frozen=True)
class ClassifierSettings:
    """vector_scale: length of the sentence vector; penalty_c: inverse strength of the penalty; steps: of learning at most."""

    vector_scale: float
    terms: Tuple[TermSettings, ...]
    penalty_c: float
    steps: int


class TextClassifier:
    """Learned from labelled texts with their vectors; the same text and vector give the same probabilities."""

    def __init__(
        self, settings: ClassifierSettings, labels: Sequence[str], intercepts: np.ndarray, vector_weights: np.ndarray,
        rarities: Sequence[Dict[str, float]], term_weights: Sequence[np.ndarray],
    ) -> None:
        """`rarities`: for each kind of terms, each known term's idf, in the order of the rows of its weights. Weights: one column per label."""
        self.settings, self.labels = settings, list(labels)
        self._intercepts, self._vector_weights, self._rarities, self._term_weights = intercepts, vector_weights, rarities, term_weights
        self._rows = [{term: row for row, term in enumerate(rarity)} for rarity in rarities]
        self._cut = [_analyzer(terms) for terms in settings.terms]

    @classmethod
    def fit(
        cls, settings: ClassifierSettings, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str], counts: Sequence[float]
    ) -> TextClassifier:
        """Learns. `vectors`: one unit vector per text; `counts`: how much each text counts. At least three labels."""
        lower = [text.lower() for text in texts]
        learned = [_vectorizer(terms).fit(lower) for terms in settings.terms]
        parts = [csr_matrix(vectors * settings.vector_scale, dtype=np.float32)]
        parts += [vectorizer.transform(lower) * np.float32(terms.scale) for terms, vectorizer in zip(settings.terms, learned)]
        model = LogisticRegression(C=settings.penalty_c, max_iter=settings.steps, tol=1e-2, random_state=SEED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopping after so many steps is meant
            model.fit(hstack(parts, format="csr", dtype=np.float32), np.asarray(labels), np.asarray(counts))
        ends = np.cumsum([part.shape[1] for part in parts])
        weights = np.split(np.asarray(model.coef_, dtype=np.float64).T, ends[:-1])
        rarities = [dict(zip(vectorizer.get_feature_names_out().tolist(), vectorizer.idf_.tolist())) for vectorizer in learned]
        term_weights = [part * terms.scale for part, terms in zip(weights[1:], settings.terms)]
        return cls(settings, model.classes_.tolist(), np.asarray(model.intercept_), weights[0] * settings.vector_scale, rarities, term_weights)

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, one column per label in the order of `labels`; each row sums to 1. `vectors`: one unit vector per text."""
        sums = vectors @ self._vector_weights + self._intercepts + np.stack([self._of_terms(text.lower()) for text in texts])
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def save(self, file: Path) -> None:
        """Writes plain numbers and words."""
        kinds = {f"terms_{kind}": np.array(list(rarity)) for kind, rarity in enumerate(self._rarities)}
        kinds.update({f"rarity_{kind}": np.array(list(rarity.values())) for kind, rarity in enumerate(self._rarities)})
        kinds.update({f"weights_{kind}": weights for kind, weights in enumerate(self._term_weights)})
        np.savez(file, labels=np.array(self.labels), intercepts=self._intercepts, vectors=self._vector_weights, **kinds)

    @classmethod
    def load(cls, settings: ClassifierSettings, file: Path) -> TextClassifier:
        """Reads what `save` wrote with the same settings."""
        with np.load(file, allow_pickle=False) as kept:
            kinds = range(len(settings.terms))
            rarities = [dict(zip(kept[f"terms_{kind}"].tolist(), kept[f"rarity_{kind}"].tolist())) for kind in kinds]
            weights = [kept[f"weights_{kind}"] for kind in kinds]
            return cls(settings, kept["labels"].tolist(), kept["intercepts"], kept["vectors"], rarities, weights)

    def _of_terms(self, text: str) -> np.ndarray:
        """What the known terms add: for each kind, tf-idf with logarithmic counts and length 1, times their weights."""
        total = np.zeros(len(self.labels))
        for cut, rarity, rows, weights in zip(self._cut, self._rarities, self._rows, self._term_weights):
            counts = Counter(term for term in cut(text) if term in rows)
            if counts:
                shares = np.array([(1.0 + log(count)) * rarity[term] for term, count in counts.items()])
                total += (shares / np.linalg.norm(shares)) @ weights[[rows[term] for term in counts]]
        return total


def even_counts(labels: Sequence[str], counts: Sequence[float]) -> List[float]:
    """The counts changed so that all labels count equally, whatever the number of their texts; 1 on average."""
    totals: Dict[str, float] = {}
    for label, count in zip(labels, counts):
        totals[label] = totals.get(label, 0.0) + count
    return [count * len(labels) / (len(totals) * totals[label]) for label, count in zip(labels, counts)]


def _vectorizer(terms: TermSettings) -> TfidfVectorizer:
    pattern = {"token_pattern": _WORD} if terms.analyzer == "word" else {}
    return TfidfVectorizer(
        analyzer=terms.analyzer, ngram_range=terms.ngrams, lowercase=False, min_df=terms.fewest, max_features=terms.most,
        sublinear_tf=True, dtype=np.float32, **pattern,
    )


def _analyzer(terms: TermSettings) -> Callable[[str], List[str]]:
    return _vectorizer(terms).build_analyzer()
