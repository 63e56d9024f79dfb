"""One message -> what a messaging channel can show of it (pure). The rules:

1. A choice is named by an opaque id (`choice_ids`), never by what it means inside.
2. Choices are shown as the channel's own buttons where all of them fit, otherwise numbered in the text, in one message where that can be.
3. A label is shortened only to its authored short label.
4. A text is split at ends of sentences within the channel's limit, and its parts are numbered.
5. Urgent text is plain and whole: its choices are numbered in it, and it is split only where the channel would refuse it.
6. There are no attachments; progress is in the text already (`groundwork/dialogue/wording.py`).
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, List, Optional, Tuple

from groundwork.channels.limits import Limits, Native
from groundwork.channels.splitting import NUMBERING, numbered, split_text
from groundwork.storage.transcript import Said


@dataclass(frozen=True)
class Part:
    """One message as it is sent. text: written as the channel wants it. kind: how its choices are shown; choices: (id, label) in order."""

    text: str
    kind: str = ""
    choices: Tuple[Tuple[str, str], ...] = ()


def render(said: Said, limits: Limits, choice_id: Callable[[str], str]) -> Tuple[Part, ...]:
    """What a channel is sent for a message, in order.

    Args:
        choice_id: payload of a choice -> its id.
    """
    native = _native(said, limits)
    if native:
        kind, labels = native
        pieces = _pieces(said.text, limits, said.urgent, last_room=kind.text)
        choices = tuple((choice_id(payload), label) for (payload, _), label in zip(said.choices, labels))
        return (*map(Part, pieces[:-1]), Part(pieces[-1], kind.kind, choices))
    return tuple(Part(text) for text in _with_numbers(said, limits) if text)


def length(text: str, limits: Limits) -> int:
    """Length of a text as the channel counts it, once it is written for it."""
    return len(limits.write(text).encode("utf-16-le", "surrogatepass")) // 2


def _native(said: Said, limits: Limits) -> Optional[Tuple[Native, List[str]]]:
    """The channel's own way to show these choices, with their labels; None where there is none, or it may not be used."""
    if said.urgent or not said.text.strip() or not said.choices:
        return None
    for kind in limits.native:
        labels = [_fitting(label, said.shorts.get(payload), kind) for payload, label in said.choices]
        known = [label for label in labels if label]
        if len(said.choices) <= kind.most and len(known) == len(labels) == len(set(known)):
            return kind, known
    return None


def _fitting(label: str, short: Optional[str], kind: Native) -> Optional[str]:
    return next((text for text in (label, short) if text and text.strip() and len(text.encode("utf-16-le", "surrogatepass")) // 2 <= kind.label), None)


def _with_numbers(said: Said, limits: Limits) -> List[str]:
    """The text with its choices numbered below it: in one message where that fits, else the list in one of its own, else lines of it."""
    lines = "\n".join(f"{number}. {' '.join(label.split())}" for number, (_, label) in enumerate(said.choices, start=1))
    whole = "\n\n".join(part for part in (said.text.strip(), lines) if part)
    if length(whole, limits) <= limits.text and (lines or said.urgent or not limits.preferred or length(whole, limits) <= limits.preferred):
        return [limits.write(whole)]
    if not lines:
        return _pieces(said.text, limits, said.urgent)
    if length(lines, limits) > limits.text - NUMBERING:
        return _written(_split(whole, limits.text, limits), limits)
    room = max(limits.text - NUMBERING - length("\n\n" + lines, limits), 0)
    pieces = _split(said.text, limits.text, limits)
    if length(pieces[-1], limits) <= room:
        return _written([*pieces[:-1], f"{pieces[-1]}\n\n{lines}"], limits)
    return _written([*pieces, lines], limits)


def _pieces(text: str, limits: Limits, urgent: bool, last_room: int = 0) -> List[str]:
    """The text alone, in numbered parts. last_room: what the last part may be, where choices are shown below it."""
    room = limits.text if urgent or not limits.preferred else limits.preferred
    if length(text.strip(), limits) <= min(room, last_room or room):
        return [limits.write(text.strip())]
    pieces = _split(text, room, limits)
    if last_room and length(pieces[-1], limits) > last_room - NUMBERING:
        pieces = [*pieces[:-1], *_split(pieces[-1], last_room, limits)]
    return _written(pieces, limits)


def _split(text: str, room: int, limits: Limits) -> List[str]:
    return split_text(text, room - NUMBERING, lambda piece: length(piece, limits))


def _written(pieces: List[str], limits: Limits) -> List[str]:
    return [limits.write(piece) for piece in numbered(pieces)]
