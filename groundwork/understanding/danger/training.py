"""The project's examples -> a classifier (deterministic)."""
from __future__ import annotations

from pathlib import Path
from typing import Sequence

from groundwork.understanding.danger.classifier import DangerClassifier
from groundwork.understanding.danger.examples import Example, load_examples
from groundwork.understanding.danger.sentences import plain_text
from groundwork.understanding.encoder import SentenceVectors


def fit_classifier(folder: Path, encoder: SentenceVectors) -> DangerClassifier:
    """Learns from all examples of a folder."""
    return fit_on(load_examples(folder), encoder)


def fit_on(examples: Sequence[Example], encoder: SentenceVectors) -> DangerClassifier:
    """Learns from these examples."""
    texts = [plain_text(example.text) for example in examples]
    return DangerClassifier.fit(texts, encoder.encode(texts), [example.danger for example in examples])
