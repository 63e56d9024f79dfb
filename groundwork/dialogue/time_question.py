"""A question about when and where: a time in the answer is understood and read back before the journey goes on (pure).

The reading back is a story of its own (`data/shared_steps/time_and_place/story.yml`); words without a time are kept as they are.
"""
from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Optional

from groundwork.dialogue import answering
from groundwork.dialogue.message import Message
from groundwork.dialogue.state import Answer
from groundwork.dialogue.walking import Walk
from groundwork.plan.time_reading import read_when
from groundwork.plan.when import When

if TYPE_CHECKING:
    from groundwork.dialogue.engine import Dialogue

READ_BACK = "read_back_time"
#: The choice that stories branch on where a time was understood in words.
UNDERSTOOD = "understood"
#: A correction with more words than this beside its time is a new answer, not another time for the old one.
_WORDS_BESIDE = 3


def answer_time(dialogue: Dialogue, walk: Walk, message: Message) -> None:
    """Take words at a question that reads a time: the question itself, or its reading back."""
    if walk.state.place and walk.state.place[0] == READ_BACK and walk.state.interrupted:
        _correct(walk, message)
        return
    when = _read(message)
    if when is None or READ_BACK not in dialogue.script.journeys:
        answering.answer_with_words(walk, message.words)
        return
    answering.keep_words(walk, message.words)
    _keep_time(walk, walk.question().keeps, when)
    walk.interrupt(READ_BACK)


def go_past(walk: Walk) -> None:
    """On past the question that was interrupted: it has its answer."""
    walk.past = False
    *outer, place = walk.state.interrupted
    walk.state = walk.state.but(interrupted=tuple(outer), place=place)
    answering.go_past_answered(walk)


def _correct(walk: Walk, message: Message) -> None:
    """Another time in place of the one that was understood; without one, the words alone."""
    name = walk.questions.get(walk.state.interrupted[-1][1]).keeps or ""
    kept = walk.answers.get(name)
    if kept is None:
        walk.go_on()
        return
    earlier = When.from_dict(kept.when) if kept.when else None
    when = _read(message, earlier)
    asked_to_change = walk.state.place != (READ_BACK, walk.script.journey(READ_BACK).opening.question)
    if when is not None:
        walk.answers[name] = _corrected(kept, earlier, message.words, when, message.at)
    elif asked_to_change:
        words = _put_in(kept.words, earlier, message.words)
        walk.answers[name] = replace(kept, words=words, when=None)
    answering.follow_choice(walk, UNDERSTOOD if when else None)


def _corrected(kept: Answer, earlier: Optional[When], words: str, when: When, at: float) -> Answer:
    said = words[when.start: when.end]
    beside = len(re.findall(r"\w+", words)) - len(re.findall(r"\w+", said))
    if earlier is None or beside > _WORDS_BESIDE:
        return replace(kept, words=words, when=when.as_dict())
    if when.day == earlier.day and read_when(words, at) is None:  # an hour alone stands beside the day's words
        said = f"{kept.words[earlier.start: earlier.end]}, {said}"
    placed = replace(when, start=earlier.start, end=earlier.start + len(said))
    return replace(kept, words=_put_in(kept.words, earlier, said), when=placed.as_dict())


def _put_in(words: str, earlier: Optional[When], instead: str) -> str:
    """The words with something else where the time stood."""
    return words[: earlier.start] + instead + words[earlier.end:] if earlier else instead


def _read(message: Message, earlier: Optional[When] = None) -> Optional[When]:
    return read_when(message.words, message.at, message.zone, message.locale, earlier)


def _keep_time(walk: Walk, name: Optional[str], when: When) -> None:
    kept = walk.answers.get(name or "")
    if name and kept:
        walk.answers[name] = replace(kept, when=when.as_dict())
