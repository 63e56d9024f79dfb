from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, List

import pytest

from groundwork.running import training
from groundwork.running.training import TrainingFailed, cause_of, model_path, up_to_date_model


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("data/journeys/story.yml", "domain.yml", "config.yml", "groundwork/dialogue/steps.py", "groundwork/understanding/a.py", "requirements.txt", "README.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> List[List[str]]:
    """Stands in for Rasa: each training is remembered and gives a model."""
    commands: List[List[str]] = []

    def run(command: List[str], log: Path, *_: Any) -> int:
        commands.append(command)
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("fine", encoding="utf-8")
        model = Path(command[command.index("--out") + 1]) / f"{command[command.index('--fixed-model-name') + 1]}.tar.gz"
        model.parent.mkdir(parents=True, exist_ok=True)
        model.write_text("model", encoding="utf-8")
        return 0

    monkeypatch.setattr(training, "run_with_progress", run)
    return commands


def test_trains_once_and_again_only_when_asked(project: Path, trained: List[List[str]]) -> None:
    model = up_to_date_model(project, {})
    assert model.read_text(encoding="utf-8") == "model"
    assert up_to_date_model(project, {}) == model and len(trained) == 1
    up_to_date_model(project, {}, again=True)
    assert len(trained) == 2 and "--force" in trained[1]


@pytest.mark.parametrize("name", ["data/journeys/story.yml", "domain.yml", "config.yml", "groundwork/dialogue/steps.py", "groundwork/understanding/a.py", "requirements.txt"])
def test_trains_anew_when_something_that_decides_the_model_changed(project: Path, trained: List[List[str]], name: str) -> None:
    up_to_date_model(project, {})
    (project / name).write_text("changed", encoding="utf-8")
    model = up_to_date_model(project, {})
    assert len(trained) == 2
    assert list((project / "models").iterdir()) == [model]


def test_a_moved_or_new_file_counts_as_a_change_and_the_rest_does_not(project: Path) -> None:
    before = model_path(project)
    (project / "README.md").write_text("changed", encoding="utf-8")
    (project / "groundwork/dialogue/__pycache__").mkdir()
    (project / "groundwork/dialogue/__pycache__/steps.pyc").write_text("x", encoding="utf-8")
    assert model_path(project) == before
    (project / "data/journeys/story.yml").rename(project / "data/story.yml")
    assert model_path(project) != before


def test_a_failure_tells_the_cause_and_leaves_no_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: List[str], log: Path, *_: Any) -> int:
        log.parent.mkdir(parents=True)
        log.write_text("INFO training\nTraceback (most recent call last):\n  File x\nrasa.shared.InvalidRule: \nContradicting rules\n", encoding="utf-8")
        return 1

    monkeypatch.setattr(training, "run_with_progress", fail)
    with pytest.raises(TrainingFailed, match="InvalidRule(.|\n)*Contradicting rules(.|\n)*training.log"):
        up_to_date_model(project, {})
    assert not model_path(project).exists()


def test_success_without_a_model_is_a_failure(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: List[str], log: Path, *__: Any) -> int:
        log.parent.mkdir(parents=True)
        log.write_text("done", encoding="utf-8")
        return 0

    monkeypatch.setattr(training, "run_with_progress", nothing)
    with pytest.raises(TrainingFailed):
        up_to_date_model(project, {})


def test_the_cause_is_the_last_error_or_else_the_end() -> None:
    assert cause_of("ValueError: first\nnoise\n\x1b[91mKeyError: 'last'\x1b[0m\n") == "KeyError: 'last'"
    assert cause_of("\n".join(f"line {number}" for number in range(50))).splitlines()[-1] == "line 49"
    assert cause_of("") == ""


def test_a_real_command_is_run_with_this_python(project: Path, trained: List[List[str]]) -> None:
    up_to_date_model(project, {})
    assert trained[0][:4] == [sys.executable, "-m", "rasa", "train"]
