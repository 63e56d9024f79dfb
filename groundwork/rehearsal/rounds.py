"""The rounds of a rehearsal, and what worked in them (pure). Only codes are kept, never words."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from groundwork.rehearsal.judging import NO_BLAME, UNANSWERED

#: At most so many things are named; a longer list is not read.
MOST_LINES = 3
#: Rounds beyond this many are not kept; a slot must not grow for ever.
MOST_ROUNDS = 40


@dataclass(frozen=True)
class Round:
    """One answer: the reaction, the praise and the remarks, by their codes."""

    reaction: str
    praise: Optional[str]
    remarks: Tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """worked: the praises most often earned. better: the remark that a later answer to the same reaction no longer needed. mind: the remark
    that came up most."""

    rounds: int
    worked: Tuple[str, ...]
    better: Optional[str]
    mind: Optional[str]


def with_round(slot: Optional[Mapping[str, Any]], played: Round, said: Mapping[str, int]) -> Dict[str, Any]:
    """The `rehearsal` slot after one more round."""
    rounds = [*((slot or {}).get("rounds") or []), asdict(played)]
    return {"rounds": rounds[-MOST_ROUNDS:], "said": dict(said)}


def rounds_in(slot: Optional[Mapping[str, Any]]) -> List[Round]:
    """The rounds that the slot holds."""
    kept: Sequence[Mapping[str, Any]] = (slot or {}).get("rounds") or []
    return [Round(str(entry["reaction"]), entry.get("praise"), tuple(entry.get("remarks") or ())) for entry in kept]


def summarise(rounds: Sequence[Round]) -> Summary:
    """What worked, what got better, and what to keep an eye on."""
    praises = _most([one.praise for one in rounds if one.praise and one.praise != NO_BLAME])
    if any(one.praise == NO_BLAME for one in rounds) and len(praises) < MOST_LINES:
        praises.append(NO_BLAME)
    remarks = _most([code for one in rounds for code in one.remarks if code != UNANSWERED])
    better = _better(rounds)
    return Summary(len(rounds), tuple(praises[:MOST_LINES]), better, next((code for code in remarks if code != better), None))


def _most(codes: Sequence[str]) -> List[str]:
    """Each once, the most frequent first, then in the order in which they came."""
    once = list(dict.fromkeys(codes))
    return sorted(once, key=lambda code: -codes.count(code))


def _better(rounds: Sequence[Round]) -> Optional[str]:
    for reaction in dict.fromkeys(one.reaction for one in rounds):
        mine = [one for one in rounds if one.reaction == reaction]
        gone = [code for code in mine[0].remarks if code not in mine[-1].remarks]
        if len(mine) > 1 and gone:
            return gone[0]
    return None
