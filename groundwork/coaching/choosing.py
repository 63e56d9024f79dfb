"""Which remarks and which praise are said: at most two and one, the most useful first (pure).

The order is a choice: (1) what tends to end a conversation, before what turns it into a defence, before what makes it hard to answer (the
severities of `catalogue`); (2) within one severity, in the order of the catalogue; (3) then by where it stands. One remark a code. What is
missing is named once at most, and only where it is the first remark or something was said that already needs another try.
"""
from __future__ import annotations

from typing import List, Optional, Tuple

from groundwork.coaching.catalogue import REMARKS
from groundwork.coaching.findings import Coaching, Finding, Strength

MOST_REMARKS = 2
_ORDER = {code: place for place, code in enumerate(REMARKS)}


def choose_remarks(coaching: Coaching) -> Tuple[Finding, ...]:
    """The remarks to say, the most useful first."""
    by_use = sorted(coaching.findings, key=lambda finding: (-finding.severity, _ORDER[finding.code], finding.start))
    chosen: List[Finding] = []
    for finding in by_use:
        repeated = any(finding.code == other.code for other in chosen)
        second_missing = finding.is_missing and any(other.is_missing for other in chosen)
        if not repeated and not second_missing:
            chosen.append(finding)
    return tuple(chosen[:MOST_REMARKS])


def choose_praise(coaching: Coaching) -> Optional[Strength]:
    """The praise to say; none where nothing was done that opens."""
    return coaching.strengths[0] if coaching.strengths else None
