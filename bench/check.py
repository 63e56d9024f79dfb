"""How long `groundwork check` takes over all content: a fresh process (what an author waits for), and again in a warm one (what a watcher does).

    .venv/bin/python -m bench.check [RUNS]
"""
from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Dict, List

from groundwork.authoring.check import check
from groundwork.settings import PROJECT_ROOT

_EDITED = Path("data") / "interruptions" / "thanks" / "responses.yml"


def figures(runs: int) -> Dict[str, Dict[str, float]]:
    """Milliseconds, p50 and p95: `fresh` (the command), `warm` (nothing changed), `edited` (one file's time changed)."""
    return {"fresh": _measured(_fresh, runs), "warm": _measured(_warm, runs), "edited": _measured(_edited, runs)}


def _fresh() -> None:
    run = subprocess.run([sys.executable, "-m", "groundwork.cli", "check", "--json"], cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"groundwork check ended with {run.returncode}")


def _warm() -> None:
    check(PROJECT_ROOT)


def _edited() -> None:
    (PROJECT_ROOT / _EDITED).touch()
    check(PROJECT_ROOT)


def _measured(work: Callable[[], None], runs: int) -> Dict[str, float]:
    work()
    times: List[float] = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return {"p50": round(statistics.median(times)), "p95": round(sorted(times)[max(0, int(len(times) * 0.95) - 1)])}


if __name__ == "__main__":
    for name, milliseconds in figures(int(sys.argv[1]) if len(sys.argv) > 1 else 15).items():
        print(f"{name:<8} p50 {milliseconds['p50']:>5.0f} ms   p95 {milliseconds['p95']:>5.0f} ms")
