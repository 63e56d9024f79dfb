"""Train the model when, and only when, something that decides it has changed. The model's file name carries the fingerprint."""
from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Optional

from groundwork.running.progress import ProgressLine, run_with_progress

#: What decides the model: content, configuration, the code that learns and reads it, and the versions of everything.
CONTENT = ("data", "domain.yml", "config.yml")
CODE = ("groundwork/dialogue", "groundwork/understanding", "requirements.txt")

#: Left out, since they take half of the time: `script/test` validates, and stories glued together at random teach our policies nothing.
OPTIONS = ("--skip-validation", "--augmentation", "0")
_STAGE = re.compile(r"Starting to train component '([^']+)'")
_CAUSE = re.compile(r"^(?:\S+\.)?\w*(?:Error|Exception|Invalid\w*|Conflict\w*|NotFound|Interrupt)\b.*")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class TrainingFailed(RuntimeError):
    """Training did not give a model; the text says why, as far as its log tells."""


def fingerprint(root: Path, names: Iterable[str]) -> str:
    """Twelve hex digits over the names and contents of files and of everything in folders."""
    digest = hashlib.sha256()
    for name in names:
        for path in _files(root / name):
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def model_path(root: Path) -> Path:
    """Where the model of the present content is, or would be."""
    return root / "models" / f"groundwork-{fingerprint(root, CONTENT + CODE)}.tar.gz"


def up_to_date_model(root: Path, environment: Dict[str, str], again: bool = False) -> Path:
    """The model of the present content, trained now if there is none.

    Args:
        root: folder of the project.
        environment: variables of the training process.
        again: train even if nothing changed.

    Raises:
        TrainingFailed: with the cause, and where the whole log is.
    """
    with _one_at_a_time(root / "var" / "training" / "lock"):
        model = model_path(root)
        if again or not model.exists():
            _train(root, model, environment, again)
        return model


def _train(root: Path, model: Path, environment: Dict[str, str], again: bool) -> None:
    new = root / "var" / "training" / model.name
    new.unlink(missing_ok=True)
    log = root / "var" / "logs" / "training.log"
    line = ProgressLine("Training, since the content is new or has changed")
    command = [
        sys.executable, "-m", "rasa", "train", "--out", str(new.parent), "--fixed-model-name", model.name[: -len(".tar.gz")], *OPTIONS,
    ]
    code = run_with_progress(command + ["--force"] * again, log, line, _stage, {**environment, "LOG_LEVEL": "INFO", **_cache(root)}, root)
    if code or not new.exists():
        line.done(f"Training failed after {line.seconds} s.")
        raise TrainingFailed(f"{cause_of(log.read_text(encoding='utf-8'))}\nThe whole log: {log.relative_to(root)}")
    _put_in_place(new, model)
    line.done(f"Trained in {line.seconds} s.")


def cause_of(log: str) -> str:
    """The end of a log from its last error on, at most 15 lines; its last lines if no error is recognised."""
    lines = [_COLOUR.sub("", line).rstrip() for line in log.splitlines() if line.strip()]
    starts = [number for number, line in enumerate(lines) if _CAUSE.match(line)]
    return "\n".join(lines[starts[-1] :][:15] if starts else lines[-6:])


def _stage(line: str) -> Optional[str]:
    found = _STAGE.search(line)
    return found.group(1) if found else None


def _cache(root: Path) -> Dict[str, str]:
    """Rasa keeps trained parts by their configuration and data, not by our code: so each state of the code has a cache of its own."""
    caches = root / "var" / "training" / "cache"
    mine = caches / fingerprint(root, CODE)
    for other in caches.glob("*"):
        if other != mine:
            shutil.rmtree(other, ignore_errors=True)
    return {"RASA_CACHE_DIRECTORY": str(mine)}


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Within this context no other process trains this project; it waits until the other is done."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _put_in_place(new: Path, model: Path) -> None:
    model.parent.mkdir(exist_ok=True)
    os.replace(new, model)
    for other in model.parent.glob("groundwork-*.tar.gz"):
        if other != model:
            other.unlink()


def _files(path: Path) -> List[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith("."))
