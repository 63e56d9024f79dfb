"""Where a conversation stands: kept in slots, so that nothing older has to be read (pure)."""
from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Dict, List, Mapping, Optional, Tuple

from groundwork.dialogue.script import Place

#: Slot of the state.
STATE_SLOT = "dialogue_state"
#: The state's field in which the partner's name is dealt with.
PARTNER_NAME = "partner_name"


@dataclass(frozen=True)
class Answer:
    """One kept answer: the words (choices' titles where choices were made), choice ids, where it was asked, and what was understood in it:
    a time, or the number meant on a scale."""

    words: str
    choices: Tuple[str, ...]
    journey: str
    step: str
    label: Optional[str] = None
    when: Optional[Mapping[str, Any]] = None
    number: Optional[int] = None

    @property
    def place(self) -> Place:
        """(journey, step) of the question."""
        return self.journey, self.step


Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Ahead:
    """What follows a detour: the story that is visited, and the rest of the run it was visited from (journey, actions, question)."""

    detour: str
    journey: str
    actions: Tuple[str, ...]
    question: Optional[str]


@dataclass(frozen=True)
class DialogueState:
    """The place and all that belongs to it.

    place: the open question. visited: the questions answered before it, oldest first. interrupted: the questions to go on with after an
    interruption, the innermost last; one without a step is a way that has not begun yet. ahead: what follows the stories that are visited,
    the innermost last. editing: where to return once the changed answer is given. tried: a coached step has been asked again. coached_at: the
    question whose answer a coach looks at in this turn; coached_back: where a changed answer led back to, should it be asked again; last_try: the
    coach asks no more. offered: the
    only choices shown at this step (empty: all). heard: the choices that the words given at this step were understood as, being named back.
    named_back: that was done, and is not done again. set_aside: how interrupted questions stood (`set_aside`). closed_by: what closed the
    partner-facing steps, the first cause first. taken_back: the person has said plainly that it was not so; only then the safety questions
    may reopen them. gate_passed: when the safety questions were last answered with three times no (seconds since 1970; None: never).
    country: a code of `services.yml`. channel: where the person writes now. partner_name: `asked`
    once the person was asked whether "my partner" shall be written for it, and where that was agreed the fields of `Unnamed`. keep_days: for how many days
    after the last message the person wants this kept, where they have said so. said: how often a response with variations was said. asked: the
    response that asked the open question in this turn. progress: (number, total) of the open step. actions: this turn's, in order.
    """

    place: Optional[Place] = None
    visited: Tuple[Place, ...] = ()
    interrupted: Tuple[Place, ...] = ()
    ahead: Tuple[Ahead, ...] = ()
    editing: Optional[Place] = None
    paused: bool = False
    consent: bool = False
    closed_by: Tuple[str, ...] = ()
    taken_back: bool = False
    gate_passed: Optional[float] = None
    country: Optional[str] = None
    channel: Optional[str] = None
    partner_name: Mapping[str, Any] = field(default_factory=dict)
    keep_days: Optional[int] = None
    tried: bool = False
    coached_at: Optional[Place] = None
    coached_back: Optional[Place] = None
    last_try: bool = False
    offered: Tuple[str, ...] = ()
    heard: Tuple[str, ...] = ()
    named_back: bool = False
    set_aside: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    asked: Optional[str] = None
    progress: Optional[Tuple[int, int]] = None
    actions: Tuple[str, ...] = ()

    @property
    def partner_steps_closed(self) -> bool:
        """Whether nothing that faces the partner may open."""
        return bool(self.closed_by)

    def but(self, **changes: Any) -> "DialogueState":
        """A copy with these fields changed."""
        return replace(self, **changes)

    def as_dict(self) -> Dict[str, Any]:
        """JSON-able form for the slot; only what differs from the start."""
        fresh = asdict(DialogueState())
        return {name: value for name, value in asdict(self).items() if value != fresh[name]}

    @classmethod
    def from_dict(cls, data: Optional[Mapping[str, Any]]) -> "DialogueState":
        """The inverse of `as_dict`; None gives the start of a conversation."""
        values = dict(data or {})
        for name in ("place", "editing", "coached_at", "coached_back", "progress", "offered", "heard", "closed_by", "actions"):
            if values.get(name) is not None:
                values[name] = tuple(values[name])
        for name in ("visited", "interrupted"):
            values[name] = tuple((journey, step) for journey, step in values.get(name, ()))
        values["ahead"] = tuple(Ahead(**{**entry, "actions": tuple(entry["actions"])}) for entry in values.get("ahead", ()))
        return cls(**values)


def answers_as_dict(answers: Answers) -> Dict[str, Any]:
    """JSON-able form of the kept answers for the slot."""
    return {name: asdict(answer) for name, answer in answers.items()}


def answers_from_dict(data: Optional[Mapping[str, Any]]) -> Dict[str, Answer]:
    """The inverse of `answers_as_dict`."""
    kept: List[Tuple[str, Dict[str, Any]]] = [(name, dict(value)) for name, value in (data or {}).items()]
    return {name: Answer(**{**value, "choices": tuple(value.get("choices", ()))}) for name, value in kept}
