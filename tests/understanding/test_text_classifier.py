"""The classifier on vectors, words and characters: it reads with plain numbers what scikit-learn learned."""
from pathlib import Path

import numpy as np
import pytest

from groundwork.understanding.text_classifier import ClassifierSettings, TermSettings, TextClassifier, even_counts

SETTINGS = ClassifierSettings(2.0, (TermSettings("word", (1, 2), 3.0, 1), TermSettings("char_wb", (2, 3), 2.0, 1)), 1.0, 200)
TEXTS = ["red red apple", "a red pear", "blue apple", "blue pear!", "green", "It's green pear"]
LABELS = ["a", "a", "b", "b", "c", "c"]
VECTORS = np.vstack([np.eye(4), np.zeros((2, 4))]).astype(np.float32)


@pytest.fixture(scope="module")
def classifier() -> TextClassifier:
    return TextClassifier.fit(SETTINGS, TEXTS, VECTORS, LABELS, [1.0] * len(TEXTS))


def test_words_and_vectors_decide(classifier: TextClassifier) -> None:
    table = classifier.probabilities(["red", "BLUE", "green", "???"], np.vstack([np.zeros((3, 4)), np.eye(4)[:1]]))
    assert [classifier.labels[row] for row in table.argmax(axis=1)] == ["a", "b", "c", "a"]
    assert np.allclose(table.sum(axis=1), 1.0)


def test_it_reads_as_it_learned(classifier: TextClassifier) -> None:
    learned = classifier.probabilities(TEXTS, VECTORS)
    assert [classifier.labels[row] for row in learned.argmax(axis=1)] == LABELS
    assert np.allclose(learned, classifier.probabilities([text.upper() for text in TEXTS], VECTORS))


def test_what_is_saved_reads_the_same(classifier: TextClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "kept.npz")
    read = TextClassifier.load(SETTINGS, tmp_path / "kept.npz")
    assert np.array_equal(read.probabilities(TEXTS, VECTORS), classifier.probabilities(TEXTS, VECTORS))


def test_a_text_without_a_known_term_has_probabilities(classifier: TextClassifier) -> None:
    assert np.isfinite(classifier.probabilities(["", "§"], np.zeros((2, 4)))).all()


def test_labels_count_equally() -> None:
    counts = even_counts(["a", "a", "a", "b"], [1.0, 1.0, 2.0, 1.0])
    assert sum(counts[:3]) == pytest.approx(counts[3]) and sum(counts) == pytest.approx(4.0)
    assert counts[2] == pytest.approx(2 * counts[0])
