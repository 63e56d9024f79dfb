"""Likeness to known examples."""
from pathlib import Path

import numpy as np

from groundwork.understanding.danger.likeness import Likeness


def _rows(*angles: float) -> np.ndarray:
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


def test_what_is_near_an_example_of_danger_is_dangerous() -> None:
    likeness = Likeness.fit(_rows(0.0, 0.1, 3.0, 3.1), [True, True, False, False])
    near, far = likeness.log_odds(_rows(0.05, 3.05))
    assert near > 0 > far


def test_what_counts_less_moves_less() -> None:
    full, half = (Likeness.fit(_rows(0.0, 3.0), [True, False], [1.0, count]).log_odds(_rows(3.0))[0] for count in (1.0, 0.25))
    assert full < half < 0


def test_it_is_the_same_when_read_again(tmp_path: Path) -> None:
    likeness = Likeness.fit(_rows(0.0, 1.0, 3.0), [True, True, False])
    likeness.save(tmp_path)
    assert np.array_equal(Likeness.load(tmp_path).log_odds(_rows(0.5, 2.0)), likeness.log_odds(_rows(0.5, 2.0)))
