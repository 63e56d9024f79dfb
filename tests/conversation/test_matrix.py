"""Every (journey, step) x every interruption, through the whole assistant. Generated from the stories: a new step is covered by itself."""
from __future__ import annotations

import os
from typing import Dict, Iterator, List, Tuple

import pytest

from groundwork.dialogue.choices import resolve
from groundwork.dialogue.engine import SAY_COUNTRY, Dialogue
from groundwork.dialogue.message import Message
from groundwork.dialogue.open_question import open_choices
from groundwork.dialogue.script import Place
from tests.conversation.exploring import Reached, places_of
from tests.conversation.talking import Assistant
from tests.conversation.violations import violations

#: Wordings that are each an example of the interruption, and one typed command.
WORDINGS: Dict[str, str] = {}
ODD = ["/restart", "/back", "/session_start", '/inform{"choice":"evil"}', "/doesnotexist", "", "…", "x" * 5000, "nowhere/utter_nothing:evil"]


def _examples(assistant: Assistant) -> Dict[str, str]:
    if not WORDINGS:
        nodes = assistant.agent.processor.graph_runner._instantiated_nodes.values()  # type: ignore[union-attr]
        wordings = next(node._component._wordings for node in nodes if type(node._component).__name__ == "NearExact")
        for wording, name in wordings.items():
            WORDINGS.setdefault(name, wording)
    return WORDINGS


def _interruptions(dialogue: Dialogue) -> List[str]:
    moves = list(dialogue.listening.moves)
    spoken = [name for name in dialogue.script.interruptions if not name.startswith("danger_")]
    rules = [name for name in dialogue.script.rules if name not in ("nlu_fallback", "affirm", "deny")]
    return moves + sorted(spoken) + sorted(rules)


def test_every_place_of_the_stories_can_be_reached(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    missing = [place for place in places_of(assistant.dialogue) if place not in reached]
    assert not missing


def _spoken(assistant: Assistant, reached: Dict[Place, Reached]) -> Iterator[Tuple[Place, str, str]]:
    """Through the whole assistant: all moves and interruptions with a question at every place, rules and odd messages in rotation.

    `GROUNDWORK_WHOLE_MATRIX=1` says every one of them at every place (`script/soak`).
    """
    wordings = _examples(assistant)
    interruptions = [name for name in _interruptions(assistant.dialogue) if name in wordings]  # others are only led to by a choice
    rules = [name for name in interruptions if name in assistant.dialogue.script.rules]
    turning = [(name, "") for name in rules] + [("", text) for text in ODD]
    whole = os.environ.get("GROUNDWORK_WHOLE_MATRIX") == "1"
    for number, place in enumerate(sorted(reached)):
        said = turning if whole else [turning[(number * 3 + k) % len(turning)] for k in range(3)]
        asked = interruptions if whole else [name for k, name in enumerate(name for name in interruptions if name not in rules) if (k + number) % 4 == 0]
        for intent, text in [(name, "") for name in asked if name not in rules] + said:
            yield place, intent, wordings[intent] if intent else text


def test_step_by_interruption(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    """100 % in the dialogue: answered, and the person is at the same step or where that interruption leads."""
    dialogue, wrong, count = assistant.dialogue, [], 0  # type: Dialogue, List[str], int
    for place, start in sorted(reached.items()):
        for intent in _interruptions(dialogue):
            outcome = dialogue.turn(start.state, start.answers, Message("xqzw", intent, 1.0, near_exact=True))
            count += 1
            problems = _misplaced(dialogue, start, intent, outcome.state.place)
            if not any(action.startswith(("utter_", "action_")) for action in outcome.state.actions):
                problems.append("nothing is said")
            wrong += [f"{place} x {intent}: {problem}; {outcome.state.actions}" for problem in problems]
    print(f"{len(reached)} places, {count} turns, {len(wrong)} wrong")
    assert not wrong, f"{len(wrong)} wrong\n" + "\n".join(wrong[:40])


def test_step_by_interruption_as_people_say_it(assistant: Assistant, reached: Dict[Place, Reached]) -> None:
    """The same through understanding, policies, actions and wording: nothing silent, nothing broken."""
    wrong: List[str] = []
    count = 0
    for place, intent, text in _spoken(assistant, reached):
        count += 1
        start = reached[place]
        assistant.put_at("matrix", start.state, start.answers)
        said = assistant.say("matrix", text)
        problems = violations(assistant, said, text)
        if not resolve(text, open_choices(start.state, start.answers, assistant.dialogue.questions)):
            problems += _misplaced(assistant.dialogue, start, intent, said.state.place)
        wrong += [f"{place} x {intent or text[:20]!r}: {problem}; {said.actions}" for problem in problems]
    print(f"{count} turns, {len(wrong)} wrong")
    assert not wrong, f"{len(wrong)} wrong\n" + "\n".join(wrong[:40])


def _misplaced(dialogue: Dialogue, start: Reached, intent: str, now: Place | None) -> List[str]:
    """Where the interruption should have led, told by the story it belongs to."""
    place = start.state.place
    assert place is not None
    if intent == SAY_COUNTRY and dialogue.questions.get(place[1]).reads == "country":
        return []
    if intent in dialogue.listening.like_speech and dialogue.questions.get(place[1]).spoken:
        return []  # said to the partner
    stays = {place, *start.state.interrupted}
    if not intent or intent in dialogue.script.rules:
        asks_first = now is not None and now[0] == "begin_again"  # "/restart" is a wish to start over, and that is asked about
        return [] if now == place or (not intent and asks_first) else [f"left the step for {now}"]
    if intent in dialogue.script.interruptions:
        question = dialogue.script.journeys[intent].opening.question
        allowed = {(intent, question)} if question else stays
        return [] if now in allowed | ({place} if place[0] == intent else set()) or _has_no_choices(dialogue, intent, now, stays) else [f"is at {now}"]
    move = dialogue.listening.moves[intent]
    if move in ("why", "example", "repeat"):
        return [] if now == place else [f"left the step for {now}"]
    return []


def _has_no_choices(dialogue: Dialogue, intent: str, now: Place | None, stays: set) -> bool:
    question = dialogue.script.journeys[intent].opening.question
    return bool(question and dialogue.questions.get(question).dynamic and now in stays)


@pytest.mark.parametrize("words", ["I need a break from the fighting", "why do you always shut me out", "I want him to stop lying to me"])
def test_words_with_trigger_words_are_answers(assistant: Assistant, reached: Dict[Place, Reached], words: str) -> None:
    place = ("betrayal_hurt", "utter_betrayal_hurt_facts")
    assistant.put_at("trigger", reached[place].state, reached[place].answers)
    assert assistant.say("trigger", words).state.place != place
