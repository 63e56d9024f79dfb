"""Memory and processor time of a process and of all that it started (Linux)."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator


def tree(pid: int) -> Iterator[int]:
    """The id of a process and those of everything that came from it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from tree(int(child))


def pss_in_mb(pid: int) -> float:
    """Proportional set size of the whole tree in MB (10^6 bytes): shared pages count once, divided among those who share them."""
    kilobytes = 0
    for process in tree(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(kilobytes * 1024 / 1e6, 1)


def cpu_seconds(pid: int) -> float:
    """Processor time of the whole tree so far."""
    ticks = 0
    for process in tree(pid):
        try:
            ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")
