"""Is a message an interruption, or the answer? (pure)

At a question that takes words, the words are the answer unless they are plainly an interruption: near-exact wording, or high
confidence in a short message ("I want him to stop lying to me" is an answer). Where only choices are asked, less is enough.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional

from groundwork.dialogue.message import Message
from groundwork.dialogue.questions import Question
from groundwork.dialogue.script import Script


@dataclass(frozen=True)
class Listening:
    """Thresholds and names from `config.yml`. moves: intent -> move of the engine (back, repeat, skip, why, example, resume)."""

    moves: Mapping[str, str] = field(default_factory=dict)
    at_words: float = 0.9
    at_choices: float = 0.5
    longest_at_words: int = 12
    longest_answer: int = 4000

    def interruption(self, message: Message, question: Question, script: Script) -> Optional[str]:
        """The intent that interrupts, or None if the message is to be read as an answer."""
        intent = message.intent
        if not (intent in self.moves or intent in script.interruptions or intent in script.rules):
            return None
        if intent.startswith("danger_") or message.choice:
            return None
        if message.near_exact:
            return intent
        if not question.takes_words:
            return intent if message.confidence >= self.at_choices else None
        short = len(message.words.split()) <= self.longest_at_words
        return intent if short and message.confidence >= self.at_words else None
