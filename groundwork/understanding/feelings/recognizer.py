"""A text -> the feelings in it (pure; deterministic)."""
from __future__ import annotations

from pathlib import Path
from typing import List

import numpy as np

from groundwork.understanding.encoder import SentenceVectors
from groundwork.understanding.feelings.classifier import FeelingClassifier
from groundwork.understanding.feelings.examples import PATTERNS_FILE, load_examples
from groundwork.understanding.feelings.labels import FEELINGS
from groundwork.understanding.feelings.wording import FeelingWords
from groundwork.understanding.typed_text import spoken_text

#: How sure (0 to 1) the classifier must be of a feeling: best of 0.5, 0.6 and 0.7 by cross-validation on own examples.
THRESHOLD = 0.6


class FeelingRecognizer:
    """Words and classifier together. A feeling that is only denied, or only somebody else's, is never given."""

    def __init__(self, words: FeelingWords, classifier: FeelingClassifier, threshold: float = THRESHOLD) -> None:
        """`threshold`: see THRESHOLD."""
        self._words, self._classifier, self._threshold = words, classifier, threshold

    def feelings(self, text: str, vector: np.ndarray) -> List[str]:
        """The feelings in a text, the surest first. `vector`: the sentence vector of its spoken text."""
        named = self._words.read(spoken_text(text))
        sure = self._classifier.probabilities(vector[None, :], [named])[0]
        kept = [row for row, feeling in enumerate(FEELINGS) if sure[row] >= self._threshold and feeling not in named.denied | named.others]
        return [FEELINGS[row] for row in sorted(kept, key=lambda row: -sure[row])]


def fit_classifier(folder: Path, encoder: SentenceVectors) -> FeelingClassifier:
    """Learns from all examples of a folder."""
    examples, words = load_examples(folder), FeelingWords.load(folder / PATTERNS_FILE)
    texts = [spoken_text(example.text) for example in examples]
    return FeelingClassifier.fit(encoder.encode(texts), [words.read(text) for text in texts], [example.feelings for example in examples])
