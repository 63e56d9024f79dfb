"""How long the coach takes: `python -m bench.coach [TEXTS] [SEED]` (milliseconds; in this process, the model loaded)."""
from __future__ import annotations

import json
import sys
import time
from typing import Dict, Iterable, List, Tuple

from groundwork.coaching.coach import coach
from groundwork.coaching.findings import KINDS
from tests.coaching.hostile import texts
from tests.coaching.marked import FOLDER, read


def main(count: int = 10_000, seed: int = 1) -> Dict[str, Dict[str, float]]:
    """Figures for the marked sentences as people would write them, and for hostile texts."""
    for kind in KINDS:
        coach("You and I.", kind)
    usual = [(sentence.text, sentence.kind) for path in sorted(FOLDER.glob("*.txt")) for sentence in read(path.name)]
    hostile = ((text, KINDS[number % len(KINDS)]) for number, text in enumerate(texts(count, seed)))
    return {"usual sentence": _figures(usual), "hostile": _figures(hostile)}


def _figures(calls: Iterable[Tuple[str, str]]) -> Dict[str, float]:
    took = sorted(_milliseconds(text, kind) for text, kind in calls)
    return {"n": len(took), "p50": _at(took, 0.5), "p99": _at(took, 0.99), "max": round(took[-1], 1)}


def _milliseconds(text: str, kind: str) -> float:
    start = time.perf_counter()
    coach(text, kind)
    return (time.perf_counter() - start) * 1000


def _at(took: List[float], share: float) -> float:
    return round(took[min(len(took) - 1, int(share * len(took)))], 1)


if __name__ == "__main__":
    print(json.dumps(main(*(int(argument) for argument in sys.argv[1:])), indent=1))
