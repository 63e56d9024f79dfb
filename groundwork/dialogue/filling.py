"""Texts with {names} -> texts with the person's own words (pure).

Nothing in a person's words is ever read as a placeholder, and a text whose names are not all known is not used.
"""
from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Sequence

from groundwork.dialogue.state import Answers

_NAME = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
#: A quotation in a question is shortened to about this many characters; the plan always has all of it.
QUOTED_CHARACTERS = 140


def names_in(text: str) -> List[str]:
    """The placeholder names in a text."""
    return _NAME.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in, once: a value is never searched for placeholders."""
    return _NAME.sub(lambda match: values[match.group(1)], text)


def shorten(words: str, limit: int = QUOTED_CHARACTERS) -> str:
    """One line of at most about `limit` characters, cut between words, with an ellipsis where something is missing.

    A last full stop is left out: the sentence that quotes has its own.
    """
    line = " ".join(words.split())
    if len(line) <= limit:
        return line[:-1] if line.endswith(".") and not line.endswith("..") else line
    cut = line[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(",;:.!? ") + "…"


def quotations(answers: Answers) -> Dict[str, str]:
    """Every kept answer under its name, shortened for a quotation; empty ones are left out. A number on a scale is there as
    `<name>_number`, with `<name>_less` (two below it, at least 0) and `<name>_more` (one above)."""
    found = {name: shorten(answer.words) for name, answer in answers.items() if answer.words.strip()}
    for name, number in ((name, answer.number) for name, answer in answers.items() if answer.number is not None):
        found.update({f"{name}_number": str(number), f"{name}_less": str(max(0, number - 2)), f"{name}_more": str(number + 1)})
    return found


def choose_variation(
    variations: Sequence[Mapping[str, Any]], values: Mapping[str, str], channel: str, times_said: int
) -> Optional[Mapping[str, Any]]:
    """The variation to say: this channel's before the general ones, those that use known answers before plain ones, then in turn.

    Args:
        times_said: how often this response was said before, this time included (1 is the first).
    """
    fitting = [variation for variation in variations if all(name in values for name in names_in(variation.get("text") or ""))]
    own = [variation for variation in fitting if variation.get("channel") == channel]
    usable = own or [variation for variation in fitting if not variation.get("channel")]
    if not usable:
        return None
    most = max(len(set(names_in(variation.get("text") or ""))) for variation in usable)
    best = [variation for variation in usable if len(set(names_in(variation.get("text") or ""))) == most]
    return best[max(0, times_said - 1) % len(best)]
