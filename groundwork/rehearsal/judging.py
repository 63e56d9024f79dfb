"""`judge(reply, …)`: does an answer stay with one's own side, does it answer the reaction, does it escalate (pure).

It is built on the coach's reading of an opening line, with the signs of `data/rehearsal/replies.yml` beside it; the same answer is always
judged the same.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, List, Optional, Tuple

from groundwork.coaching.coach import coach
from groundwork.coaching.parse import Text, parse
from groundwork.rehearsal.signs import Replies

#: What is not there at all; said only where nothing that was said needs a remark.
UNANSWERED = "unanswered"
TOO_LONG = "too_long"
#: The praise of an answer that escalates nothing, where nothing else can be praised.
NO_BLAME = "no_blame"
MOST_REMARKS = 2
#: Whoever writes like this is not calm, whatever the words are.
_LOUD = re.compile(r"[!?]{2,}|\b[A-Z]{4,}\b")


@dataclass(frozen=True)
class Noticed:
    """Something in an answer: its code, and the characters it is about."""

    code: str
    start: int
    end: int

    def overlaps(self, other: "Noticed") -> bool:
        """Whether both are about some of the same words."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Judgement:
    """What is said about one answer: at most one praise and two remarks, the most useful first."""

    praise: Optional[Noticed]
    remarks: Tuple[Noticed, ...]


def judge(reply: str, reaction: str, journey: str, replies: Replies) -> Judgement:
    """Look at an answer to a partner's reaction.

    Args:
        reply: the person's words, of any length and content.
        reaction: what they answer ("silent"); one that the file does not know is judged for what escalates only.
        journey: whose answer it is, without the mark of the short form.
        replies: what is heard, and what it does.
    """
    noticed = _without_excused(_noticed(reply, replies), replies)
    here, role = replies.setting(reaction), replies.setting(journey)
    escalates = {*replies.always_escalates, *here.escalated_by, *role.escalated_by, TOO_LONG}
    remarks = _first_of_each(noticed, escalates, replies.remarks_in_order)
    good = [code for code in (*role.answered_by, *here.answered_by) if code not in role.not_good]
    clear = [one for one in noticed if not any(one.overlaps(remark) for remark in remarks if remark.code != TOO_LONG)]
    praises = _first_of_each(clear, good, good)
    praise = praises[0] if praises else None
    if remarks:
        return Judgement(praise, tuple(remarks[:MOST_REMARKS]))
    whole = Noticed(NO_BLAME, 0, len(reply))
    if praise is None and (here.calm or not here.answered_by) and reply.strip() and not _LOUD.search(reply):
        praise = whole
    missing = here.answered_by and not praises
    return Judgement(praise, (Noticed(UNANSWERED, 0, len(reply)),) if missing else ())


def _noticed(reply: str, replies: Replies) -> List[Noticed]:
    """All that the coach and the signs hear."""
    coaching = coach(reply, "opening")
    found = [Noticed(finding.code, finding.start, finding.end) for finding in coaching.findings if not finding.is_missing and finding.code != TOO_LONG]
    found += [Noticed(strength.code, strength.start, strength.end) for strength in coaching.strengths]
    text = parse(reply)
    found += _signs(text, replies)
    if len(reply.split()) > replies.longest_reply:
        found.append(Noticed(TOO_LONG, 0, len(reply)))
    return found


def _without_excused(noticed: List[Noticed], replies: Replies) -> List[Noticed]:
    """Without what `unless` takes back."""
    return [one for one in noticed if not any(other.code in replies.unless.get(one.code, ()) and one.overlaps(other) for other in noticed)]


def _signs(text: Text, replies: Replies) -> Iterable[Noticed]:
    for sentence in text.sentences:
        for name, span in replies.heard(sentence):
            yield Noticed(name, *text.span(sentence, span[0], span[-1]))


def _first_of_each(noticed: Iterable[Noticed], codes: Iterable[str], order: List[str]) -> List[Noticed]:
    """Of these codes, each once, in order; of two about the same words only the first."""
    wanted = set(codes)
    kept: List[Noticed] = []
    for one in sorted((one for one in noticed if one.code in wanted), key=lambda one: (order.index(one.code), one.start)):
        if not any(one.code == other.code or (one.overlaps(other) and TOO_LONG not in (one.code, other.code)) for other in kept):
            kept.append(one)
    return kept
