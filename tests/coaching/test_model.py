"""The language model of the coach is the one that was measured."""
from __future__ import annotations

from pathlib import Path

import pytest

from groundwork.coaching import model


def test_a_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tagger").write_bytes(b"another")
    monkeypatch.setattr(model, "_folder", lambda: tmp_path)
    model.shared_model.cache_clear()
    with pytest.raises(model.CoachModelError, match="is not the model that was measured"):
        model.shared_model()
    model.shared_model.cache_clear()


def test_a_renamed_file_changes_the_hash(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"same")
    before = model.files_hash(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert model.files_hash(tmp_path) != before
