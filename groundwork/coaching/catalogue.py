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
    "punishment": ("fear_closes", HARD),
    "name_calling": ("a_drawer", HARD),
    "pressure": ("a_no_must_be_possible", HARD),
    "sorry_you_feel": ("about_them_not_about_it", HARD),
    "apology_if": ("doubts_it_happened", HARD),
    "apology_but": ("takes_it_back", HARD),
    "mock_apology": ("points_elsewhere", HARD),
    "excuse": ("points_elsewhere", MEDIUM),
    "passive": ("nobody_did_it", MEDIUM),
    "minimising": ("makes_it_small", MEDIUM),
    "ultimatum": ("all_against_one_thing", MEDIUM),
    "rule_for_other": ("needs_their_yes", MEDIUM),
    "dismissing": ("makes_it_small", MEDIUM),
    "always_never": ("exceptions", MEDIUM),
    "mind_reading": ("cannot_see_inside", MEDIUM),
    "motive": ("cannot_see_inside", MEDIUM),
    "feel_that": ("verdict_in_disguise", MEDIUM),
    "label": ("a_drawer", MEDIUM),
    "blame": ("defence", MEDIUM),
    "why_question": ("asks_for_defence", MEDIUM),
    "not_doable": ("cannot_be_done", MEDIUM),
    "not_observable": ("cannot_be_seen", MEDIUM),
    "negative_only": ("says_what_not", MILD),
    "advice": ("answers_too_soon", MILD),
    "order": ("order_meets_no", MILD),
    "only_request": ("needs_their_yes", MILD),
    "vague": ("cannot_be_seen", MILD),
    "asks_forgiveness": ("one_more_thing_to_give", MILD),
    "several_topics": ("which_to_answer", MILD),
    "several_at_once": ("which_to_answer", MILD),
    "too_long": ("what_stays", MILD),
    "no_responsibility": ("whose_doing", MISSING),
    "no_repair": ("what_happens_now", MISSING),
    "no_harm": ("seen_or_not", MISSING),
    "no_own_action": ("needs_their_yes", MISSING),
    "no_own_feeling": ("nothing_to_feel_with", MISSING),
    "no_request": ("nothing_to_answer", MISSING),
    "no_single_event": ("nothing_to_look_at", MISSING),
}

#: Every praise, the one most worth saying first.
PRAISES: Tuple[str, ...] = (
    "responsibility", "harm", "changed", "repair",
    "own_action", "clear", "kind",
    "no_hurry", "open_question", "presence", "reflects",
    "camera",
    "concrete", "one_thing", "positive",
    "partner_view", "own_feeling", "one_event", "request",
)  # fmt: skip
