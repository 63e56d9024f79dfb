"""E-mail addresses, links to somebody's page, names of accounts."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import FrozenSet, Iterator, List, Match, NamedTuple, Pattern

from groundwork.contact_data.words import Found, contact_words, one_of

_NAME = r"[\w.][\w.\-]{1,38}\w"
_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}(?!\w)")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]{1,2000}", re.IGNORECASE)
_AT_NAME = re.compile(r"(?<![\w@.])@([^\W\d][\w.]{1,38}\w)")
_TAGGED = re.compile(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\w)")
_REDDIT = re.compile(r"(?<![\w/])/?u/[\w\-]{3,20}(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
#: At the end of a link these belong to the sentence.
_SENTENCE_END = ".,;:!?)]}'’"


class _Patterns(NamedTuple):
    spelt_email: Pattern[str]
    profile: Pattern[str]
    in_front: Pattern[str]
    named_account: Pattern[str]
    at_means_at: FrozenSet[str]
    naming: FrozenSet[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = contact_words()
    at, dot = one_of(words["spelt"]["at"]), one_of(words["spelt"]["dot"])
    ending = one_of(words["spelt"]["endings"])
    platforms, accounts = one_of(words["platforms"]), one_of(words["account_words"])
    tie = r"(?P<tie>\s{0,2}(?::|=|->)\s{0,2}|\s+(?:is|was|as|called|named)\s+(?:called\s+|named\s+)?)"
    return _Patterns(
        re.compile(rf"(?<![\w.])[\w.+\-]{{1,64}}\s?(?:{at})\s?[\w\-]{{1,63}}(?:\s?(?:{dot}|\.)\s?[\w\-]{{2,63}}){{0,2}}\s?(?:{dot})\s?(?:{ending})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<![\w.@\-])(?:[a-z]{{1,3}}\.)?(?:{one_of(words['profile_sites'])})/[^\s<>\"“”]{{1,300}}", re.IGNORECASE),
        re.compile(rf"(?<![\w.@\-])[\w\-]{{1,63}}\.(?:{one_of(words['pages_in_front'])})(?:/[^\s<>\"“”]{{0,300}})?(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:(?P<platform>{platforms})(?:\s+(?P<account>{accounts}))?|(?P<alone>{accounts})){tie}(?P<name>{_NAME})(?!\w)(?P<end>\s{{0,2}}(?:[,;!?\n]|\.(?!\w)|$))?", re.IGNORECASE),
        frozenset(words["at_means_at"]),
        frozenset(name.split()[0] for name in (*words["platforms"], *words["account_words"])),
    )


def emails(text: str) -> Iterator[Found]:
    """Mail addresses, also spelt out ("jo at example dot com")."""
    if "@" in text:
        yield from (Found(*match.span(), "email") for match in _EMAIL.finditer(text))
    if "dot" in text.casefold():
        yield from (Found(*match.span(), "email") for match in _patterns().spelt_email.finditer(text))


def links(text: str) -> Iterator[Found]:
    """Links that lead to one page: a path behind the site, or a site that somebody has in front of it. A bare site is nobody's own."""
    patterns, lowered = _patterns(), text.casefold()
    found: List[Found] = []
    if "/" in text or "www." in lowered:
        found += [Found(*match.span(), "link") for match in _URL.finditer(text) if _leads_to_a_page(match.group())]
        found += [Found(*match.span(), "link") for match in patterns.profile.finditer(text)]
    if any(page in lowered for page in contact_words()["pages_in_front"]):
        found += [Found(*match.span(), "link") for match in patterns.in_front.finditer(text)]
    for start, end, kind in found:
        yield Found(start, start + len(text[start:end].rstrip(_SENTENCE_END)), kind)


def handles(text: str) -> Iterator[Found]:
    """Names of accounts: with "@", with a number behind "#", behind "u/", or behind the name of a platform where it cannot be a plain word."""
    patterns = _patterns()
    if "@" in text:
        yield from (Found(*match.span(), "handle") for match in _AT_NAME.finditer(text) if match.group(1).casefold() not in patterns.at_means_at)
    if "#" in text:
        yield from (Found(*match.span(), "handle") for match in _TAGGED.finditer(text))
    if "u/" in text.casefold():
        yield from (Found(*match.span(), "handle") for match in _REDDIT.finditer(text))
    naming = (word.start() for word in _WORD.finditer(text) if word.group().lower() in patterns.naming)
    for match in filter(None, (patterns.named_account.match(text, start) for start in naming)):
        if _is_no_word(match.group("name")) or (match.group("end") is not None and _is_introduced(match)):
            yield Found(match.start("name"), match.end("name"), "handle")


def _is_introduced(match: Match[str]) -> bool:
    """Whether what stands before the last word says that an account's name comes: "username is", "insta:"."""
    account = (match.group("account") or match.group("alone") or "").casefold()
    return account in contact_words()["account_names"] or (match.group("platform") is not None and match.group("tie").strip() in (":", "=", "->"))


def _is_no_word(name: str) -> bool:
    inside = name.strip(".-_")
    return any(char.isalpha() for char in inside) and (any(char.isdigit() for char in inside) or "_" in inside or "." in inside)


def _leads_to_a_page(url: str) -> bool:
    rest = re.sub(r"^https?://", "", url.rstrip(_SENTENCE_END), flags=re.IGNORECASE)
    site, _, path = rest.partition("/")
    return bool(path) or "?" in site or "@" in site or any(site.casefold().endswith("." + page) for page in contact_words()["pages_in_front"])
