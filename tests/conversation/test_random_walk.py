"""A seeded random walk: choices, words, payloads, nonsense. Nothing may ever break; a failure prints the shortest transcript.

`GROUNDWORK_WALK_TURNS` and `GROUNDWORK_WALK_SEED` make it longer or other; `script/soak` does.
"""
from __future__ import annotations

import os
import random
from typing import Callable, List, Optional, Set

from groundwork.dialogue.script import Place
from tests.conversation.talking import Assistant, Said
from tests.conversation.violations import violations

TURNS = int(os.environ.get("GROUNDWORK_WALK_TURNS", "10000"))
SEED = int(os.environ.get("GROUNDWORK_WALK_SEED", "20261123"))
LONGEST = 60
_SUBJECTS = ["I", "she", "he", "they", "we", "my partner", "the kids", "nobody"]
_VERBS = ["lied", "hid it", "cried", "left the room", "said nothing", "told me later", "looked away", "promised again", "wrote to her"]
_WHENS = ["on Tuesday", "for months", "last night", "in the kitchen", "again", "before the trip", "all summer", "at 2am"]
_ASIDES = ["why do you ask", "skip", "go back", "repeat that", "show me an example", "what have i said so far", "change an answer", "pause", "leave",
           "erase everything", "help", "start over", "another topic", "thanks", "are you a robot", "idk", "what do you have about me", "no", "yes", "ok"]
_NONSENSE = ["", " ", "…", "???", "😢", "asdkjh qwe", "/restart", "/back", '/inform{"choice":"evil"}', "{facts}", "None", "99", "0", "x" * 4100,
             "ja nein vielleicht", "लड़ाई हुई", "\u202egnirts", "a\x00b", "topic/utter_topic:betrayal", "<script>alert(1)</script>", "'; drop table events; --"]


def _sentence(chance: random.Random) -> str:
    parts = [f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {chance.choice(_WHENS)}" for _ in range(chance.randint(1, 4))]
    return ", ".join(parts)


def _next_text(chance: random.Random, last: Optional[Said], clicked: List[str]) -> str:
    kind = chance.random()
    if last and last.payloads and kind < 0.5:
        payload = chance.choice(last.payloads)
        clicked.append(payload)
        return payload
    if last and last.payloads and kind < 0.58:
        return str(chance.randint(1, len(last.payloads)))
    if kind < 0.8:
        return _sentence(chance)
    if kind < 0.92:
        return chance.choice(_ASIDES)
    if clicked and kind < 0.95:
        return chance.choice(clicked)
    return chance.choice(_NONSENSE)


def _broken(assistant: Assistant, transcript: List[str]) -> List[str]:
    """Replay a transcript from the beginning; the first broken turn's violations."""
    sender = "walk-again"
    assistant.forget(sender)
    for text in transcript:
        found = violations(assistant, assistant.say(sender, text), "".join(transcript))
        if found:
            return found
    return []


def _shortest(transcript: List[str], breaks: Callable[[List[str]], bool]) -> List[str]:
    """Leave out whatever is not needed for the failure."""
    index = 0
    while index < len(transcript):
        shorter = transcript[:index] + transcript[index + 1:]
        if breaks(shorter):
            transcript = shorter
        else:
            index += 1
    return transcript


def test_random_walk(assistant: Assistant) -> None:
    chance = random.Random(SEED)
    visited: Set[Place] = set()
    turns = conversation = 0
    while turns < TURNS:
        conversation += 1
        sender, transcript, clicked = f"walk-{conversation}", [], []  # type: str, List[str], List[str]
        last: Optional[Said] = None
        for _ in range(chance.randint(5, LONGEST)):
            text = _next_text(chance, last, clicked)
            transcript.append(text)
            last = assistant.say(sender, text)
            turns += 1
            found = violations(assistant, last, "".join(transcript))
            if found:
                shortest = _shortest(transcript, lambda lines: bool(_broken(assistant, lines)))
                raise AssertionError(f"seed {SEED}, conversation {conversation}: {found}\nShortest transcript:\n" + "\n".join(map(repr, shortest)))
            if last.state.place:
                visited.add(last.state.place)
        assistant.forget(sender)
    print(f"{turns} turns, {conversation} conversations, {len(visited)} places visited, 0 violations, seed {SEED}")
    assert len(visited) > 60
