"""Units of text + their sentence vectors -> probabilities of the classes of danger (pure; deterministic)."""
from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from groundwork.understanding.danger.classes import BY_PATTERN_ONLY, NONE
from groundwork.understanding.danger.likeness import Likeness
from groundwork.understanding.danger.regression import Regression, character_vectorizer, word_vectorizer

#: Inverse strength of the penalty, chosen (as the n-gram ranges were) on own held-out text (docs/safety.md).
PENALTY_C = 3.0
SEED = 42
#: More steps change no figure of docs/safety.md by more than one row and cost seconds.
MAX_ITERATIONS = 80
#: Of the texts that count less than 1 (what people ordinarily say) one in so many is enough for likeness.
LIKENESS_STEP = 3
_SMALL = 1e-6
_FILE = "regression.npz"


class DangerClassifier:
    """How dangerous a text is: multinomial logistic regression on sentence vector + word and character n-grams, and likeness, in equal parts.

    Which danger it is: the regression alone.
    """

    def __init__(self, regression: Regression, likeness: Likeness) -> None:
        """The two parts, each learned."""
        self._regression, self._likeness = regression, likeness
        self.classes: List[str] = regression.classes

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, dangers: Sequence[str], counts: Optional[Sequence[float]] = None) -> DangerClassifier:
        """`vectors`: one row per text; `counts`: how much each text counts, 1 without. Classes that only patterns decide are left out."""
        rows = [row for row, danger in enumerate(dangers) if danger not in BY_PATTERN_ONLY]
        kept = [texts[row] for row in rows]
        spelled = [_spelled(text) for text in kept]
        words, characters = word_vectorizer(fewest=2).fit(spelled), character_vectorizer(fewest=3).fit(spelled)
        labels = [dangers[row] for row in rows]
        model = LogisticRegression(C=PENALTY_C, class_weight=_weights(labels), random_state=SEED, max_iter=MAX_ITERATIONS, tol=1e-2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopping at MAX_ITERATIONS is meant
            model.fit(_features(words, characters, spelled, vectors[rows]), labels, None if counts is None else np.asarray(counts)[rows])
        likeness = _likeness(vectors[rows], labels, None if counts is None else np.asarray(counts)[rows])
        return cls(Regression.learned(words, characters, model), likeness)

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, one column per class in the order of `classes`."""
        table = np.clip(self._regression.probabilities([_spelled(text) for text in texts], vectors), _SMALL, 1 - _SMALL)
        harmless = table[:, self.harmless]
        log_odds = (np.log((1 - harmless) / harmless) + self._likeness.log_odds(vectors)) / 2
        danger = 1 / (1 + np.exp(-log_odds))
        table *= (danger / (1 - harmless))[:, None]
        table[:, self.harmless] = 1 - danger
        return table

    @property
    def rarity(self) -> Dict[str, float]:
        """The words it learned from, without apostrophes -> their inverse document frequency."""
        return {word: rarity for word, rarity in self._regression.words.rarity.items() if " " not in word}

    @property
    def harmless(self) -> int:
        """The column of harmless text."""
        return self.classes.index(NONE)

    def save(self, folder: Path) -> None:
        """Writes the classifier into a folder, in a format that runs no code when it is read."""
        self._regression.save(folder / _FILE)
        self._likeness.save(folder)

    @classmethod
    def load(cls, folder: Path) -> DangerClassifier:
        """Reads what `save` wrote."""
        return cls(Regression.load(folder / _FILE), Likeness.load(folder))


def _likeness(vectors: np.ndarray, labels: Sequence[str], counts: Optional[np.ndarray]) -> Likeness:
    light = np.zeros(len(labels), dtype=bool) if counts is None else counts < 1
    kept = ~light | (np.cumsum(light) % LIKENESS_STEP == 0)
    return Likeness.fit(vectors[kept], [label != NONE for label, keep in zip(labels, kept) if keep])


def _weights(labels: Sequence[str]) -> Dict[str, float]:
    """A rare class counts more, but not as much more as it is rarer: else ordinary text drifts into the smallest classes."""
    counts = Counter(labels)
    most = max(counts.values())
    return {label: (most / count) ** 0.5 for label, count in sorted(counts.items())}


def _features(words: TfidfVectorizer, characters: TfidfVectorizer, spelled: Sequence[str], vectors: np.ndarray) -> csr_matrix:
    return hstack([csr_matrix(vectors), words.transform(spelled), characters.transform(spelled)]).tocsr()


def _spelled(text: str) -> str:
    """Without apostrophes: many people do not type them."""
    return text.replace("'", "")
