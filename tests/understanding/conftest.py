"""Shared by the danger tests: the trained detector (a few seconds, once)."""
from pathlib import Path

import pytest

from groundwork.understanding.danger.examples import DEFAULT_FOLDER, PATTERNS_FILE
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.reading import DangerDetector, Thresholds
from groundwork.understanding.danger.training import fit_classifier
from groundwork.understanding.danger.detector_component import DangerDetection, thresholds_of
from groundwork.understanding.encoder import shared_encoder

FOLDER = Path(__file__).parents[2] / DEFAULT_FOLDER


@pytest.fixture(scope="session")
def patterns() -> DangerPatterns:
    """The reviewed patterns."""
    return DangerPatterns.load(FOLDER / PATTERNS_FILE)


@pytest.fixture(scope="session")
def detector(patterns: DangerPatterns) -> DangerDetector:
    """Patterns and classifier as the assistant uses them, with the component's own thresholds."""
    thresholds: Thresholds = thresholds_of(DangerDetection.get_default_config())
    return DangerDetector(patterns, fit_classifier(FOLDER, shared_encoder()), shared_encoder(), thresholds)
