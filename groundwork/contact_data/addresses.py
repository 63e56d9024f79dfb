"""Street addresses and postcodes of many countries."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, NamedTuple, Optional, Pattern

from groundwork.contact_data.words import Found, contact_words, one_of

_LETTERS = r"[^\W\d_][^\W_]*(?:['’.\-][^\W_]+)*\.?"
_CAPITAL = r"(?=[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯΑ-Ω])" + _LETTERS
_NUMBER = r"\d{1,5}\s?[A-Za-z]?(?:[\-/]\d{1,4}[A-Za-z]?)?"
#: Full postcodes that stand for a handful of houses: United Kingdom, Canada. In capitals, so that "b4 2am" stays.
_POSTCODE = re.compile(r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d)(?!\w)")

_BEFORE_NUMBER = re.compile(r",?\s(?=\d)")
_LONGEST_ENDING, _LONGEST_NAME = 12, 60


class _Patterns(NamedTuple):
    english: Pattern[str]
    number: Pattern[str]
    after_number: Pattern[str]
    before_name: Pattern[str]
    post_box: Pattern[str]
    rest: Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = contact_words()
    streets = words["streets"]
    sure, named, never = one_of(streets["sure"]), one_of(streets["named"]), one_of(streets["never_between"])
    joining = rf"(?:(?:{one_of(streets['joining'])})\s?)"
    platforms, counted = one_of(words["platforms"]), one_of(words["counted"])
    no_count = rf"(?![:.,]\d|\s?(?i:{counted})(?!\w))"
    unit = rf"(?:{one_of(streets['unit'])})\.?\s?(?:no\.?\s?)?\w{{1,5}}"
    return _Patterns(
        re.compile(
            rf"\d(?<![\w$€£.,:/\-].)\d{{0,4}}(?:[A-Za-z]|[\-/]\d{{1,4}})?,?\s(?:(?!(?i:{never})\b)[NSEW]\.?\s)?"
            rf"(?:(?:(?!(?i:{never})\b){_LETTERS}\s){{1,2}}(?i:{sure})(?!\w)|(?:{_CAPITAL}\s){{1,3}}(?i:{sure}|{named})(?!\w))(?![-'’]\w)\.?"
        ),
        re.compile(rf"{_NUMBER}(?!\w){no_count}"),
        re.compile(rf"\d(?<![\w.,:].)\d{{0,3}}(?:\s?(?:bis|ter))?,?\s(?i:{one_of(streets['after_number'])})\s{joining}{{0,3}}{_CAPITAL}(?:\s(?:{joining}{{0,2}}){_CAPITAL}){{0,3}}"),
        re.compile(rf"(?<!\w)(?i:{one_of(streets['before_name'])})\s(?!(?i:{platforms})\b){joining}{{0,3}}{_CAPITAL}(?:\s{joining}{{0,2}}{_CAPITAL}){{0,3}},?\s(?:n[º°o.]{{0,2}}\s?)?{_NUMBER}(?!\w){no_count}"),
        re.compile(rf"(?<!\w)(?:{one_of(words['post_boxes'])})\s?(?:no\.?\s?|n[º°]\s?)?\d[\d ]{{0,8}}\d?(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?:,?\s(?i:{unit}))?"
            rf"(?:,?\s(?:\d{{4,5}}(?:\s[A-Z]{{2}})?\s{_CAPITAL}(?:\s{_CAPITAL})?|(?:{_CAPITAL}(?:\s{_CAPITAL}){{0,2}},?\s)?[A-Z]{{2}},?\s\d{{5}}(?:-\d{{4}})?(?!\d)))?"
        ),
    )


def addresses(text: str) -> Iterator[Found]:
    """Streets with their number, with unit, postcode and town where they follow; post boxes; full British and Canadian postcodes."""
    patterns, words, lowered = _patterns(), contact_words(), text.casefold()
    streets = [patterns.english, patterns.after_number]
    if any(name in lowered for name in words["streets"]["before_name"]):
        streets.append(patterns.before_name)
    for pattern in streets:
        for match in pattern.finditer(text):
            yield Found(match.start(), _end(text, match.end(), patterns.rest), "address")
    for match in _BEFORE_NUMBER.finditer(text):
        start, number = _start_of_name(text, match.start()), patterns.number.match(text, match.end())
        if start is not None and number:
            yield Found(start, _end(text, number.end(), patterns.rest), "address")
    if any(box in lowered for box in words["post_boxes"]):
        yield from (Found(*match.span(), "address") for match in patterns.post_box.finditer(text))
    yield from (Found(*match.span(), "address") for match in _POSTCODE.finditer(text))


def _start_of_name(text: str, end: int) -> Optional[int]:
    """Where the word begins that ends here, if it has a capital and ends like a street."""
    endings = tuple(contact_words()["streets"]["endings"])
    if not text[max(0, end - _LONGEST_ENDING) : end].casefold().endswith(endings):
        return None
    start = end
    while start > 0 and (text[start - 1].isalpha() or text[start - 1] in "-.") and end - start < _LONGEST_NAME:
        start -= 1
    return start if text[start].isupper() else None


def _end(text: str, end: int, rest: Pattern[str]) -> int:
    following = rest.match(text, end)
    return following.end() if following else end
