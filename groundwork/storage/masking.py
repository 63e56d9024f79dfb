"""Contact data in what a person typed is not stored: a mark that says its kind stands in its place (pure; what is found: `groundwork.contact_data`).

Names of people stay as they were typed, but for the partner's where the person has agreed that "my partner" is written instead. Everything that the
assistant says by itself stays, such as the numbers of services.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Pattern, Sequence

from groundwork.contact_data.finding import contact_data
from groundwork.contact_data.partner_names import Unnamed
from groundwork.contact_data.splicing import Replacement, moved, spliced, without_overlaps
from groundwork.contact_data.words import contact_words
from groundwork.dialogue.state import PARTNER_NAME, STATE_SLOT

USER, BOT, SLOT = "user", "bot", "slot"
#: Key of a user event's `parse_data` that holds positions in its text.
_TOKENS = "text_tokens"
_CUT = "…"
#: In the assistant's sentences a person's words stand in quotation marks.
_QUOTED = re.compile(r'"[^"]{1,2000}"')
Find = Callable[[str], List[Replacement]]


def masked(events: Sequence[Dict[str, Any]], kept: Optional[Mapping[str, Any]] = None) -> List[Dict[str, Any]]:
    """Rasa's serialised events (`event.as_dict()`) as they may be stored; the given ones are not changed.

    In user events the text, its copy and entities in `parse_data`; in slot events every text of the value; in bot events only what the person
    typed in these events, or what `kept` holds. Entities' positions fit the new text.

    Args:
        events: of one conversation, in order.
        kept: values of slots that were set before these events, by name, where there are any.
    """
    slots = {**(kept or {}), **{str(event.get("name")): event.get("value") for event in events if event.get("event") == SLOT}}
    name = Unnamed.from_dict((slots.get(STATE_SLOT) or {}).get(PARTNER_NAME) or {})

    @lru_cache(maxsize=None)  # for this call only: no words stay in memory
    def marks(text: str) -> List[Replacement]:
        return _marks(text)

    def find(text: str) -> List[Replacement]:
        return without_overlaps([*marks(text), *name.replacements(text)]) if name else marks(text)

    typed = _as_typed([[event.get("text") for event in events if event.get("event") == USER], list(slots.values())], marks)
    quoted = _Quoted(typed, name)
    return [_event(event, quoted, find) for event in events]


def masked_text(text: str) -> str:
    """A person's words with a mark in place of contact data."""
    return spliced(text, _marks(text))


def masked_value(value: Any, find: Optional[Find] = None) -> Any:
    """A slot's value (JSON) with every text in it masked; where a kept answer says which of its words were read as a time, it still does."""
    find = find or _marks
    if isinstance(value, Mapping):
        return {**{key: masked_value(one, find) for key, one in value.items()}, **_time_moved(value, find)}
    if isinstance(value, (list, tuple)):
        return [masked_value(one, find) for one in value]
    return spliced(value, find(value)) if isinstance(value, str) else value


class _Quoted:
    """What the assistant repeats of a person's words."""

    def __init__(self, typed: Mapping[str, str], name: Optional[Unnamed]) -> None:
        self._typed, self._repeated, self._name = typed, _repeated(typed), name

    def without(self, text: str) -> str:
        """The assistant's text as it may be stored."""
        if self._repeated is not None:
            text = self._repeated.sub(lambda match: self._typed[match.group(1)] + (_CUT if match.group().endswith(_CUT) else ""), text)
        if self._name is not None:
            name = self._name
            text = _QUOTED.sub(lambda match: spliced(match.group(), name.replacements(match.group())), text)
        return text


def _event(event: Dict[str, Any], quoted: _Quoted, find: Find) -> Dict[str, Any]:
    kind = event.get("event")
    if kind == USER:
        return _user(event, find)
    if kind == SLOT:
        return {**event, "value": masked_value(event.get("value"), find)}
    if kind == BOT:
        return {**event, "text": _each_text(event.get("text"), quoted.without), "data": _each_text(event.get("data"), quoted.without)}
    return event


def _user(event: Dict[str, Any], find: Find) -> Dict[str, Any]:
    found = find(event["text"]) if isinstance(event.get("text"), str) else []
    if not found:
        return event
    parse = dict(event.get("parse_data") or {})
    if isinstance(parse.get("text"), str):
        parse["text"] = spliced(parse["text"], find(parse["text"]))
    if parse.get("entities"):
        parse["entities"] = [_entity(entity, found, find) for entity in parse["entities"]]
    if parse.get(_TOKENS):
        parse[_TOKENS] = [[moved(start, False, found), moved(end, True, found)] for start, end in parse[_TOKENS]]
    return {**event, "text": spliced(event["text"], found), "parse_data": parse}


def _entity(entity: Mapping[str, Any], found: Sequence[Replacement], find: Find) -> Dict[str, Any]:
    places = {key: moved(entity[key], key == "end", found) for key in ("start", "end") if isinstance(entity.get(key), int)}
    return {**entity, **places, "value": masked_value(entity.get("value"), find)}


def _time_moved(answer: Mapping[str, Any], find: Find) -> Dict[str, Any]:
    """What of a kept answer (`groundwork.dialogue.state.Answer`) holds positions in its words, moved with them."""
    words, when = answer.get("words"), answer.get("when")
    if not isinstance(words, str) or not isinstance(when, Mapping):
        return {}
    found = find(words)
    return {"when": {**when, **{key: moved(when[key], key == "end", found) for key in ("start", "end") if isinstance(when.get(key), int)}}}


def _marks(text: str) -> List[Replacement]:
    marks = contact_words()["marks"]
    return [Replacement(one.start, one.end, marks[one.kind]) for one in contact_data(text)]


def _as_typed(value: Any, find: Find) -> Dict[str, str]:
    """Every way in which contact data of these texts may be quoted -> its mark: as typed, on one line, and cut off between two words."""
    quoted: Dict[str, str] = {}
    for text in _texts(value):
        for one in find(text):
            words = text[one.start : one.end].split()
            quoted[text[one.start : one.end]] = one.by
            quoted.update({" ".join(words[:number]) + ("" if number == len(words) else _CUT): one.by for number in range(1, len(words) + 1)})
    return quoted


def _repeated(typed: Mapping[str, str]) -> Optional[Pattern[str]]:
    """A pattern for all of it, the longest first; None where there is nothing to look for."""
    if not typed:
        return None
    longest_first = sorted(typed, key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(re.escape(words) for words in longest_first) + r")(?!\w)")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(one, change) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each_text(one, change) for one in value]
    return value
