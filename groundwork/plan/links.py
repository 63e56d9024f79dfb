"""Addresses that open the plan once (pure): no words in them, signed, and not to be guessed.

The wording has a mark where an address belongs; the channel puts the address there when it shows the text, so that none is ever stored. A message
shown again after a reconnect shows the same addresses, since each is made from the message's number; what is kept of them is a keyed digest.
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Dict, Iterator, Optional

#: What an address opens, and the first letter of its token.
KINDS = {"page": "p", "text": "t", "calendar": "c"}
#: Where the addresses are served.
PATH = "/notes/"
#: How long an address opens. Long enough to find a printer, too short to be found by chance in a history.
LIFE_MINUTES = 10
#: Kind -> the mark in a text.
MARKS = {kind: f"\u2063{kind}-link\u2063" for kind in KINDS}
_TOKEN = re.compile(r"[ptc][A-Za-z0-9_-]{43}")
_NONCE_BYTES = _SIGNATURE_BYTES = 16


@dataclass(frozen=True)
class Link:
    """One address of one message: what it opens, its token, and the digest under which it is kept."""

    kind: str
    token: str
    digest: str


def links_in(text: str, key: bytes, conversation: str, seq: int) -> Iterator[Link]:
    """The addresses that a text has marks for.

    Args:
        key: the server's key for this purpose.
        conversation, seq: the message the text belongs to.
    """
    for kind, mark in MARKS.items():
        if mark in text:
            token = _token(kind, key, conversation, seq)
            yield Link(kind, token, digest_of(key, token))


def with_links(text: str, key: bytes, conversation: str, seq: int) -> str:
    """The text with its addresses in place of the marks."""
    for link in links_in(text, key, conversation, seq):
        text = text.replace(MARKS[link.kind], PATH + link.token)
    return text


def read_token(token: str, key: bytes) -> Optional[str]:
    """What a token that we have signed opens; None for any other, which is then not even looked for."""
    if not _TOKEN.fullmatch(token):
        return None
    try:
        both = base64.b64decode(token[1:] + "=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    nonce, signature = both[:_NONCE_BYTES], both[_NONCE_BYTES:]
    if not hmac.compare_digest(signature, _signature(key, token[0], nonce)):
        return None
    return next(kind for kind, letter in KINDS.items() if letter == token[0])


def digest_of(key: bytes, token: str) -> str:
    """What is kept of a token."""
    return hmac.new(key, b"digest " + token.encode(), hashlib.sha256).hexdigest()


def values_for_wording(day_chosen: bool) -> Dict[str, str]:
    """{page_link}, {text_link}, {calendar_link} (only where a day is chosen) and {link_minutes} for the texts of a channel that has addresses."""
    marks = {f"{kind}_link": mark for kind, mark in MARKS.items() if kind != "calendar" or day_chosen}
    return {**marks, "link_minutes": str(LIFE_MINUTES)}


def _token(kind: str, key: bytes, conversation: str, seq: int) -> str:
    nonce = hmac.new(key, f"nonce {kind} {seq} {conversation}".encode(), hashlib.sha256).digest()[:_NONCE_BYTES]
    letter = KINDS[kind]
    return letter + base64.urlsafe_b64encode(nonce + _signature(key, letter, nonce)).decode().rstrip("=")


def _signature(key: bytes, letter: str, nonce: bytes) -> bytes:
    return hmac.new(key, b"sign " + letter.encode() + nonce, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
