"""Finds every place of the script and a shortest way to it, by walking the pure dialogue."""
from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Deque, Dict, List, Set, Tuple

from groundwork.dialogue.choices import write_payload
from groundwork.dialogue.engine import Dialogue
from groundwork.dialogue.message import Message
from groundwork.dialogue.open_question import open_choices
from groundwork.dialogue.script import Place
from groundwork.dialogue.state import Answers, DialogueState

#: With a name in it, since that leads to a question of its own.
WORDS = "On Tuesday evening I saw three messages of my husband Tom on the kitchen table"


@dataclass(frozen=True)
class Reached:
    """A place, the conversation there, and what was said to get there."""

    state: DialogueState
    answers: Answers
    transcript: Tuple[str, ...]


def explore(dialogue: Dialogue) -> Dict[Place, Reached]:
    """Every (journey, step) that can be reached, breadth first."""
    found: Dict[Place, Reached] = {}
    seen: Set[Tuple[Place, Tuple[str, ...]]] = set()
    waiting: Deque[Reached] = deque([Reached(DialogueState(), {}, ())])
    while waiting:
        here = waiting.popleft()
        for message in _ways_on(dialogue, here):
            outcome = dialogue.turn(here.state, here.answers, message)
            place = outcome.state.place
            if place is None or outcome.state.paused or (place, _way(dialogue, outcome.state, outcome.answers)) in seen:
                continue
            seen.add((place, _way(dialogue, outcome.state, outcome.answers)))
            reached = Reached(outcome.state, outcome.answers, (*here.transcript, message.text or f"({message.intent})"))
            found.setdefault(place, reached)
            waiting.append(reached)
    return found


def _way(dialogue: Dialogue, state: DialogueState, answers: Answers) -> Tuple[str, ...]:
    """Before a journey begins, the same question is another place for another chosen journey, and while partner-facing steps are closed."""
    closed = ("closed",) if state.partner_steps_closed else ()
    if state.place is None or state.place[0] in dialogue.script.interruptions:
        return closed
    return closed + tuple(choice for name in ("journey", "length") if name in answers for choice in answers[name].choices)


def places_of(dialogue: Dialogue) -> List[Place]:
    """Every (journey, step) that the stories name."""
    return [(name, step) for name, journey in dialogue.script.journeys.items() for step in journey.exits]


def _ways_on(dialogue: Dialogue, here: Reached) -> List[Message]:
    if here.state.place is None:
        return [Message("hi", "greet", 1.0, near_exact=True)]
    choices = open_choices(here.state, here.answers, dialogue.questions)
    messages = [Message(write_payload(*here.state.place, choice.id)) for choice in choices]
    exits = dialogue.script.journey(here.state.place[0]).exits.get(here.state.place[1], {})
    messages += [Message("", choice=choice) for choice in exits if choice and choice not in {known.id for known in choices}]
    messages.append(Message(WORDS, "inform", 0.9, situations={journey: 0.1 for journey in dialogue.questions.offers()}))
    scale = dialogue.questions.get(here.state.place[1]).scale
    messages += [Message(number) for number in (*map(str, scale["bands"].values()), "xqzw")] if scale else []
    if here.state.place[0] in dialogue.ways.practice:
        messages.append(Message("…", at=2 * dialogue.ways.gate_lasts))
    if not here.state.interrupted:
        messages += [Message(f"({name})", name, 1.0, near_exact=True) for name in sorted(dialogue.script.interruptions) if not name.startswith("danger_")]
        messages += [Message("…", danger=name[len("danger_"):]) for name in sorted(dialogue.script.interruptions) if name.startswith("danger_")]
    return messages
