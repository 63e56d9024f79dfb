"""Typed words -> the choice they mean: payload, label, short label, number or unique beginning (pure)."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from groundwork.dialogue.questions import Choice

#: A channel's button: `journey/step:choice`. The step travels with the choice, so a late click never answers the next question.
PAYLOAD = re.compile(r"^([a-z0-9_]+)/([a-z0-9_]+):([a-z0-9_]+)$")
_NUMBER = re.compile(r"^\W*(?:no\.?|number|option|answer)?\s*(\d{1,2})\W*$")
#: A label of so many words is a choice also with a few words around it ("no, that is not what I meant").
_WORDS_OF_A_LABEL, _WORDS_AROUND = 3, 3
_SEPARATOR = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\s)\s*")


@dataclass(frozen=True)
class Payload:
    """A clicked choice, with the place it was shown at."""

    journey: str
    step: str
    choice: str


def read_payload(text: str) -> Optional[Payload]:
    """The clicked choice, or None if the text is no payload."""
    match = PAYLOAD.match(text.strip())
    return Payload(*match.groups()) if match else None


def write_payload(journey: str, step: str, choice: str) -> str:
    """The payload that a channel's button carries."""
    return f"{journey}/{step}:{choice}"


def normalise(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces: how labels are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("'", ""))
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def resolve(text: str, choices: Sequence[Choice]) -> Optional[Choice]:
    """The one choice that the text means, or None.

    Order: number of the choice, label (or short label, or another word for it), unique beginning of a label (at least two letters), a longer
    label with a few words around it.
    """
    if not choices:
        return None
    number = _NUMBER.match(text.casefold())
    if number:
        index = int(number.group(1))
        if 1 <= index <= len(choices):
            return choices[index - 1]
    words = normalise(text)
    if not words:
        return None
    exact = [choice for choice in choices if words in names_of(choice)]
    if exact:
        return exact[0]
    beginning = [choice for choice in choices if len(words) >= 2 and any(normalise(label).startswith(words) for label in _labels_of(choice))]
    found = beginning or [choice for choice in choices if any(_stands_in(name, words) for name in names_of(choice))]
    return found[0] if len(found) == 1 else None


def _stands_in(name: str, words: str) -> bool:
    length = len(name.split())
    return length >= _WORDS_OF_A_LABEL and f" {name} " in f" {words} " and len(words.split()) <= length + _WORDS_AROUND


def resolve_several(text: str, choices: Sequence[Choice]) -> Optional[Tuple[Choice, ...]]:
    """Several choices from one message ("1 and 3", "angry, afraid"); None unless every part is one."""
    single = resolve(text, choices)
    if single:
        return (single,)
    found: List[Choice] = []
    for part in _parts(text, choices):
        choice = resolve(part, choices)
        if choice is None:
            return None
        if choice not in found:
            found.append(choice)
    return tuple(found) or None


def _parts(text: str, choices: Sequence[Choice]) -> List[str]:
    if re.search(r"[a-z]", text.casefold()):
        pieces = re.split(r"\s*(?:,|;|\+|&|\band\b)\s*", text.strip())
    else:
        pieces = _SEPARATOR.split(text.strip())
    return [piece for piece in pieces if piece.strip(" .!")]


def names_of(choice: Choice) -> List[str]:
    """All that a person may type for a choice, normalised: title, short label, id, other words."""
    return [normalise(name) for name in (*_labels_of(choice), choice.id.replace("_", " "), *choice.also)]


def _labels_of(choice: Choice) -> List[str]:
    """What may stand on its button."""
    return [choice.title, choice.short] if choice.short else [choice.title]
