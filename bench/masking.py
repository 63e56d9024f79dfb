"""How long masking takes: `python -m bench.masking` (milliseconds; in this process)."""
from __future__ import annotations

import json
import time
from typing import Any, Callable, Dict

from groundwork.storage.masking import masked, masked_text

_ORDINARY = "On Tuesday I saw 43 messages between her and a man from work, at 19:30, and she said it was nothing. I felt sick. "
_CONTACT = " Call 07700 900123 or jo@example.org, insta jane_1, 12 Baker Street."
ROUNDS = 300


def main() -> Dict[str, float]:
    """The best of several rounds for 1,000 characters, and for a turn in which twelve answers are kept."""
    ordinary = (_ORDINARY * 9)[:1000]
    answers = {f"answer_{number}": {"words": f"{number} {_ORDINARY}", "choices": ["own"], "step": "utter_x"} for number in range(12)}
    turn = [{"event": "user", "text": _ORDINARY, "parse_data": {}}, {"event": "slot", "name": "answers", "value": answers}, {"event": "bot", "text": _ORDINARY, "data": {}}]
    return {
        "1,000 ordinary characters": _best(lambda: masked_text(ordinary)),
        "1,000 characters with contact data": _best(lambda: masked_text(ordinary[: 1000 - len(_CONTACT)] + _CONTACT)),
        "a turn with twelve kept answers": _best(lambda: masked(turn)),
    }


def _best(call: Callable[[], Any]) -> float:
    took = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        call()
        took.append(time.perf_counter() - begin)
    return round(min(took) * 1000, 3)


if __name__ == "__main__":
    print(json.dumps(main(), indent=1))
