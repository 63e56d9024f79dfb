"""Numbers of cards and of bank accounts, known by their check digits (ISO/IEC 7812-1, ISO 13616)."""
from __future__ import annotations

import re
from typing import Iterator, Sequence

from groundwork.contact_data.words import Found

_CARD = re.compile(r"[2-6](?<![\w.,].)(?:[ -]?\d){12,18}(?!\d)")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}(?!\w)")
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_CARD_LENGTHS = range(13, 20)


def cards(text: str) -> Iterator[Found]:
    """Card numbers: 13 to 19 digits whose Luhn sum is right."""
    for match in _CARD.finditer(text):
        digits = [int(char) for char in match.group() if char.isdigit()]
        if len(digits) in _CARD_LENGTHS and len(set(digits)) > 1 and _luhn(digits):
            yield Found(match.start(), match.end(), "card")


def bank_accounts(text: str) -> Iterator[Found]:
    """IBANs, in groups or not; a word behind one is left out."""
    for match in _IBAN.finditer(text):
        end = match.end()
        while end > match.start():
            written = re.sub(r"[ -]", "", text[match.start() : end]).upper()
            if len(written) < _SHORTEST_IBAN:
                break
            if len(written) <= _LONGEST_IBAN and _mod_97(written) == 1:
                yield Found(match.start(), end, "account")
                break
            end = max(text.rfind(" ", match.start(), end), text.rfind("-", match.start(), end))


def _luhn(digits: Sequence[int]) -> bool:
    doubled = (digit if place % 2 == 0 else (digit * 2 - 9 if digit > 4 else digit * 2) for place, digit in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def _mod_97(iban: str) -> int:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97
