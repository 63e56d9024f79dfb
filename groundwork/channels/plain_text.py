"""A person's words on their way to Rasa: text only, never a command of Rasa's, never a silent turn (pure)."""
from __future__ import annotations

from groundwork.dialogue.message import HANDOVER_CODE_MARK, PLAIN_TEXT_MARK, RETURN_CODE_MARK

#: More than this is answered kindly by the dialogue, which wants at most this many characters; the rest is not passed on.
LONGEST_MESSAGE = 4000


def as_plain_text(text: str) -> str:
    """Words as typed -> the same words as Rasa may read them.

    Our own marks are taken out. A leading slash gets one in front (the dialogue takes it off again), nothing at all becomes the mark alone, and of more than
    `LONGEST_MESSAGE` characters one more than that is left. Characters that no store can keep become "?".
    """
    words = text.replace(PLAIN_TEXT_MARK, "").replace(RETURN_CODE_MARK, "").replace(HANDOVER_CODE_MARK, "").replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()
    if len(words) > LONGEST_MESSAGE:
        words = words[:LONGEST_MESSAGE] + "\u2026"
    return PLAIN_TEXT_MARK + words if not words or words.startswith("/") else words
