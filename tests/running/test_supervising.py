"""What dies is started again, but not for ever."""
from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import List

import pytest

from groundwork.running.processes import Process, Processes
from groundwork.running.supervising import MOST_ENDS, PAUSES, watch_over


def test_a_killed_process_is_started_again_and_the_other_is_left_alone(tmp_path: Path) -> None:
    stays = Process("stays", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "stays.log", dict(os.environ), tmp_path)
    dies = Process("dies", [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"], tmp_path / "dies.log", dict(os.environ), tmp_path)
    seen: List[int] = []

    def kill_each() -> None:
        while len(seen) < MOST_ENDS:
            text = (tmp_path / "dies.log").read_text() if (tmp_path / "dies.log").exists() else ""
            if text.endswith("\n") and int(text) not in seen:
                seen.append(int(text))
                os.kill(seen[-1], signal.SIGKILL)
            time.sleep(0.02)

    waited: List[float] = []
    with Processes() as processes:
        staying = processes.start(stays)
        processes.start(dies)
        killer = threading.Thread(target=kill_each, daemon=True)
        killer.start()
        assert watch_over(processes, sleep=waited.append).name == "dies"
        killer.join(10)
        os.kill(staying, 0)  # it is still there
    assert len(set(seen)) == MOST_ENDS and waited == list(PAUSES[: MOST_ENDS - 1])


def test_ends_long_ago_do_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = Process("short", [sys.executable, "-c", ""], tmp_path / "short.log", dict(os.environ), tmp_path)
    now = [0.0]
    waited: List[float] = []

    def clock() -> float:
        now[0] += 100.0 if len(waited) < 8 else 0.0
        return now[0]

    with Processes() as processes:
        processes.start(short)
        watch_over(processes, clock, waited.append)
    assert len(waited) > 8 and "short" in capsys.readouterr().err
