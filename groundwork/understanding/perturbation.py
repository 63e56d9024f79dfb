"""The same message as it might also have been typed: typos, no capitals, no punctuation, emoji, slang, inside a longer text (pure)."""
from __future__ import annotations

import random
import re
from typing import Callable, Dict, List

SEED = 7
#: Share of words that get a typo.
TYPO_RATE = 0.15
_EMOJI = ("😭", "💔", "😔", "🙃", "😩", "🥺")
_SLANG: Dict[str, str] = {
    "you": "u", "your": "ur", "are": "r", "because": "cuz", "please": "plz", "going to": "gonna", "want to": "wanna", "right now": "rn",
    "boyfriend": "bf", "girlfriend": "gf", "to be honest": "tbh", "i don't know": "idk", "people": "ppl", "though": "tho", "without": "w/o",
    "with": "w", "something": "smth", "really": "rly", "have to": "gotta", "about": "abt", "i am": "im", "and": "n", "before": "b4", "tonight": "2nite",
}  # fmt: skip
_LEAD = "So I have been using this for a while and I was not sure where to begin, sorry if it is long. We live in a small flat and both of us work."
_TAIL = "Anyway, that is where we are. Tomorrow we have guests and I still have to do the shopping. Thanks for reading."


def typos(text: str, rate: float = TYPO_RATE, seed: int = SEED) -> str:
    """One slip (swapped, dropped, doubled letter) in a share of the longer words."""
    rng = random.Random(f"{seed}:{text}")
    return " ".join(_slip(word, rng) if len(word) > 3 and rng.random() < rate else word for word in text.split(" "))


def no_capitals(text: str) -> str:
    """All in lower case."""
    return text.lower()


def all_capitals(text: str) -> str:
    """All in capitals."""
    return text.upper()


def no_punctuation(text: str) -> str:
    """No punctuation at all, apostrophes included."""
    return " ".join(re.sub(r"[^\w\s]", "", text).split())


def emoji(text: str, seed: int = SEED) -> str:
    """An emoji after some sentences and at the end."""
    rng = random.Random(f"{seed}:{text}")
    return re.sub(r"([.!?])\s", lambda match: f"{match.group(1)} {rng.choice(_EMOJI)} ", text) + " " + rng.choice(_EMOJI)


def slang(text: str) -> str:
    """Chat spellings for common words."""
    for word, short in _SLANG.items():
        text = re.sub(rf"\b{re.escape(word)}\b", short, text, flags=re.IGNORECASE)
    return text


def inside_longer_text(text: str) -> str:
    """Between harmless sentences."""
    return f"{_LEAD} {text} {_TAIL}"


#: All ways, by name.
PERTURBATIONS: Dict[str, Callable[[str], str]] = {
    "typos": typos,
    "no_capitals": no_capitals,
    "all_capitals": all_capitals,
    "no_punctuation": no_punctuation,
    "emoji": emoji,
    "slang": slang,
    "inside_longer_text": inside_longer_text,
}


def _slip(word: str, rng: random.Random) -> str:
    letters: List[str] = list(word)
    place = rng.randrange(1, len(letters) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    elif kind == 1:
        del letters[place]
    else:
        letters.insert(place, letters[place])
    return "".join(letters)
