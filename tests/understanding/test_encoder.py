"""The sentence encoder."""
from pathlib import Path

import numpy as np
import pytest

from groundwork.understanding.encoder import DIMENSIONS, EncoderFileError, check_file, shared_encoder


def test_vectors_have_length_one() -> None:
    vectors = shared_encoder().encode(["one", "a much longer sentence about one evening in June", ""])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_a_batch_keeps_the_order() -> None:
    texts = ["he lied to me about the money for years and I only found out today", "hello", "I feel ashamed"]
    batch = shared_encoder().encode(texts)
    for text, vector in zip(texts, batch):
        assert float(shared_encoder().encode([text])[0] @ vector) > 0.97


def test_meaning_is_near_meaning() -> None:
    first, near, far = shared_encoder().encode(["he lied to me", "she was dishonest with me", "the train leaves at noon"])
    assert first @ near > first @ far


def test_no_texts_give_no_rows() -> None:
    assert shared_encoder().encode([]).shape == (0, DIMENSIONS)


def test_a_long_text_is_cut_not_refused() -> None:
    assert shared_encoder().encode(["word " * 2000]).shape == (1, DIMENSIONS)


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"not the model")
    with pytest.raises(EncoderFileError):
        check_file(other, "0" * 64)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderFileError, match="gone.onnx"):
        check_file(tmp_path / "gone.onnx", "0" * 64)
