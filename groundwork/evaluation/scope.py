"""`groundwork evaluate scope FILE.jsonl`: requests from outside, and whether any is taken for one of ours.

Rows: text. Each is said at the topic question and at a question with choices only. It is refused where the topic question does not
take it for a situation and neither question takes it for an interruption other than "that is beyond what I am here for".
The other direction, so that refusing everything is no success: requests that are ours, from the project's own measuring sets, said at the
same questions; kept where they are taken for one of ours.
"""
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, Counter as Counts, Dict, Optional, Tuple

from groundwork.dialogue.message import Message
from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, share, write_table
from groundwork.evaluation.interruptions import can_interrupt
from groundwork.evaluation.topic import OTHER, QUESTION, topics_of
from groundwork.settings import PROJECT_ROOT

#: Interruptions that refuse.
REFUSALS = frozenset({"out_of_scope", "nlu_fallback", "ask_trust_beyond", "tell_joke", "legal_or_medical", "other_language"})
CHOICES_ONLY = ("gate", "utter_length")
#: Rows: text, expected (an intent), also.
OWN_REQUESTS = tuple(f"tests/understanding/sets/{name}.jsonl" for name in ("interruptions", "fresh_interruptions", "rewordings"))


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: n and refused (share); in_scope: n and kept (share) of the requests that are ours in the project's own sets."""
    assistant = MeasuredAssistant()
    taken: Counts[str] = Counter()
    n = 0
    for row in rows_of(path):
        n += 1
        request = _request(assistant, row)
        if request:
            taken[request] += 1
    kept, ours, refused_ours = _kept(assistant)
    tables = [[request, "outside", count] for request, count in taken.most_common()]
    tables += [["refused", expected, count] for expected, count in refused_ours.most_common()]
    write_table(report_dir, "scope", ["taken for", "was", "rows"], tables)
    return {"n": n, "refused": share(n - sum(taken.values()), n), "in_scope": {"n": ours, "kept": share(kept, ours)}}


def _kept(assistant: MeasuredAssistant) -> Tuple[int, int, Counts[str]]:
    """How many of our own requests are taken for one of ours, of how many, and what the others were."""
    rows = [row for name in OWN_REQUESTS for row in rows_of(PROJECT_ROOT / name)]
    rows = [row for row in rows if not REFUSALS & {row["expected"], *row.get("also", [])} and can_interrupt(assistant, row["expected"])]
    refused = Counter(row["expected"] for row in rows if not _request(assistant, row))
    return len(rows) - sum(refused.values()), len(rows), refused


def _request(assistant: MeasuredAssistant, row: Dict[str, Any]) -> Optional[str]:
    return taken_for(assistant, replace(assistant.read(row["text"]), danger=None))


def taken_for(assistant: MeasuredAssistant, message: Message) -> Optional[str]:
    """The in-scope request that a message is taken for, or None."""
    dialogue = assistant.dialogue
    for step in (QUESTION, CHOICES_ONLY):
        intent = dialogue.listening.interruption(message, dialogue.questions.get(step[1]), dialogue.script)
        if intent and intent not in REFUSALS:
            return intent
    topics = topics_of(assistant.answer_at(QUESTION, message))
    return None if topics == {OTHER} else "a situation: " + " or ".join(sorted(topics))
