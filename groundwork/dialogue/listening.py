"""Is a message an interruption, or the answer? (pure)

At a question that takes words, the words are the answer unless they are plainly an interruption: near-exact wording, or a short message
in which one interruption is several times as likely as all readings as an answer together ("I want him to stop lying to me" is an answer).
Odds, not confidence: with some eighty intents confidence is spread over neighbours ("skip", "go_back") even where the message is plainly
no answer. Questions about trust look like what people write to a partner, so they need higher odds. Where only choices are asked, less is enough.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional, Sequence

from groundwork.dialogue.message import Message
from groundwork.dialogue.questions import Question
from groundwork.dialogue.script import Script

#: "None of the intents": the understanding's own word, neither an interruption nor an answer.
NOT_UNDERSTOOD = "nlu_fallback"
#: Below this share an answer is as good as excluded; keeps the odds finite.
_LEAST_SHARE = 1e-6


@dataclass(frozen=True)
class Listening:
    """Thresholds and names from `config.yml`.

    moves: intent -> move of the engine (back, repeat, skip, why, example, resume). odds_at_words: how many times as likely as an answer
    an interruption must be; odds_like_answers: the same for intents that begin with one of like_answers.
    Where the words are said to the partner, only near-exact wording interrupts, and of like_speech ("thank you") not even that; the intents of
    to_us are plainly not meant for a partner, so that the higher odds do. at_words: the confidence that does where no ranking is known, and for a country or a yes in passing.
    """

    moves: Mapping[str, str] = field(default_factory=dict)
    odds_at_words: float = 4.0
    odds_like_answers: float = 16.0
    like_answers: Sequence[str] = ()
    like_speech: Sequence[str] = ()
    to_us: Sequence[str] = ()
    at_words: float = 0.9
    at_choices: float = 0.5
    longest_at_words: int = 12
    longest_answer: int = 4000

    def interruption(self, message: Message, question: Question, script: Script) -> Optional[str]:
        """The intent that interrupts, or None if the message is to be read as an answer."""
        if message.choice:
            return None
        if question.spoken:
            return self._to_us(message, script)
        if message.near_exact or not question.takes_words:
            sure = message.near_exact or message.confidence >= self.at_choices
            return message.intent if sure and self._interrupts(message.intent, script) else None
        if len(message.words.split()) > self.longest_at_words:
            return None
        return self._likely(message, script)

    def _to_us(self, message: Message, script: Script) -> Optional[str]:
        """The interruption at a question whose answer is said to the partner."""
        if message.near_exact or message.named:
            return message.intent if message.intent not in self.like_speech and self._interrupts(message.intent, script) else None
        likely = self._likely(message, script) if len(message.words.split()) <= self.longest_at_words else None
        return likely if likely in self.to_us else None

    def _interrupts(self, intent: str, script: Script) -> bool:
        known = intent in self.moves or intent in script.interruptions or intent in script.rules
        return known and not intent.startswith("danger_")

    def _likely(self, message: Message, script: Script) -> Optional[str]:
        """The interruption that outweighs every reading as an answer, if one does."""
        shares = {intent: share for intent, share in message.ranking.items() if intent != NOT_UNDERSTOOD}
        if not shares:
            return message.intent if message.confidence >= self.at_words and self._interrupts(message.intent, script) else None
        likeliest = max(shares, key=lambda intent: shares[intent])
        as_answer = sum(share for intent, share in shares.items() if not self._interrupts(intent, script))
        if not self._interrupts(likeliest, script):
            return None
        odds = self.odds_like_answers if likeliest.startswith(tuple(self.like_answers)) else self.odds_at_words
        return likeliest if shares[likeliest] >= odds * max(as_answer, _LEAST_SHARE) else None
