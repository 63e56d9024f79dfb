from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from groundwork.running.install import fingerprint, install, stages
from groundwork.running.progress import ProgressLine, run_with_progress
from groundwork.running.signals import Stopped, stop_by_exception


def run(program: str, log: Path) -> tuple[int, str]:
    out = io.StringIO()
    code = run_with_progress([sys.executable, "-c", program], log, ProgressLine("Working", out), lambda line: line.strip() or None)
    return code, out.getvalue()


def test_exit_code_and_output_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "work.log"
    code, shown = run("import sys; print('said'); print('also', file=sys.stderr); sys.exit(3)", log)
    assert code == 3
    assert set(log.read_text().split()) == {"said", "also"}
    assert shown.startswith("Working:")


def test_off_a_terminal_lines_are_few(tmp_path: Path) -> None:
    _, shown = run("import time\nfor n in range(20): print(n, flush=True); time.sleep(0.05)", tmp_path / "work.log")
    assert len(shown.splitlines()) == 1


def test_a_signal_ends_the_command_too(tmp_path: Path) -> None:
    log = tmp_path / "work.log"
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGHUP)
    stop_by_exception()

    def interrupt() -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not (log.exists() and log.read_text().strip()):
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=interrupt, daemon=True).start()
    try:
        with pytest.raises(Stopped):
            run("import os, sys, time; print(os.getpid(), flush=True); time.sleep(60)", log)
    finally:
        for number, handler in zip((signal.SIGTERM, signal.SIGINT, signal.SIGHUP), before):
            signal.signal(number, handler)
    with pytest.raises(ProcessLookupError):
        os.kill(int(log.read_text()), 0)


def test_packages_are_counted() -> None:
    stage_of = stages(3)
    assert "1 of 3" in (stage_of("Collecting rasa==3.6.21\n") or "")
    assert "2 of 3" in (stage_of("Collecting spacy==3.8.1 (from x)\n") or "")
    assert stage_of("  Using cached something\n") is None
    assert "3" in (stage_of("Installing collected packages: a, b\n") or "")


def test_nothing_is_installed_again_unless_something_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_text("rasa==3.6.21 \\\n", encoding="utf-8")
    calls = []

    def pretend(command: list[str], log: Path, *_: object, **__: object) -> int:
        calls.append(command)
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("no such package\n", encoding="utf-8")
        return failing[0]

    failing = [1]
    monkeypatch.setattr("groundwork.running.install.run_with_progress", pretend)
    stamp = tmp_path / "stamp"
    assert install(tmp_path, stamp) == 1 and not stamp.exists()
    failing[0] = 0
    assert install(tmp_path, stamp) == 0 and stamp.read_text(encoding="utf-8") == fingerprint(tmp_path)
    done = len(calls)
    assert install(tmp_path, stamp) == 0 and len(calls) == done
    assert any("--require-hashes" in command for command in calls)
    (tmp_path / "requirements.txt").write_text("rasa==3.6.22 \\\n", encoding="utf-8")
    assert install(tmp_path, stamp) == 0 and len(calls) > done
