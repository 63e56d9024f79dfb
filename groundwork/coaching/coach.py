"""`coach(text, kind)`: what in a person's sentence tends to close a conversation, and what opens it (pure).

Everything is decided by rules on spaCy's parse and is the same every time; nothing is learnt from what people write, and nothing is logged.
"""
from __future__ import annotations

from types import ModuleType
from typing import Dict, Iterable, Iterator, List, Tuple

from groundwork.coaching import apology, boundary, facts, listening, opening, request
from groundwork.coaching.catalogue import REMARKS
from groundwork.coaching.findings import KINDS, Coaching, Finding, Strength
from groundwork.coaching.noticing import Mark
from groundwork.coaching.parse import Text, parse

#: kind -> the module whose `remarks`, `strengths` and `missing` read it.
_KINDS: Dict[str, ModuleType] = dict(zip(KINDS, (opening, apology, boundary, request, facts, listening)))


def coach(text: str, kind: str) -> Coaching:
    """Look at a text as what it is meant to be.

    Args:
        text: the person's words, of any length and content.
        kind: one of `findings.KINDS`.

    Returns:
        All findings and strengths, by where they stand in `text`; what is missing comes last.

    Raises:
        ValueError: an unknown kind.
    """
    if kind not in _KINDS:
        raise ValueError(f"The coach knows no kind '{kind}'; it knows {', '.join(sorted(_KINDS))}.")
    reading = _KINDS[kind]
    parsed = parse(text)
    if not parsed.sentences:
        return Coaching(kind)
    said, strong = reading.remarks(parsed), reading.strengths(parsed)
    findings = list(_findings(parsed, said))
    findings += [Finding(code, 0, len(text), *REMARKS[code]) for code in reading.missing(strong)]
    form = boundary.form(said, strong) if kind == "boundary" else None
    return Coaching(kind, tuple(findings), tuple(_strengths(parsed, strong)), form)


def _findings(text: Text, marks: Iterable[Mark]) -> Iterator[Finding]:
    """One finding for each remark and stretch; a stretch inside another of the same code is that one."""
    for start, end, code in _stretches(text, marks):
        reason, severity = REMARKS[code]
        yield Finding(code, start, end, reason, severity)


def _strengths(text: Text, marks: Iterable[Mark]) -> Iterator[Strength]:
    yield from (Strength(code, start, end) for start, end, code in _stretches(text, marks))


def _stretches(text: Text, marks: Iterable[Mark]) -> List[Tuple[int, int, str]]:
    spans = {(*text.span(mark.sentence, mark.first, mark.last), mark.code) for mark in marks}
    kept: List[Tuple[int, int, str]] = []
    for start, end, code in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if not any(code == other and start < last for _, last, other in kept):
            kept.append((start, end, code))
    return kept
