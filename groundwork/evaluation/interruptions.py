"""`groundwork evaluate interruptions FILE.jsonl`: are answers taken as answers, and interruptions and other requests understood?

Rows: text, expected (an intent, or "answer"), also (further intents that are as right). Each is said at a question that takes words.
What comes from which rows:
- answers_taken_as_answers: rows "answer" that interrupt nothing.
- interruptions_understood: rows of an intent that can interrupt, taken as an interruption with a right intent.
- intent_accuracy: rows of any intent whose first intent is a right one, whatever is decided at the question.
A message that is answered with a way after danger is judged by its words all the same, and counted apart.
"""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Counter as Counts, Dict, FrozenSet, List, Optional, Tuple

from groundwork.evaluation.assistant import MeasuredAssistant, rows_of, share, write_table

#: A question that takes words: what happened, told by the person who was hurt.
QUESTION = ("betrayal_hurt", "utter_betrayal_hurt_facts")
ANSWER = "answer"
#: So many confusions are printed; the report has all of them.
MOST_CONFUSED = 15


@dataclass(frozen=True)
class Judged:
    """One row: what it should be, what the question takes it for, and the classifier's first intent."""

    expected: str
    right: FrozenSet[str]
    taken_for: str
    first_intent: str
    danger: bool


def main(path: Path, report_dir: Optional[Path] = None) -> Dict[str, Any]:
    """The figures; a share is only given where the file has rows for it."""
    assistant = MeasuredAssistant()
    rows = [judge(assistant, row) for row in rows_of(path)]
    answers = [row for row in rows if row.expected == ANSWER]
    requests = [row for row in rows if row.expected != ANSWER]
    interrupting = [row for row in requests if can_interrupt(assistant, row.expected)]
    figures: Dict[str, Any] = {"n": len(rows)}
    if answers:
        figures["answers_taken_as_answers"] = share(sum(row.taken_for == ANSWER for row in answers), len(answers))
    if interrupting:
        figures["interruptions_understood"] = share(sum(row.taken_for in row.right for row in interrupting), len(interrupting))
    if requests:
        figures["intent_accuracy"] = share(sum(row.first_intent in row.right for row in requests), len(requests))
    others = [row for row in requests if not can_interrupt(assistant, row.expected)]
    confused = confusions([*answers, *interrupting], others)
    figures["confused_with"] = [f"{expected} -> {found}: {count}" for (expected, found), count in confused[:MOST_CONFUSED]]
    figures["danger_first"] = sum(row.danger for row in rows)
    write_table(report_dir, f"interruptions-{path.stem}", ["expected", "taken for", "rows"], [[*pair, count] for pair, count in confused])
    return figures


def judge(assistant: MeasuredAssistant, row: Dict[str, Any]) -> Judged:
    """What a row is taken for, by the dialogue's own decision at the question."""
    message = assistant.read(row["text"])
    dialogue = assistant.dialogue
    taken_for = dialogue.listening.interruption(message, dialogue.questions.get(QUESTION[1]), dialogue.script) or ANSWER
    right = frozenset({row["expected"], *row.get("also", [])})
    return Judged(row["expected"], right, taken_for, message.intent, bool(message.danger))


def can_interrupt(assistant: MeasuredAssistant, intent: str) -> bool:
    """Whether the content answers this intent in the middle of a step."""
    script = assistant.dialogue.script
    return intent in assistant.dialogue.listening.moves or intent in script.interruptions or intent in script.rules


def confusions(at_the_question: List[Judged], by_intent: List[Judged]) -> List[Tuple[Tuple[str, str], int]]:
    """(expected, found instead) and how often, most frequent first."""
    counts: Counts[Tuple[str, str]] = Counter()
    for row in at_the_question:
        if row.taken_for not in row.right:
            counts[row.expected, row.taken_for] += 1
    for row in by_intent:
        if row.first_intent not in row.right:
            counts[row.expected, row.first_intent] += 1
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
