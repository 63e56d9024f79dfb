"""Addresses in texts (pure): their form, and those that can lead nowhere. `check --links` also opens them."""
from __future__ import annotations

import re
from typing import Iterator, List, Tuple
from urllib.parse import urlsplit

from groundwork.authoring.content import Named
from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.project import Project

_ADDRESS = re.compile(r"\b(?:h?t?tps?:?/{1,3}|www\.)[^\s\"'<>)\]]*", re.IGNORECASE)
_WHOLE = re.compile(r"^https?://[^\s/]+", re.IGNORECASE)
_HOST = re.compile(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}$")
#: Kept free for examples and tests: nothing is ever there (RFC 2606, RFC 6761).
_NOWHERE = re.compile(r"(?:^|\.)(?:example\.(?:com|org|net)|example|invalid|test|localhost)$")


def check(project: Project) -> Iterator[Finding]:
    """Every address in a text."""
    for text, address in addresses(project):
        if not _WHOLE.match(address):
            yield finding("G731", text.place, address=address)
            continue
        host = (urlsplit(address).hostname or "").lower()
        if _NOWHERE.search(host) or not _HOST.match(host):
            yield finding("G730", text.place, address=address)
        elif address.lower().startswith("http://"):
            yield finding("G732", text.place, address=address)


def addresses(project: Project) -> List[Tuple[Named, str]]:
    """Each address that a text holds, without the full stop that ends its sentence."""
    found: List[Tuple[Named, str]] = []
    for response in project.content.responses.values():
        for variation in response.variations:
            if variation.text and ("/" in variation.text.name or "www." in variation.text.name):
                found += [(variation.text, written.rstrip(".,;:!?")) for written in _ADDRESS.findall(variation.text.name) if "{" not in written]
    return found
