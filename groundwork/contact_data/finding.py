"""All contact data in a text, in order and without overlaps."""
from __future__ import annotations

import re
from typing import List

from groundwork.contact_data import accounts, addresses, phone_numbers, profiles
from groundwork.contact_data.words import Found

_DIGIT = re.compile(r"\d")
#: No phone number, card or account has fewer digits.
_FEWEST_DIGITS = 6
#: Where two overlap, the one that is looked for first counts: a number in a link is part of the link.
_WITHOUT_DIGITS = (profiles.emails, profiles.links)
_WITH_DIGITS = (addresses.addresses,)
_WITH_MANY_DIGITS = (accounts.bank_accounts, accounts.cards, addresses.addresses, phone_numbers.phone_numbers)


def contact_data(text: str) -> List[Found]:
    """Phone numbers, mail and street addresses, accounts, cards and links to somebody's page that a text holds, in order."""
    digits = len(_DIGIT.findall(text))
    with_digits = _WITH_MANY_DIGITS if digits >= _FEWEST_DIGITS else _WITH_DIGITS if digits else ()
    found: List[Found] = []
    for look in (*_WITHOUT_DIGITS, *with_digits, profiles.handles):
        for one in look(text):
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return sorted(found)
