"""What was noticed in an answer -> what is said about it, in the wording of `data/rehearsal/comments.yml` (pure).

A remark is `utter_reply_<code>`, a praise `utter_reply_good_<code>`; with `_<reaction>` or `_<journey>` at its end it comes first there.
`{words}` are the person's own, shortened. Variations are said in turn.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from groundwork.dialogue.filling import choose_variation, fill, shorten
from groundwork.rehearsal.judging import Judgement, Noticed

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
#: A quotation is about this long at most.
QUOTED_CHARACTERS = 70
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n]|\s(?:but|and|so|then)\s", re.IGNORECASE)
_OUTER_MARKS = "\"'“”‘’ .,!?;:"


@dataclass(frozen=True)
class Spoken:
    """The messages in order, and how often each response has been said by now."""

    messages: Tuple[str, ...]
    said: Mapping[str, int]


class Commentary:
    """The wording for one reaction in one journey."""

    def __init__(self, responses: Responses, reaction: str, journey: str, said: Mapping[str, int]) -> None:
        """Args: responses: the domain's. journey: without the mark of its short form. said: response -> how often it was said before."""
        self._responses, self._endings = responses, (reaction, journey)
        self._said: Dict[str, int] = dict(said)

    def comment(self, judgement: Judgement, reply: str) -> Spoken:
        """Praise and the first remark in one message, a second remark in another."""
        parts: List[Optional[str]] = []
        if judgement.praise:
            parts.append(self.say(f"good_{judgement.praise.code}", _clause(judgement.praise, judgement.remarks, reply)))
        parts += [self.say(remark.code, reply[remark.start : remark.end]) for remark in judgement.remarks]
        spoken = [part for part in parts if part]
        return Spoken(tuple([" ".join(spoken[:2]), *spoken[2:]] if spoken else ()), self._said)

    def without_words(self, name: str) -> Spoken:
        """What is said where nothing was written ("quiet_room", "pause_signal")."""
        text = self.say(name)
        return Spoken((text,) if text else (), self._said)

    def say(self, code: str, words: str = "") -> Optional[str]:
        """One response in its next variation; None if it is not written."""
        base = f"utter_reply_{code}"
        name = next((name for name in (*(f"{base}_{ending}" for ending in self._endings), base) if name in self._responses), None)
        if name is None:
            return None
        times = self._said.get(name, 0) + 1
        values = {"words": shorten(words.strip(_OUTER_MARKS), QUOTED_CHARACTERS)} if words.strip(_OUTER_MARKS) else {}
        variation = choose_variation(self._responses[name], values, "", times)
        if variation is None:
            return None
        self._said[name] = times
        return fill(str(variation["text"]), values)


def _clause(praise: Noticed, remarks: Sequence[Noticed], reply: str) -> str:
    """The words that are praised, to the end of their clause, but not into a remark."""
    limit = min((remark.start for remark in remarks if remark.start >= praise.end), default=len(reply))
    end = _CLAUSE_ENDS.search(reply, praise.end, limit)
    return reply[praise.start : end.start() if end else limit]
