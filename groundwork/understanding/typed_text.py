"""What was typed -> the text that is understood (pure)."""
from __future__ import annotations

import re
import unicodedata

from groundwork.dialogue.message import PLAIN_TEXT_MARK

#: A channel's button, `journey/step:choice` (several choices with commas): it is an id, not language.
CHOICE_PAYLOAD = re.compile(r"^[a-z0-9_]+/[a-z0-9_]+:[a-z0-9_,]+$")

_REPEATED = re.compile(r"(\w)\1+")


def is_choice_payload(text: str) -> bool:
    """Whether the text is a clicked choice."""
    return bool(CHOICE_PAYLOAD.match(text.strip()))


def spoken_text(text: str) -> str:
    """The text without a channel's mark, a leading slash and outer space: what the person said."""
    return text.replace(PLAIN_TEXT_MARK, "").strip().lstrip("/").strip()


def normalise(text: str) -> str:
    """The form in which two wordings count as the same.

    Lower case, no accents, no punctuation, no leading slash, repeated letters and spaces collapsed: " Plz STOPPP!! " -> "plz stop".
    """
    plain = unicodedata.normalize("NFKD", spoken_text(text).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"['’`´]", "", plain)
    words = " ".join("".join(char if char.isalnum() else " " for char in plain).split())
    return _REPEATED.sub(r"\1", words)
