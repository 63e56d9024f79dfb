"""What a response's wording says about a step: its choices, what it keeps, how it may be answered (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

Responses = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Choice:
    """One choice: id (what stories branch on), title (what is shown), other words that mean it, the only channel that shows it, and short
    (what is shown where the title does not fit on a button).

    days: for how many days the person who takes it wants the conversation kept.
    Of a feeling also: feeling (the recogniser's name for it), named (how it stands in a sentence), body (words of the body that can mean it).
    """

    id: str
    title: str
    also: Tuple[str, ...] = ()
    channel: Optional[str] = None
    feeling: Optional[str] = None
    named: str = ""
    body: Tuple[str, ...] = ()
    days: Optional[int] = None
    short: str = ""


@dataclass(frozen=True)
class Question:
    """A step as its response describes it; the keys are explained in `docs/authors.md`. unshown: feelings that are named back, not offered."""

    name: str
    choices: Tuple[Choice, ...] = ()
    keeps: Optional[str] = None
    label: Optional[str] = None
    takes_words: bool = True
    keeps_words: bool = False
    several: bool = False
    reads: Optional[str] = None
    dynamic: Optional[str] = None
    worded_by: Optional[str] = None
    spoken: bool = False
    scale: Optional[Mapping[str, Any]] = None
    unshown: Tuple[Choice, ...] = ()

    @property
    def feelings(self) -> Tuple[Choice, ...]:
        """The feelings that this question can name back, offered or not; empty at a question that does not ask for feelings."""
        return tuple(choice for choice in (*self.choices, *self.unshown) if choice.feeling)


class Questions:
    """All responses, read as questions once; looks up by name and knows which companion responses exist."""

    def __init__(self, responses: Responses) -> None:
        self._known = {name: read_question(name, variations) for name, variations in responses.items() if variations}
        self._variations = {name: len(variations) for name, variations in responses.items()}

    def get(self, name: str) -> Question:
        """The question of that name; a name without wording is a question that takes words."""
        return self._known.get(name) or Question(name)

    def exists(self, name: str) -> bool:
        """Whether a response of that name is written."""
        return name in self._known

    def first_existing(self, *names: str) -> Optional[str]:
        """The first of the names that is written, or None."""
        return next((name for name in names if name in self._known), None)

    def varies(self, name: str) -> bool:
        """Whether the response has more than one variation."""
        return self._variations.get(name, 0) > 1

    def offers(self) -> Dict[str, str]:
        """journey -> the role question that offers it (from the `utter_<journey>_offer` responses)."""
        return {
            name[len("utter_"):-len("_offer")]: str(question.reads)
            for name, question in self._known.items()
            if name.endswith("_offer") and question.reads
        }


def read_question(name: str, variations: Sequence[Mapping[str, Any]]) -> Question:
    """Read a response's buttons and metadata (those of its first variation) as a question."""
    first = variations[0]
    metadata: Mapping[str, Any] = first.get("metadata") or {}
    buttons: List[Mapping[str, Any]] = list(first.get("buttons") or [])
    choices = tuple(_read_choice(button) for button in buttons)
    dynamic = metadata.get("choices")
    return Question(
        name=name,
        choices=choices,
        keeps=metadata.get("keeps"),
        label=metadata.get("label"),
        takes_words=(not choices and not dynamic) or metadata.get("accepts") == "words",
        keeps_words=bool(metadata.get("keeps_words")),
        several=bool(metadata.get("several")),
        reads=metadata.get("reads") or metadata.get("offered_by"),
        dynamic=dynamic,
        unshown=tuple(_read_choice(entry) for entry in metadata.get("names_back") or ()),
        worded_by=metadata.get("worded_by"),
        spoken=bool(metadata.get("spoken")),
        scale=metadata.get("scale"),
    )


def _read_choice(button: Mapping[str, Any]) -> Choice:
    title = str(button["title"])
    also, body = (tuple(str(word) for word in button.get(key) or ()) for key in ("also", "body"))
    named, short = str(button.get("named") or title.lower()), str(button.get("short") or "")
    return Choice(str(button["payload"]), title, also, button.get("channel"), button.get("feeling"), named, body, button.get("days"), short)
