"""Which remarks and which praise are said: at most two and one, the most useful first (pure).

The order is a choice: (1) what tends to end a conversation, before what turns it into a defence, before what makes it harder to answer (the
severities of `catalogue`); (2) within one severity, in the order of the catalogue; (3) then by where it stands. Each code once. What is
missing is named only where nothing that was said needs a remark: whoever has to look at their own words has enough to do.
"""
from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from groundwork.coaching.catalogue import PRAISES, REMARKS
from groundwork.coaching.findings import Coaching, Finding, Strength

MOST_REMARKS = 2
#: An opening is not asked for again because one of its three parts is not there; an apology is.
_MISSING_FROM: Dict[str, int] = {"opening": 2}
_ORDER = {code: place for place, code in enumerate(REMARKS)}
_PRAISE_ORDER = {code: place for place, code in enumerate(PRAISES)}
#: Praised as a whole where all of these are there.
_WHOLE = {
    "opening": ("whole_opening", ("own_feeling", "one_event", "request")),
    "apology": ("whole_apology", ("responsibility", "harm", "repair")),
    "boundary": ("whole_boundary", ("own_action", "clear")),
    "request": ("whole_request", ("concrete", "one_thing")),
}


def choose_remarks(coaching: Coaching) -> Tuple[Finding, ...]:
    """The remarks to say, the most useful first."""
    said = [finding for finding in coaching.findings if not finding.is_missing]
    lacking = [finding for finding in coaching.findings if finding.is_missing]
    if not said:
        return tuple(_in_order(lacking)[:1]) if len(lacking) >= _MISSING_FROM.get(coaching.kind, 1) else ()
    chosen: List[Finding] = []
    for finding in _in_order(said):
        if not any(finding.code == other.code for other in chosen):
            chosen.append(finding)
    return tuple(chosen[:MOST_REMARKS])


def choose_praise(coaching: Coaching, beside_remarks: bool) -> Optional[Strength]:
    """The praise to say; None where nothing was done that opens. A whole is praised only where there is nothing to remark."""
    strengths = coaching.strengths
    whole, parts = _WHOLE.get(coaching.kind, ("", ()))
    if whole and not beside_remarks and set(parts) <= {strength.code for strength in strengths}:
        return Strength(whole, min(one.start for one in strengths), max(one.end for one in strengths))
    clear = [one for one in strengths if not any(one.start < remark.end and remark.start < one.end for remark in coaching.findings if not remark.is_missing)]
    return min(clear, key=lambda one: (_PRAISE_ORDER[one.code], one.start), default=None)


def _in_order(findings: List[Finding]) -> List[Finding]:
    return sorted(findings, key=lambda finding: (-finding.severity, _ORDER[finding.code], finding.start))
