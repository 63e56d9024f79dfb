"""Processes that die are started again, with growing pauses; one that dies again and again ends everything."""
from __future__ import annotations

import sys
import time
from typing import Callable, Dict, List

from groundwork.running.processes import Process, Processes

#: So many ends of one process within so many seconds are too many.
MOST_ENDS, WITHIN_SECONDS = 5, 120.0
#: Seconds before a process is started again: after its first end, its second, and so on.
PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0)


def watch_over(processes: Processes, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> Process:
    """Start again whatever ends; returns the process that ended too often.

    Args:
        processes: in which all are running.
        clock, sleep: of the time; a test moves it.
    """
    ends: Dict[str, List[float]] = {}
    while True:
        process, code = processes.watch()
        recent = [then for then in ends.get(process.name, []) if then > clock() - WITHIN_SECONDS] + [clock()]
        ends[process.name] = recent
        if len(recent) >= MOST_ENDS:
            return process
        print(f"{process.name} ended unexpectedly (exit code {code}) and is started again. See {process.log}", file=sys.stderr, flush=True)
        sleep(PAUSES[len(recent) - 1])
        processes.start(process)
