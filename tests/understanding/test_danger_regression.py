"""The regression read for one text at a time gives scikit-learn's own numbers, also after it was kept in a file."""
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from groundwork.understanding.danger.regression import Regression, character_vectorizer, word_vectorizer

TEXTS = ["he hid the letter", "she hid the letters and the keys", "we talk in the kitchen", "we talked, then we talked again", "the garden is quiet", "quiet music at night"]
LABELS = ["a", "a", "b", "b", "c", "c"]
UNSEEN = ["", "?!", "é 123", "He  HID the keys,\nwe talked", "zzz", "the the the letter letter", "a"]


def test_probabilities_are_those_of_the_fitted_parts(tmp_path: Path) -> None:
    vectors = np.random.default_rng(5).normal(size=(len(TEXTS + UNSEEN), 8)).astype(np.float32)
    words, characters = word_vectorizer().fit(TEXTS), character_vectorizer(fewest=2).fit(TEXTS)
    features = hstack([csr_matrix(vectors), words.transform(TEXTS + UNSEEN), characters.transform(TEXTS + UNSEEN)]).tocsr()
    model = LogisticRegression(C=3.0, random_state=1).fit(features[: len(TEXTS)], LABELS)
    expected = model.predict_proba(features)
    assert np.ptp(expected, axis=0).min() > 0.05
    learned = Regression.learned(words, characters, model)
    learned.save(tmp_path / "regression.npz")
    for regression in (learned, Regression.load(tmp_path / "regression.npz")):
        assert np.allclose(regression.probabilities(TEXTS + UNSEEN, vectors), expected, atol=1e-9)
