"""Taking an answer: keep it, acknowledge it, and follow the way it leads (pure)."""
from __future__ import annotations

from typing import Dict, Optional, Sequence, Tuple

from groundwork.dialogue.questions import Choice
from groundwork.dialogue.script import Run
from groundwork.dialogue.state import Answer
from groundwork.dialogue.topics import BETWEEN, TopicReading
from groundwork.dialogue.walking import Walk

#: The choice that keeps a coached sentence as it is.
KEEP = "keep"
_COACHING = "action_coach"


def answer_with_choices(walk: Walk, chosen: Sequence[Choice]) -> None:
    """Take one or several choices of the open question as its answer."""
    question = walk.question()
    if walk.state.tried and chosen[0].id == KEEP:
        walk.say("utter_coach_kept")
        _move_on(walk, None, coached=False)
        return
    ids = tuple(choice.id for choice in chosen)
    walk.chosen_answer = ids[0] if question.dynamic else None
    _answer(walk, ", ".join(choice.title for choice in chosen), ids)


def answer_with_words(walk: Walk, words: str) -> None:
    """Take the person's words as the answer of the open question."""
    _answer(walk, words, ())


def _answer(walk: Walk, words: str, ids: Tuple[str, ...]) -> None:
    before = _branch(walk)
    _keep(walk, words, ids)
    if not _coaches(walk, ids[0] if ids else None):  # the coach has its own words for an answer
        _acknowledge(walk, ids)
    _move_on(walk, ids[0] if ids else None, before=before)


def answer_with_topic(walk: Walk, words: str, reading: TopicReading) -> None:
    """Take free words at the topic question, as they were understood."""
    assert walk.state.place is not None
    if reading.journey:
        walk.answers["journey"] = Answer(words, (reading.journey,), *walk.state.place)
    _keep(walk, words, reading.topics[:1])
    if reading.choice == BETWEEN:
        walk.state = walk.state.but(offered=reading.topics + ("neither",))
    _move_on(walk, reading.choice, offered=walk.state.offered)


def skip(walk: Walk) -> bool:
    """Go past the open question without an answer; False where the way depends on the answer."""
    assert walk.state.place is not None
    journey, step = walk.state.place
    run = walk.script.journey(journey).exits.get(step, {}).get("")
    if walk.state.editing and not walk.state.interrupted:
        walk.say("utter_skipped")
        walk.return_from_edit()
        return True
    if run is None or walk.question().dynamic:
        return False
    walk.say("utter_skipped")
    _move_on(walk, None, coached=False)
    return True


def _keep(walk: Walk, words: str, ids: Tuple[str, ...]) -> None:
    question = walk.question()
    if not question.keeps or not walk.state.place:
        return
    if not walk.state.consent and not ids:
        return  # before the "yes" nothing that was typed is kept
    walk.answers[question.keeps] = Answer(words, ids, *walk.state.place, label=question.label)
    walk.answers = _in_order(walk, walk.state.place[0])


def _in_order(walk: Walk, journey: str) -> Dict[str, Answer]:
    """The answers of this journey in its order, after those given before it: a step answered late has its place on the page."""
    order = {step: number for number, step in enumerate(walk.script.journey(journey).exits)}

    def position(entry: Tuple[str, Answer]) -> int:
        return order[entry[1].step] if entry[1].journey == journey and entry[1].step in order else -1

    return dict(sorted(walk.answers.items(), key=position))


def _coaches(walk: Walk, choice: Optional[str]) -> bool:
    assert walk.state.place is not None
    run = walk.script.journey(walk.state.place[0]).run_after(walk.state.place[1], choice)
    return run is not None and any(action.startswith(_COACHING) for action in run.actions)


def _acknowledge(walk: Walk, ids: Tuple[str, ...]) -> None:
    assert walk.state.place is not None
    parts = [f"after_{ids[0]}"] if len(ids) == 1 else []
    walk.say_of_step(walk.state.place[1], *parts, "after")


def _branch(walk: Walk) -> Optional[Run]:
    """The way that the answer kept so far leads, to see whether a changed answer changes it."""
    assert walk.state.place is not None
    journey, step = walk.state.place
    kept = walk.answers.get(walk.question().keeps or "")
    choice = kept.choices[0] if kept and kept.choices else None
    return walk.script.journey(journey).run_after(step, choice) if kept else None


def _move_on(
    walk: Walk, choice: Optional[str], before: Optional[Run] = None, coached: bool = True, offered: Tuple[str, ...] = ()
) -> None:
    assert walk.state.place is not None
    place = walk.state.place
    run = walk.script.journey(place[0]).run_after(place[1], choice)
    if run is None:
        walk.go_on()
        return
    coaches = _coaches(walk, choice)
    first_try = coaches and coached and not walk.state.tried
    if walk.state.editing and not walk.state.interrupted and (before is None or before == run):
        for action in run.actions if coached else ():
            if action.startswith(_COACHING):
                walk.do(action)
        walk.return_from_edit()
        walk.state = walk.state.but(coached_at=place if first_try else None)
        return
    if first_try:
        walk.state = walk.state.but(coached_at=place)
    if not coached:
        run = Run(tuple(action for action in run.actions if not action.startswith(_COACHING)), run.question)
    if not walk.state.interrupted and not walk.state.editing:
        walk.state = walk.state.but(visited=_without_loops(walk.state.visited, place))
    walk.state = walk.state.but(offered=())
    walk.follow(place[0], run)
    if offered:
        walk.state = walk.state.but(offered=offered)


def _without_loops(visited: Tuple[Tuple[str, str], ...], place: Tuple[str, str]) -> Tuple[Tuple[str, str], ...]:
    kept = visited[: visited.index(place)] if place in visited else visited
    return kept + (place,)
