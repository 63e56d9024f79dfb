"""Whatever happens to one process, none is left over. The children are trivial programs."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, List

import pytest

from groundwork.running.processes import Process, Processes
from groundwork.settings import PROJECT_ROOT

SLEEP = "import time; time.sleep(120)"
#: A child with a child of its own, both of which write down who they are.
FAMILY = (
    "import os, subprocess, sys, time\n"
    "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(120)'])\n"
    "print(os.getpid(), inner.pid, flush=True)\n"
    "time.sleep(120)\n"
)
SUPERVISOR = (
    "import sys\n"
    "from pathlib import Path\n"
    "from groundwork.running.processes import Process, Processes\n"
    "from groundwork.running.signals import Stopped, stop_by_exception\n"
    "stop_by_exception()\n"
    "folder = Path(sys.argv[1])\n"
    "try:\n"
    "    with Processes() as processes:\n"
    "        for name, program in zip('ab', sys.argv[2:]):\n"
    "            processes.start(Process(name, [sys.executable, '-c', program], folder / f'{name}.log', {}, folder))\n"
    "        process, code = processes.watch(0.05)\n"
    "        print('ended', process.name, code)\n"
    "        sys.exit(1)\n"
    "except Stopped:\n"
    "    sys.exit(0)\n"
)


def process(folder: Path, name: str, program: str) -> Process:
    return Process(name, [sys.executable, "-c", program], folder / f"{name}.log", dict(os.environ), folder)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def family_of(log: Path) -> List[int]:
    wait_for(lambda: log.exists() and log.read_text().endswith("\n"))
    return [int(pid) for pid in log.read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def supervisor(folder: Path, *programs: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(folder), *programs], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)


def test_leaving_the_context_ends_children_and_grandchildren(tmp_path: Path) -> None:
    with Processes() as processes:
        processes.start(process(tmp_path, "family", FAMILY))
        pids = family_of(tmp_path / "family.log")
    assert not any(map(is_running, pids))


def test_a_child_that_will_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundwork.running.processes.GRACE_SECONDS", 0.3)
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + FAMILY
    with Processes() as processes:
        processes.start(process(tmp_path, "stubborn", stubborn))
        pids = family_of(tmp_path / "stubborn.log")
    wait_for(lambda: not any(map(is_running, pids)))


def test_the_one_that_ends_is_told_with_its_exit_code(tmp_path: Path) -> None:
    with Processes() as processes:
        processes.start(process(tmp_path, "long", SLEEP))
        processes.start(process(tmp_path, "short", "raise SystemExit(3)"))
        ended, code = processes.watch(0.02)
    assert (ended.name, code) == ("short", 3)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(tmp_path: Path, number: signal.Signals) -> None:
    running = supervisor(tmp_path, FAMILY, FAMILY)
    pids = family_of(tmp_path / "a.log") + family_of(tmp_path / "b.log")
    running.send_signal(number)
    assert running.wait(20) == 0
    assert not any(map(is_running, pids))


def test_when_one_dies_the_other_is_ended_too(tmp_path: Path) -> None:
    running = supervisor(tmp_path, FAMILY, FAMILY)
    first, second = family_of(tmp_path / "a.log"), family_of(tmp_path / "b.log")
    os.kill(first[0], signal.SIGKILL)
    assert running.wait(20) == 1
    assert running.stdout is not None and running.stdout.read().split() == ["ended", "a", "-9"]
    assert not any(map(is_running, first + second))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_children_end_even_if_the_parent_is_killed(tmp_path: Path) -> None:
    running = supervisor(tmp_path, FAMILY)
    child = family_of(tmp_path / "a.log")
    running.kill()
    running.wait(20)
    wait_for(lambda: not is_running(child[0]))
    if is_running(child[1]):
        os.kill(child[1], signal.SIGKILL)


def test_a_log_begins_anew_and_the_last_one_is_kept(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with Processes() as processes:
            processes.start(process(tmp_path, "speaker", f"print('{text}')"))
            processes.watch(0.02)
    assert (tmp_path / "speaker.log").read_text() == "new\n"
    assert (tmp_path / "speaker.previous.log").read_text() == "old\n"


def test_a_log_stays_short_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundwork.running.processes.LONGEST_LOG", 10_000)
    program = "import time\nfor _ in range(40):\n    print('x' * 999, flush=True); time.sleep(0.02)\n"
    with Processes() as processes:
        processes.start(process(tmp_path, "talker", program))
        processes.watch(0.01)
    assert (tmp_path / "talker.log").stat().st_size < 30_000
