"""Every remark and praise: why it is made, and how much it weighs (pure).

Severity: what tends to end a conversation (HARD) before what turns it into a defence (MEDIUM), before what makes it harder to answer
(MILD), before what is not there (MISSING).
"""
from __future__ import annotations

from typing import Dict, Tuple

from groundwork.coaching.findings import HARD, MEDIUM, MILD, MISSING

#: code -> (reason, severity).
REMARKS: Dict[str, Tuple[str, int]] = {
    "threat": ("fear_closes", HARD),
    "name_calling": ("a_drawer", HARD),
    "always_never": ("exceptions", MEDIUM),
    "mind_reading": ("cannot_see_inside", MEDIUM),
    "feel_that": ("verdict_in_disguise", MEDIUM),
    "blame": ("defence", MEDIUM),
    "why_question": ("asks_for_defence", MEDIUM),
    "order": ("order_meets_no", MILD),
    "several_topics": ("which_to_answer", MILD),
    "too_long": ("what_stays", MILD),
    "no_own_feeling": ("nothing_to_feel_with", MISSING),
    "no_single_event": ("nothing_to_look_at", MISSING),
    "no_request": ("nothing_to_answer", MISSING),
}

#: Every praise, the one most worth saying first.
PRAISES: Tuple[str, ...] = ("partner_view", "own_feeling", "one_event", "request")
