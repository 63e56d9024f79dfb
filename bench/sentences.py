"""Free text for measuring: sentences of fifteen words, no two alike, the same in every run."""
from __future__ import annotations

import random
from typing import Iterator

WORDS_A_SENTENCE = 15

_OPENINGS = ("On Monday", "Last Tuesday", "That Friday", "After dinner", "Before work", "In March", "One evening", "Two weeks ago")
_PEOPLE = ("my partner", "my wife", "my husband", "my girlfriend", "my boyfriend", "someone close")
_DEEDS = (
    "told me about", "left out", "kept quiet about", "wrote a note about", "asked me about", "waited with", "came back to", "explained",
)
_THINGS = ("the dinner", "the message", "the trip", "the photo", "the money", "the phone call", "the weekend", "the party", "the letter")
_REST = (
    "and", "then", "we", "sat", "in", "the", "kitchen", "for", "a", "while", "quietly", "with", "tea", "until", "late", "talking", "slowly",
    "about", "plans", "small", "things", "again", "outside", "near", "window", "garden", "music", "rain", "morning", "light",
)


def sentences(seed: int) -> Iterator[str]:
    """Endless sentences; the same seed gives the same ones, and none comes twice."""
    chance = random.Random(seed)
    said = set()
    while True:
        start = " ".join([chance.choice(_OPENINGS), chance.choice(_PEOPLE), chance.choice(_DEEDS), chance.choice(_THINGS)]).split()
        sentence = " ".join(start + [chance.choice(_REST) for _ in range(WORDS_A_SENTENCE - len(start))])
        if sentence not in said:
            said.add(sentence)
            yield sentence
