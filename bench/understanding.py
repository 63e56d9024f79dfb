"""`python -m bench.understanding [MESSAGES]`: what the whole understanding of one message of fifteen words costs, and each part of it.

In this process and on one core: pin it with `taskset -c 0`. Prints one JSON object, times in milliseconds. `core_mean` is the time that the
core worked for this thread, which a busy machine does not lengthen much; the others are what a clock on the wall shows.
"""
from __future__ import annotations

import json
import os
import statistics
import sys
import time
from itertools import islice
from typing import Any, Callable, Dict, List

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(threads, "1")

from bench.sentences import sentences  # noqa: E402 (after the number of threads is set)
from groundwork.evaluation.assistant import MeasuredAssistant  # noqa: E402

MESSAGES = 300
WARM_UP = 20
SEED = 7


def main(messages: int = MESSAGES) -> Dict[str, Any]:
    """Figures of the whole and, in the order of the pipeline, of each component's `process`."""
    assistant = MeasuredAssistant()
    parts: Dict[str, List[float]] = {}
    for node in assistant.agent.processor.graph_runner._instantiated_nodes.values():
        node._fn = _timed(node._fn, parts.setdefault(f"{type(node._component).__name__}.{node._fn.__name__}", []))
    texts = list(islice(sentences(SEED), WARM_UP + messages))
    for text in texts[:WARM_UP]:
        assistant.read(text)
    for times in parts.values():
        times.clear()
    whole: List[float] = []
    started = time.thread_time()
    for text in texts[WARM_UP:]:
        _timed(assistant.read, whole)(text)
    core = round((time.thread_time() - started) * 1000 / messages, 2)
    load = round(os.getloadavg()[0], 2)
    return {"messages": messages, "load": load, "core_mean": core, "whole": _percentiles(whole), "parts": {name: _percentiles(times) for name, times in parts.items() if times}}


def _percentiles(times: List[float]) -> Dict[str, float]:
    return {"p50": round(statistics.median(times), 2), "p95": round(statistics.quantiles(times, n=20)[18], 2)}


def _timed(call: Callable[..., Any], times: List[float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            times.append((time.perf_counter() - started) * 1000)

    return timed


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=1))
