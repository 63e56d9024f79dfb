"""Phone numbers of many countries, told apart from dates, times, money, counts and enumerations.

A number is looked at in its groups of digits: an international or trunk prefix, a way of grouping that some country uses, or a word shortly before
it ("call") make it a phone number. Lengths are those of ITU-T E.164 (at most 15 digits) and of national plans.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, List, Match, NamedTuple, Optional, Pattern, Sequence, Tuple

from groundwork.contact_data.words import Found, contact_words, one_of, public_numbers

_SPACE = " \t\u00a0\u2009\u202f"
_SEPARATOR = rf"[{_SPACE}().\-/–‑]{{0,3}}"
_CANDIDATE = re.compile(rf"(?<![\w@#+])(?:\(?\+?\(?)\d(?:{_SEPARATOR}\d){{5,24}}(?![\w@])")
_GROUP = re.compile(r"\d+")
#: Dates, hours and sums: no phone number goes across one. Days and months are looked at by `_is_date`.
_DATE = r"(?<![\d./\-])\d{1,2}(?P<one>[./\-])\d{1,2}(?P=one)(?:(?:19|20)\d{2}|\d{2})(?![./\-]?\d)|(?<![\d./\-])(?:19|20)\d{2}(?P<other>[./\-])\d{1,2}(?P=other)\d{1,2}(?![./\-]?\d)|(?<!\d)(?<!\d )\d{1,2} \d{1,2} (?:19|20)\d{2}(?! ?\d)"
_HOUR = r"(?<!\d)\d{1,2}[:h]\d{2}(?!\d)(?::\d{2})?|(?<!\d)\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\b"
_MONEY = r"[$€£¥₹]\s?\d+(?:[.,']\d+)*(?!\s?\d)"
_BARRIER = re.compile(f"(?=[\\d$€£¥₹])(?:(?P<date>{_DATE})|{_HOUR}|{_MONEY})", re.IGNORECASE)
#: How digits are grouped without a prefix, by the lengths of the groups.
_GROUPINGS = frozenset({
    (3, 3, 4), (1, 3, 3, 4), (4, 4), (2, 2, 2, 2), (3, 2, 3), (3, 3, 3), (3, 2, 2, 2), (2, 3, 4), (2, 4, 4), (3, 4, 4), (5, 5), (4, 3, 3), (2, 5, 4), (1, 3, 3, 2, 2),
    (3, 3, 2, 2), (2, 3, 2, 2), (4, 6), (2, 8), (3, 7), (3, 8), (1, 4, 4), (2, 2, 2, 2, 2), (4, 7), (5, 6), (2, 10), (1, 10), (2, 4, 5), (1, 3, 7), (2, 4, 3),
})
#: Only with a hyphen or a full stop between: "555-0123", "345-67-89".
_TIED_GROUPINGS = frozenset({(3, 4), (3, 2, 2)})
_SHORTEST, _SHORTEST_CALLED, _LONGEST = 7, 6, 15
_MOST_GROUPS = 8
_LOOK_BACK = 40


class _Window(NamedTuple):
    """Some groups of digits in a row. before, after: the text around; called: a word before says that it is a phone number."""

    groups: Tuple[str, ...]
    between: Tuple[str, ...]
    plus: bool
    called: bool
    money: bool
    counted: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def lengths(self) -> Tuple[int, ...]:
        return tuple(map(len, self.groups))


@lru_cache(maxsize=1)
def _patterns() -> Tuple[Pattern[str], Pattern[str], Pattern[str]]:
    words = contact_words()
    return (
        re.compile(rf"(?<!\w)(?:{one_of(words['phone_words'])})(?:'s)?\W{{1,3}}(?:[^\W\d]{{1,12}}\W{{1,3}}){{0,3}}[(+]{{0,2}}$", re.IGNORECASE),
        re.compile(rf"(?:{one_of(words['money_before'])})\s?$", re.IGNORECASE),
        re.compile(rf"[{_SPACE}]?(?:{one_of(words['counted'])})(?!\w)", re.IGNORECASE),
    )


def phone_numbers(text: str) -> Iterator[Found]:
    """Phone numbers, except those of the services that Groundwork names itself."""
    for start, end in _between_barriers(text):
        for candidate in _CANDIDATE.finditer(text, start, end):
            yield from _in_candidate(text, candidate)


def _between_barriers(text: str) -> Iterator[Tuple[int, int]]:
    start = 0
    for barrier in _BARRIER.finditer(text):
        if barrier.group("date") and not _is_date(barrier.group("date")):
            continue
        yield start, barrier.start()
        start = barrier.end()
    yield start, len(text)


def _in_candidate(text: str, candidate: Match[str]) -> Iterator[Found]:
    groups = list(_GROUP.finditer(candidate.group()))
    first = 0
    while first < len(groups):
        last = _longest_from(text, candidate, groups, first)
        if last is None:
            first += 1
            continue
        if not _is_public("".join(group.group() for group in groups[first : last + 1])):
            start = candidate.start() + (0 if first == 0 else groups[first].start())
            yield Found(start - (first > 0 and text[start - 1] == "("), candidate.start() + groups[last].end(), "phone")
        first = last + 1


def _longest_from(text: str, candidate: Match[str], groups: Sequence[Match[str]], first: int) -> Optional[int]:
    """The last group of the longest phone number, or service's number, that begins with this group."""
    if first and not set(_gap(candidate, groups, first)) & set(_SPACE):
        return None
    all_single = all(len(group.group()) == 1 for group in groups)
    furthest = len(groups) if all_single else min(len(groups), first + _MOST_GROUPS)
    for last in range(furthest - 1, first - 1, -1):
        apart = last + 1 == len(groups) or set(_gap(candidate, groups, last + 1)) & set(_SPACE)
        if apart and _SHORTEST_CALLED <= groups[last].end() - groups[first].start():
            window = _window(text, candidate, groups, first, last)
            if _is_phone(window) and not _begins_beside(window) and not _ends_beside(window):
                return last
        if all_single:
            break
    return None


def _begins_beside(window: _Window) -> bool:
    """ "at 7 07700 900123": what is behind a short first number is a phone number by itself."""
    first, rest = window.groups[0], window.groups[1:]
    if window.plus or not rest or len(first) > 2 or first.startswith("0") or not set(window.between[0]) & set(_SPACE):
        return False
    return (rest[0].startswith("0") and sum(map(len, rest)) >= 9) or tuple(map(len, rest)) in ((3, 3, 4), (10,), (11,))


def _ends_beside(window: _Window) -> bool:
    """ "07700 900123 7 tonight"."""
    return len(window.groups[-1]) == 1 and len(window.digits) > 10 and len(window.groups) > 1 and set(window.lengths) != {1}


def _gap(candidate: Match[str], groups: Sequence[Match[str]], number: int) -> str:
    return candidate.group()[groups[number - 1].end() : groups[number].start()]


def _window(text: str, candidate: Match[str], groups: Sequence[Match[str]], first: int, last: int) -> _Window:
    called, money, counted = _patterns()
    start, end = candidate.start() + groups[first].start(), candidate.start() + groups[last].end()
    before = text[max(0, start - _LOOK_BACK) : start]
    return _Window(
        tuple(group.group() for group in groups[first : last + 1]),
        tuple(_gap(candidate, groups, number) for number in range(first + 1, last + 1)),
        plus="+" in before[-3:],
        called=called.search(before) is not None,
        money=money.search(before) is not None,
        counted=counted.match(text, end) is not None,
    )


def _is_public(digits: str) -> bool:
    """Whether it is a service's number, also without the 1 in front that North America dials."""
    return digits in public_numbers() or "1" + digits in public_numbers()


def _is_phone(window: _Window) -> bool:
    digits = window.digits
    if _is_public(digits):
        return True
    if not (_SHORTEST_CALLED if window.called else _SHORTEST) <= len(digits) <= _LONGEST or window.money or window.counted and not digits.startswith("0"):
        return False
    if window.plus or (digits.startswith("00") and len(digits) >= 10):
        return True
    if window.called:
        return not _is_date_and_time(digits)
    if len(window.groups) == 1:
        return not _is_round(digits) and not _is_run(digits) and not _is_date_and_time(digits)
    if set(window.lengths) == {1}:
        return len(digits) >= 9 and not _is_run(digits)
    if _counts_up(window):
        return False
    if digits.startswith("0"):
        return 8 <= len(digits) <= 12 and len(window.groups[0]) > 1
    return not _is_sum_or_range(window) and (window.lengths in _GROUPINGS or (window.lengths in _TIED_GROUPINGS and set(window.between) <= {"-", "."}))


def _counts_up(window: _Window) -> bool:
    """ "10 11 12 13": hours, ages, numbers of choices."""
    numbers = [int(group) for group in window.groups]
    steps = {second - first for first, second in zip(numbers, numbers[1:])}
    in_order = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    return len(numbers) > 2 and max(window.lengths) <= 2 and (len(steps) == 1 if window.groups[0].startswith("0") else in_order)


def _is_sum_or_range(window: _Window) -> bool:
    """ "1.250.000", "100 200 300", "1500-2000", "2015-2019"."""
    numbers = [int(group) for group in window.groups]
    in_thousands = window.lengths[0] <= 3 and set(window.lengths[1:]) == {3}
    if in_thousands and (set(window.between) == {"."} or window.lengths[0] < 3):
        return True
    if len(numbers) == 2:
        years = any(length == 4 and 1900 <= number <= 2099 for length, number in zip(window.lengths, numbers))
        return years or (numbers[0] < numbers[1] and numbers[1] % 50 == 0) or all(number % 50 == 0 and number for number in numbers)
    return all(number % 10 == 0 for number in numbers)


def _is_round(digits: str) -> bool:
    return len(digits.rstrip("0")) <= max(2, len(digits) - 5)


def _is_run(digits: str) -> bool:
    """All digits the same, or each one more, or one less, than the one before."""
    steps = {(int(second) - int(first)) % 10 for first, second in zip(digits, digits[1:])}
    return len(steps) == 1 and steps <= {0, 1, 9}


def _is_date(written: str) -> bool:
    numbers: List[int] = [int(group) for group in _GROUP.findall(written)]
    return _is_day(numbers[1], numbers[2]) if numbers[0] > 31 else _is_day(numbers[0], numbers[1])


def _is_day(one: int, other: int) -> bool:
    """Whether two numbers are a day and a month, in either order."""
    return 0 < min(one, other) <= 12 and max(one, other) <= 31


def _is_date_and_time(digits: str) -> bool:
    """ "20190512", "05122019", "20190512193000"."""
    if len(digits) not in (8, 12, 14):
        return False
    first, last = int(digits[:4]), int(digits[4:8])
    return (1900 <= first <= 2099 and _is_day(int(digits[4:6]), int(digits[6:8]))) or (
        len(digits) == 8 and 1900 <= last <= 2099 and _is_day(int(digits[:2]), int(digits[2:4]))
    )
