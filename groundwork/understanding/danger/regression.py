"""A regression on sentence vectors and n-grams, read for one text at a time and kept as plain numbers (pure apart from its one file).

The same numbers as scikit-learn's own `transform` and `predict_proba`, without what these cost on a single text: most of the time that
danger detection took went into checks and sparse matrices for a few hundred n-grams. Kept without scikit-learn's objects: reading those
back safely took a third of the whole start.
"""
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Sequence, Tuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

WORD_NGRAMS = (1, 3)
CHARACTER_NGRAMS = (2, 5)


def word_vectorizer(fewest: int = 1) -> TfidfVectorizer:
    """Counts the n-grams of words that at least so many texts have."""
    return TfidfVectorizer(ngram_range=WORD_NGRAMS, min_df=fewest, sublinear_tf=True, token_pattern=r"[a-z]+")


def character_vectorizer(fewest: int = 1) -> TfidfVectorizer:
    """Counts the n-grams of characters within words that at least so many texts have."""
    return TfidfVectorizer(analyzer="char_wb", ngram_range=CHARACTER_NGRAMS, min_df=fewest, sublinear_tf=True)


class Ngrams:
    """The known n-grams of one kind, each with its weight for every class."""

    def __init__(self, analyse: Callable[[str], List[str]], rarity: Mapping[str, float], weights: np.ndarray) -> None:
        """`analyse`: text -> n-grams; `rarity`: inverse document frequencies in the order of the rows; `weights`: a column per class."""
        self.rarity, self.weights = rarity, weights
        self._analyse = analyse
        self._places: Dict[str, int] = {ngram: place for place, ngram in enumerate(rarity)}
        self._rarities = np.fromiter(rarity.values(), dtype=np.float64, count=len(rarity))

    def scores(self, text: str) -> np.ndarray:
        """What the text's n-grams say for each class: tf-idf with logarithmic counts and length 1, times their weights."""
        counts = Counter(place for place in map(self._places.get, self._analyse(text)) if place is not None)
        if not counts:
            return np.zeros(self.weights.shape[1])
        places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        values = (1 + np.log(times)) * self._rarities[places]
        return values @ self.weights[places] / np.sqrt(values @ values)


class Regression:
    """Multinomial logistic regression on [sentence vector, word n-grams, character n-grams]."""

    def __init__(self, classes: Sequence[str], intercepts: np.ndarray, vector_weights: np.ndarray, words: Ngrams, characters: Ngrams) -> None:
        """`classes`: one for each column of the weights; `vector_weights`: a row for each place of the vector."""
        self.classes: List[str] = list(classes)
        self.words, self.characters = words, characters
        self._intercepts, self._vector_weights = intercepts, vector_weights

    @classmethod
    def learned(cls, words: TfidfVectorizer, characters: TfidfVectorizer, model: LogisticRegression) -> Regression:
        """From the fitted parts."""
        rarities = [_rarity(words), _rarity(characters)]
        weights = np.ascontiguousarray(model.coef_.T)
        after_words = len(weights) - len(rarities[1])
        vector, of_words, of_characters = np.split(weights, [after_words - len(rarities[0]), after_words])
        return cls(
            [str(name) for name in model.classes_], model.intercept_, vector,
            Ngrams(word_vectorizer().build_analyzer(), rarities[0], of_words),
            Ngrams(character_vectorizer().build_analyzer(), rarities[1], of_characters),
        )

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row per text, one column per class in the order of `classes`."""
        scores = np.asarray(vectors, dtype=np.float64) @ self._vector_weights + self._intercepts
        scores += np.stack([self.words.scores(text) + self.characters.scores(text) for text in texts])
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def save(self, file: Path) -> None:
        """Write plain numbers and n-grams."""
        kinds = {"words": self.words, "characters": self.characters}
        arrays = {f"{kind}_{part}": array for kind, ngrams in kinds.items() for part, array in _arrays(ngrams).items()}
        np.savez(file, classes=np.array(self.classes), intercepts=self._intercepts, vectors=self._vector_weights, **arrays)

    @classmethod
    def load(cls, file: Path) -> Regression:
        """Read what `save` wrote."""
        with np.load(file, allow_pickle=False) as kept:
            words, characters = (
                Ngrams(analyse, dict(zip(kept[f"{kind}_ngrams"].tolist(), kept[f"{kind}_rarity"].tolist())), kept[f"{kind}_weights"])
                for kind, analyse in (("words", word_vectorizer().build_analyzer()), ("characters", character_vectorizer().build_analyzer()))
            )
            return cls(kept["classes"].tolist(), kept["intercepts"], kept["vectors"], words, characters)


def _rarity(vectorizer: TfidfVectorizer) -> Dict[str, float]:
    in_order: List[Tuple[str, int]] = sorted(vectorizer.vocabulary_.items(), key=lambda entry: entry[1])
    return {ngram: float(vectorizer.idf_[place]) for ngram, place in in_order}


def _arrays(ngrams: Ngrams) -> Dict[str, np.ndarray]:
    return {"ngrams": np.array(list(ngrams.rarity)), "rarity": np.array(list(ngrams.rarity.values())), "weights": ngrams.weights}
