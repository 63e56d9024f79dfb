"""Stored events -> what was said, in order, as a channel may show it again (pure)."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from groundwork.dialogue.message import PLAIN_TEXT_MARK

#: Where an event's number is kept in its stored form.
SEQ = "seq"
#: Event types that are messages, as Rasa names them.
USER, BOT = "user", "bot"


@dataclass(frozen=True)
class Said:
    """One message. seq: its number in the conversation. by_person: who said it. message: the id its sender gave it.

    choices: (payload, label) in order. shorts: payload -> what stands on its button where the label does not fit. progress: (number, total)
    of the step it asks. urgent: may not be delayed or shortened.
    """

    seq: int
    by_person: bool
    text: str
    message: Optional[str] = None
    choices: Tuple[Tuple[str, str], ...] = ()
    progress: Optional[Tuple[int, int]] = None
    urgent: bool = False
    shorts: Mapping[str, str] = field(default_factory=dict)


def transcript(events: Iterable[Mapping[str, Any]], labels: Optional[Mapping[str, str]] = None) -> List[Said]:
    """Messages of stored events, oldest first. A clicked choice reads as its label; what was never kept is left out.

    Args:
        events: stored user and bot events with their numbers, oldest first.
        labels: payload -> label of choices that were offered before these events.
    """
    known: Dict[str, str] = dict(labels or {})
    said: List[Said] = []
    for event in events:
        one = _by_person(event, known) if event.get("event") == USER else _by_bot(event)
        if one is not None:
            known.update(one.choices)
            said.append(one)
    return said


def bot_message(seq: int, message: Mapping[str, Any]) -> Optional[Said]:
    """What an output channel is given -> a message, or None if there is nothing to show."""
    text = str(message.get("text") or "").strip()
    buttons = message.get("buttons") or []
    metadata = message.get("metadata") or {}
    if not text and not buttons:
        return None
    return Said(
        seq, False, text,
        choices=tuple((str(button.get("payload") or ""), str(button.get("title") or "")) for button in buttons),
        progress=_progress(metadata.get("progress")),
        urgent=bool(metadata.get("urgent")),
        shorts={str(button.get("payload") or ""): str(button["short"]) for button in buttons if button.get("short")},
    )


def _by_bot(event: Mapping[str, Any]) -> Optional[Said]:
    data = event.get("data") or {}
    metadata = (event.get("metadata") or {}).get("metadata") or {}
    return bot_message(int(event.get(SEQ) or 0), {"text": event.get("text"), "buttons": data.get("buttons"), "metadata": metadata})


def _by_person(event: Mapping[str, Any], labels: Mapping[str, str]) -> Optional[Said]:
    words = str(event.get("text") or "").replace(PLAIN_TEXT_MARK, "").strip()
    if not words:
        return None
    return Said(int(event.get(SEQ) or 0), True, labels.get(words, words), message=event.get("message_id"))


def _progress(value: Any) -> Optional[Tuple[int, int]]:
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(number, int) for number in value):
        return value[0], value[1]
    return None
