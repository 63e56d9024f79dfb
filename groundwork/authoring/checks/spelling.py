"""Words that are in no dictionary (pure but for reading the dictionaries, once).

A word is known if the sentence encoder has it whole (some 24,000 common words; no usual misspelling is among them), if `dictionary.txt`
has it, or if it is an inflection of one that is known.
"""
from __future__ import annotations

import json
import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Dict, FrozenSet, Iterator, Optional, Set

from groundwork.authoring.content import Named
from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.project import Project

DICTIONARY = Path(__file__).parents[1] / "dictionary.txt"
_ENCODER = Path(__file__).parents[2] / "understanding" / "minilm" / "tokenizer.json"
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_NOT_WORDS = re.compile(r"\{[^}]*\}|https?://\S+|\S+@\S+|\b\w+\.(?:com|org|net|html|txt)\b")
#: ending -> what it stands in for, tried in this order.
_ENDINGS = (("ies", "y"), ("ied", "y"), ("iest", "y"), ("ier", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
            ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("d", ""), ("ness", ""), ("less", ""), ("able", ""), ("able", "e"), ("ful", ""))  # fmt: skip
_PREFIXES = ("un", "re", "in", "over", "out", "non")
_SHORTEST, _ALIKE, _COMPARED = 3, 0.75, 5


def check(project: Project) -> Iterator[Finding]:
    """The first place of each unknown word in texts and labels."""
    said: Set[str] = set()
    for response in project.content.responses.values():
        texts = [variation.text for variation in response.variations] + [button.title for variation in response.variations for button in variation.buttons]
        for text in texts:
            if text is not None:
                yield from _words(text, said)


def _words(text: Named, said: Set[str]) -> Iterator[Finding]:
    plain = _NOT_WORDS.sub(" ", text.name) if "{" in text.name or "." in text.name else text.name
    for written in _WORD.findall(plain):
        word = written.lower().replace("’", "'")
        if word in said or is_known(word):
            continue
        said.add(word)
        yield finding("G722", text.place, word=written, meant=suggestion(word))


def suggestion(word: str) -> Optional[str]:
    """The known word that is most like an unknown one, or None: of those with its first letter and about its length, one with the same letters first."""
    pool = [known for known in _dictionary() if known[:1] == word[:1] and abs(len(known) - len(word)) < 2]
    found = get_close_matches(word, pool, n=_COMPARED, cutoff=_ALIKE)
    same_letters = [known for known in found if sorted(known) == sorted(word)]
    return next(iter(same_letters + found), None)


@lru_cache(maxsize=None)
def is_known(word: str) -> bool:
    """Whether a word (small letters) is in a dictionary, or an inflection of one that is."""
    if len(word) < _SHORTEST or word in _dictionary():
        return True
    if "'" in word:
        return all(is_known(part) for part in word.split("'") if len(part) > 2)
    for ending, instead in _ENDINGS:
        stem = word[: -len(ending)] + instead
        if word.endswith(ending) and len(stem) >= _SHORTEST and (stem in _dictionary() or _undoubled(stem) in _dictionary()):
            return True
    return any(word.startswith(prefix) and len(word) > len(prefix) + _SHORTEST and word[len(prefix) :] in _dictionary() for prefix in _PREFIXES)


def _undoubled(stem: str) -> str:
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem


@lru_cache(maxsize=1)
def _dictionary() -> FrozenSet[str]:
    own = (line.strip().lower() for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    vocabulary: Dict[str, int] = json.loads(_ENCODER.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(own) | {word for word in vocabulary if word.isalpha()}
