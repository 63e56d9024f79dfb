"""Codes that lead back to a paused conversation (pure): 80 bits, made from a key, so that only a digest need be kept."""
from __future__ import annotations

import hashlib
import hmac
import re
from typing import Optional

#: Crockford's base32: no I, L, O or U, so that a code written down is read again as it was.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUPS, _LENGTH = 4, 4
_CODE = re.compile(r"\s*[0-9A-TV-Za-tv-z]{4}(?P<between>[\s\u2010-\u2015.-]?)(?:[0-9A-TV-Za-tv-z]{4}[\s\u2010-\u2015.-]?){3}\s*")


def make_code(key: bytes, conversation: str, seq: int) -> str:
    """The code that the message with this number shows: four groups of four, with a digit in it at the least."""
    for attempt in range(100):
        drawn = hmac.new(key, f"{conversation} {seq} {attempt}".encode(), hashlib.sha256).digest()
        letters = "".join(LETTERS[byte % 32] for byte in drawn[: _GROUPS * _LENGTH])
        if any(letter.isdigit() for letter in letters):
            break
    return "-".join(letters[start : start + _LENGTH] for start in range(0, _GROUPS * _LENGTH, _LENGTH))


def read_code(typed: str) -> Optional[str]:
    """A typed message that is a code, in its one spelling; None if it is not.

    Four words of four letters are words: without a hyphen there must be a digit.
    """
    found = _CODE.fullmatch(typed)
    letters = "".join(char for char in typed.upper() if char.isalnum())
    if not found or not (found["between"].strip() or any(letter.isdigit() for letter in letters)):
        return None
    read = letters.translate(READ_AS)
    return "-".join(read[start : start + _LENGTH] for start in range(0, _GROUPS * _LENGTH, _LENGTH))


def digest_of(key: bytes, code: str) -> str:
    """What is kept of a code: a keyed digest, from which it cannot be found again without the key."""
    return hmac.new(key, code.encode(), hashlib.sha256).hexdigest()
