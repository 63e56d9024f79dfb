"""The regression read for one text at a time gives scikit-learn's own numbers."""
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from groundwork.understanding.danger.regression import Regression

TEXTS = ["he hid the letter", "she hid the letters and the keys", "we talk in the kitchen", "we talked, then we talked again", "the garden is quiet", "quiet music at night"]
LABELS = ["a", "a", "b", "b", "c", "c"]
UNSEEN = ["", "?!", "é 123", "He  HID the keys,\nwe talked", "zzz", "the the the letter letter", "a"]


def test_probabilities_are_those_of_the_fitted_parts() -> None:
    vectors = np.random.default_rng(5).normal(size=(len(TEXTS + UNSEEN), 8)).astype(np.float32)
    words = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True, token_pattern=r"[a-z]+").fit(TEXTS)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True).fit(TEXTS)
    features = hstack([csr_matrix(vectors), words.transform(TEXTS + UNSEEN), characters.transform(TEXTS + UNSEEN)]).tocsr()
    model = LogisticRegression(C=3.0, random_state=1).fit(features[: len(TEXTS)], LABELS)
    expected = model.predict_proba(features)
    assert np.ptp(expected, axis=0).min() > 0.05
    assert np.allclose(Regression(words, characters, model).probabilities(TEXTS + UNSEEN, vectors), expected, atol=1e-9)
    assert np.allclose(model.predict_proba(features), expected, atol=1e-9)
