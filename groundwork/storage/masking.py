"""Contact data in what a person typed is not stored: a mark that says its kind stands in its place (pure; what is found: `groundwork.contact_data`).

Names of people stay as they were typed, and so does everything that the assistant says by itself, such as the numbers of services.
"""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Pattern, Sequence

from groundwork.contact_data.finding import contact_data
from groundwork.contact_data.words import Found, contact_words

USER, BOT, SLOT = "user", "bot", "slot"
#: Keys of a user event's `parse_data` that hold positions in its text.
_TOKENS = "text_tokens"
_CUT = "…"
Find = Callable[[str], List[Found]]


class _Masked(NamedTuple):
    """A text with its marks. now: where a position in the text as it was typed is now."""

    text: str
    now: Callable[[int, bool], int]


def masked(events: Sequence[Dict[str, Any]], kept: Any = None) -> List[Dict[str, Any]]:
    """Rasa's serialised events (`event.as_dict()`) as they may be stored; the given ones are not changed.

    In user events the text, its copy and entities in `parse_data`; in slot events every text of the value; in bot events only what the person
    typed in these events, or what `kept` holds. Entities' positions fit the new text.

    Args:
        events: of one conversation, in order.
        kept: values of slots that were set before these events and are not masked, where there are any.
    """
    find: Find = lru_cache(maxsize=None)(contact_data)  # for this call only: no words stay in memory
    said = [event.get("text") for event in events if event.get("event") == USER]
    typed = _as_typed([said, [event.get("value") for event in events if event.get("event") == SLOT], kept], find)
    repeated = _repeated(typed)
    return [_event(event, repeated, typed, find) for event in events]


def masked_text(text: str) -> str:
    """A person's words with a mark in place of contact data."""
    return _mask(text, contact_data).text


def masked_value(value: Any, find: Find = contact_data) -> Any:
    """A slot's value (JSON) with every text in it masked; where a kept answer says which of its words were read as a time, it still does."""
    if isinstance(value, Mapping):
        return {**{key: masked_value(one, find) for key, one in value.items()}, **_time_moved(value, find)}
    if isinstance(value, (list, tuple)):
        return [masked_value(one, find) for one in value]
    return _mask(value, find).text if isinstance(value, str) else value


def _event(event: Dict[str, Any], repeated: Optional[Pattern[str]], typed: Mapping[str, str], find: Find) -> Dict[str, Any]:
    kind = event.get("event")
    if kind == USER:
        return _user(event, find)
    if kind == SLOT:
        return {**event, "value": masked_value(event.get("value"), find)}
    if kind == BOT and repeated is not None:
        found = repeated

        def without(text: str) -> str:
            return found.sub(lambda match: typed[match.group(1)] + (_CUT if match.group().endswith(_CUT) else ""), text)

        return {**event, "text": _each_text(event.get("text"), without), "data": _each_text(event.get("data"), without)}
    return event


def _user(event: Dict[str, Any], find: Find) -> Dict[str, Any]:
    if not isinstance(event.get("text"), str):
        return event
    text = _mask(event["text"], find)
    if text.text == event["text"]:
        return event
    parse = dict(event.get("parse_data") or {})
    if isinstance(parse.get("text"), str):
        parse["text"] = _mask(parse["text"], find).text
    if parse.get("entities"):
        parse["entities"] = [_entity(entity, text) for entity in parse["entities"]]
    if parse.get(_TOKENS):
        parse[_TOKENS] = [[text.now(start, False), text.now(end, True)] for start, end in parse[_TOKENS]]
    return {**event, "text": text.text, "parse_data": parse}


def _entity(entity: Mapping[str, Any], text: _Masked) -> Dict[str, Any]:
    moved = {key: text.now(entity[key], key == "end") for key in ("start", "end") if isinstance(entity.get(key), int)}
    return {**entity, **moved, "value": masked_value(entity.get("value"))}


def _time_moved(answer: Mapping[str, Any], find: Find) -> Dict[str, Any]:
    """What of a kept answer (`groundwork.dialogue.state.Answer`) holds positions in its words, moved with them."""
    words, when = answer.get("words"), answer.get("when")
    if not isinstance(words, str) or not isinstance(when, Mapping):
        return {}
    now = _mask(words, find).now
    return {"when": {**when, **{key: now(when[key], key == "end") for key in ("start", "end") if isinstance(when.get(key), int)}}}


def _mask(text: str, find: Find) -> _Masked:
    found = find(text)
    marks = contact_words()["marks"]
    parts: List[str] = []
    done = 0
    for one in found:
        parts += [text[done : one.start], marks[one.kind]]
        done = one.end
    return _Masked("".join([*parts, text[done:]]), lambda position, is_end: _moved(position, is_end, found, marks))


def _moved(position: int, is_end: bool, found: Sequence[Found], marks: Mapping[str, str]) -> int:
    """Where a position is after masking; one inside a mark goes to its start, or to its end."""
    by = 0
    for one in found:
        if position <= one.start:
            break
        length = len(marks[one.kind])
        if position < one.end:
            return one.start + by + (length if is_end else 0)
        by += length - (one.end - one.start)
    return position + by


def _as_typed(value: Any, find: Find) -> Dict[str, str]:
    """Every way in which contact data of these texts may be quoted -> its mark: as typed, on one line, and cut off between two words."""
    marks = contact_words()["marks"]
    quoted: Dict[str, str] = {}
    for text in _texts(value):
        for one in find(text):
            words = text[one.start : one.end].split()
            quoted[text[one.start : one.end]] = marks[one.kind]
            quoted.update({" ".join(words[:number]) + ("" if number == len(words) else _CUT): marks[one.kind] for number in range(1, len(words) + 1)})
    return quoted


def _repeated(typed: Dict[str, str]) -> Optional[Pattern[str]]:
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
