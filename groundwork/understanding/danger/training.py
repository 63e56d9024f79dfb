"""The project's examples -> a classifier (deterministic)."""
from __future__ import annotations

from pathlib import Path
from typing import List, Mapping, Optional, Sequence

import numpy as np

from groundwork.understanding.danger.classes import BY_PATTERN_ONLY
from groundwork.understanding.danger.classifier import DangerClassifier
from groundwork.understanding.danger.examples import PATTERNS_FILE, Example, load_examples
from groundwork.understanding.danger.ordinary import CONTENT_FOLDER, ORDINARY, nlu_texts, ordinary_examples
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.sentences import plain_text
from groundwork.understanding.encoder import SentenceVectors, encode_many

#: What is ordinarily said counts so much each: there is more of it than of danger, and most of it is easily told from danger.
ORDINARY_COUNT = 0.5


def fit_classifier(folder: Path, encoder: SentenceVectors) -> DangerClassifier:
    """Learns from all examples, without Rasa."""
    return fit_on(all_examples(folder), encoder)


def all_examples(folder: Path, content: Path = CONTENT_FOLDER) -> List[Example]:
    """What the classifier learns from: the danger folder's examples, then what people ordinarily say (read without Rasa)."""
    own = load_examples(folder)
    return own + ordinary_examples(nlu_texts(content), own, DangerPatterns.load(folder / PATTERNS_FILE))


def fit_on(examples: Sequence[Example], encoder: SentenceVectors, known: Optional[Mapping[str, np.ndarray]] = None) -> DangerClassifier:
    """Learns from these examples. `known`: plain text -> its sentence vector, where that is known already."""
    kept = [example for example in examples if example.danger not in BY_PATTERN_ONLY]
    return fit_classes(kept, _vectors([plain_text(example.text) for example in kept], encoder, known or {}))


def fit_classes(examples: Sequence[Example], vectors: np.ndarray) -> DangerClassifier:
    """Learns from examples whose vectors are known, one row each."""
    counts = [ORDINARY_COUNT if example.kind == ORDINARY else 1.0 for example in examples]
    return DangerClassifier.fit([plain_text(example.text) for example in examples], vectors, [example.danger for example in examples], counts)


def _vectors(texts: Sequence[str], encoder: SentenceVectors, known: Mapping[str, np.ndarray]) -> np.ndarray:
    missing = [text for text in texts if text not in known]
    vectors = {**known, **dict(zip(missing, encode_many(missing, encoder)))}
    return np.stack([vectors[text] for text in texts])
