"""The script: what the stories and rules say, as plain data (pure).

A journey is a set of steps; each answer leads along a `Run` (what is said and done next) to the next question. Design: `docs/authors.md`.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, List, Optional, Tuple

START_PREFIX = "start_"
DANGER_PREFIX = "danger_"
SHORT_SUFFIX = "_short"
#: The way of a journey while partner-facing steps are closed, where it has one of its own.
CLOSED_SUFFIX = "_closed"
GO_PREFIX = "go_"
CHECK_SUFFIX = "_check"
VISIT_PREFIX = "visit_"
VISIT_CHOSEN_PREFIX = "visit_chosen_"

#: Signposts that are not the name of a journey. They are followed by the engine and never executed.
GO_CHOSEN_JOURNEY = "go_chosen_journey"
GO_CHOSEN_WAY = "go_chosen_way"
GO_CHOSEN_ROLE = "go_chosen_role"
GO_CHOSEN_ANSWER = "go_chosen_answer"
GO_ON = "go_on"
GO_PAST = "go_past"
GO_QUESTION_BEFORE = "go_question_before"
CLOSE_PARTNER_STEPS = "close_partner_steps"
REOPEN_PARTNER_STEPS = "reopen_partner_steps"
ASK_SAFETY_ANEW = "ask_safety_anew"
PAUSE_HERE = "pause_here"
LEAVE_TIME_OPEN = "leave_time_open"
WRITE_MY_PARTNER = "write_my_partner"
CHOOSE_IN_TURN = "choose_in_turn"
FORGET_ANSWERS = "forget_answers"
FORGET_EVERYTHING = "forget_everything"
DIRECTIVES = (
    CLOSE_PARTNER_STEPS, REOPEN_PARTNER_STEPS, ASK_SAFETY_ANEW, PAUSE_HERE, LEAVE_TIME_OPEN, WRITE_MY_PARTNER, CHOOSE_IN_TURN, FORGET_ANSWERS,
    FORGET_EVERYTHING,
)

Place = Tuple[str, str]  # (journey, step)


def is_signpost(action: str) -> bool:
    """Whether the action is a signpost or directive: followed, never spoken."""
    return action.startswith((GO_PREFIX, VISIT_PREFIX)) or action in DIRECTIVES


def way_of(journey: str) -> str:
    """The name that a way after danger has in both its tiers; any other journey's own."""
    return journey[: -len(CHECK_SUFFIX)] if journey.startswith(DANGER_PREFIX) and journey.endswith(CHECK_SUFFIX) else journey


@dataclass(frozen=True)
class Run:
    """What follows an answer: actions in order, and the question they end in (None: the story ends here)."""

    actions: Tuple[str, ...]
    question: Optional[str]


@dataclass(frozen=True)
class Journey:
    """One journey or interruption. `exits[step][choice or ""]` is the run after that answer; "" is any other answer."""

    name: str
    opening: Run
    exits: Dict[str, Dict[str, Run]] = field(default_factory=dict)

    def run_after(self, step: str, choice: Optional[str]) -> Optional[Run]:
        """The run after an answer at `step`, or None where that answer leads nowhere."""
        ways = self.exits.get(step, {})
        if choice is not None and choice in ways:
            return ways[choice]
        return ways.get("")

    def progress(self, step: str) -> Optional[Tuple[int, int]]:
        """(number, total) of a step on the usual way through a journey that leads to a plan; None elsewhere."""
        ahead = self._steps_to_plan(step, frozenset())
        total = self._steps_to_plan(self.opening.question, frozenset())
        if ahead is None or total is None:
            return None
        return max(1, total - ahead + 1), total

    def _steps_to_plan(self, step: Optional[str], seen: frozenset[str]) -> Optional[int]:
        if step is None or step in seen:
            return None
        lengths: List[int] = []
        ways = self.exits.get(step, {})
        for run in [ways[""]] if "" in ways else ways.values():
            if "go_plan" in run.actions:
                lengths.append(1)
            else:
                rest = self._steps_to_plan(run.question, seen | {step})
                if rest is not None:
                    lengths.append(rest + 1)
        return max(lengths) if lengths else None


@dataclass(frozen=True)
class Script:
    """All journeys, interruptions with questions, and one-answer rules (intent -> actions)."""

    journeys: Dict[str, Journey]
    rules: Dict[str, Tuple[str, ...]]
    interruptions: FrozenSet[str] = frozenset()

    def journey(self, name: str) -> Journey:
        """The journey or interruption of that name; KeyError if there is none."""
        return self.journeys[name]

    def has(self, place: Optional[Place]) -> bool:
        """Whether this place exists (a model may have changed since the conversation was kept)."""
        return place is not None and place[0] in self.journeys and place[1] in self.journeys[place[0]].exits

    def as_dict(self) -> Dict[str, Any]:
        """JSON-able form, for the trained model."""
        return {
            "interruptions": sorted(self.interruptions),
            "rules": {intent: list(actions) for intent, actions in self.rules.items()},
            "journeys": {
                name: {
                    "opening": _run_as_list(journey.opening),
                    "exits": {
                        step: {choice: _run_as_list(run) for choice, run in ways.items()}
                        for step, ways in journey.exits.items()
                    },
                }
                for name, journey in self.journeys.items()
            },
        }

    @classmethod
    def from_dict(cls, data: Dict[str, Any]) -> "Script":
        """The inverse of `as_dict`."""
        journeys = {
            name: Journey(
                name,
                _run_from_list(entry["opening"]),
                {
                    step: {choice: _run_from_list(run) for choice, run in ways.items()}
                    for step, ways in entry["exits"].items()
                },
            )
            for name, entry in data["journeys"].items()
        }
        rules = {intent: tuple(actions) for intent, actions in data["rules"].items()}
        return cls(journeys, rules, frozenset(data["interruptions"]))


def _run_as_list(run: Run) -> List[Any]:
    return [list(run.actions), run.question]


def _run_from_list(data: List[Any]) -> Run:
    return Run(tuple(data[0]), data[1])
