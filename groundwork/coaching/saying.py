"""What was noticed -> what is said about it, in the wording under `data/coach/` (pure).

A remark is the response `utter_coach_<code>`, a praise `utter_coach_good_<code>`; one that ends in `_<kind>` or `_<journey>` comes first there.
`{words}` are the person's own, shortened; `{event}`, `{feeling}` and `{request}` are examples of an opening's parts that fit the journey
(`utter_coach_shape_<part>_<journey>`). Variations are said in turn.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from groundwork.coaching.choosing import choose_praise, choose_remarks
from groundwork.coaching.findings import Coaching
from groundwork.dialogue.filling import fill, names_in, shorten

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
#: A quotation of the person's words is about this long at most.
QUOTED_CHARACTERS = 60
_PARTS = ("event", "feeling", "request")


@dataclass(frozen=True)
class Spoken:
    """What the coach says: its messages in order, whether it asks for one more try, and how often each response has been said by now."""

    messages: Tuple[str, ...]
    asks_again: bool
    said: Mapping[str, int]


class Speaker:
    """The wording for one answer."""

    def __init__(self, responses: Responses, journey: str, kind: str, said: Mapping[str, int]) -> None:
        """Args: responses: the domain's. journey: without the mark of its short form. said: response -> how often it was said before."""
        self._responses, self._journey, self._kind = responses, journey, kind
        self._said: Dict[str, int] = dict(said)

    def speak(self, coaching: Coaching, text: str, second_try: bool = False) -> Spoken:
        """At most one praise and two remarks, in at most two messages; on a second try at most one remark, and no more asking.

        Args:
            coaching: what was noticed in `text`.
            text: the person's words, for quoting.
        """
        remarks = choose_remarks(coaching)[: 1 if second_try else None]
        praise = choose_praise(coaching, bool(remarks))
        good = self._say(f"utter_coach_good_{praise.code}", text[praise.start : praise.end]) if praise else []
        spoken = [line for remark in remarks for line in self._say(f"utter_coach_{remark.code}", text[remark.start : remark.end])]
        first = [" ".join(good + spoken[:1])] if good or spoken else []
        return Spoken(tuple(first + spoken[1:]), bool(spoken) and not second_try, self._said)

    def _say(self, name: str, words: str) -> List[str]:
        written = next((one for one in (f"{name}_{self._journey}", f"{name}_{self._kind}", name) if one in self._responses), None)
        if written is None:
            return []
        return [self._in_turn(written, {"words": shorten(words.strip("\"'“”‘’ .,!?;:"), QUOTED_CHARACTERS)})]

    def _in_turn(self, name: str, values: Mapping[str, str]) -> str:
        before = self._said.get(name, 0)
        self._said[name] = before + 1
        variations = self._responses[name]
        text = str(variations[before % len(variations)]["text"])
        shapes = {part: self._shape(part) for part in _PARTS if part in names_in(text)}
        return fill(text, {**values, **shapes})

    def _shape(self, part: str) -> str:
        name = f"utter_coach_shape_{part}"
        own = f"{name}_{self._journey}"
        return self._in_turn(own if own in self._responses else name, {})
