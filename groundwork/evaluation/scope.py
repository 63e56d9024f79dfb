"""`groundwork evaluate scope FILE.jsonl`: requests from outside, and whether any is taken for one of ours.

Rows: text. Each is said at the topic question and at a question with choices only. It is refused where the topic question does not
take it for a situation and neither question takes it for an interruption other than "that is beyond what I am here for".
"""
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, Counter as Counts, Dict, Optional

from groundwork.dialogue.message import Message
from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, share, write_table
from groundwork.evaluation.topic import OTHER, QUESTION, topics_of

#: Interruptions that refuse.
REFUSALS = frozenset({"out_of_scope", "nlu_fallback", "ask_trust_beyond", "tell_joke", "legal_or_medical", "other_language"})
CHOICES_ONLY = ("gate", "utter_length")


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures: n and refused (share)."""
    assistant = MeasuredAssistant()
    taken: Counts[str] = Counter()
    n = 0
    for row in rows_of(path):
        n += 1
        request = taken_for(assistant, replace(assistant.read(row["text"]), danger=None))
        if request:
            taken[request] += 1
    write_table(report_dir, "scope", ["taken for", "rows"], [[request, count] for request, count in taken.most_common()])
    return {"n": n, "refused": share(n - sum(taken.values()), n)}


def taken_for(assistant: MeasuredAssistant, message: Message) -> Optional[str]:
    """The in-scope request that a message is taken for, or None."""
    dialogue = assistant.dialogue
    for step in (QUESTION, CHOICES_ONLY):
        intent = dialogue.listening.interruption(message, dialogue.questions.get(step[1]), dialogue.script)
        if intent and intent not in REFUSALS:
            return intent
    topics = topics_of(assistant.answer_at(QUESTION, message))
    return None if topics == {OTHER} else "a situation: " + " or ".join(sorted(topics))
