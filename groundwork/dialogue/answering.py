"""Taking an answer: keep it, acknowledge it, and follow the way it leads (pure)."""
from __future__ import annotations

from typing import Dict, Optional, Sequence, Tuple

from groundwork.dialogue.naming_back import NAMING, OTHERWISE, feelings_heard, feelings_meant
from groundwork.dialogue.questions import Choice
from groundwork.dialogue.scale import read_scale
from groundwork.dialogue.script import Run
from groundwork.dialogue.state import Answer
from groundwork.dialogue.topics import BETWEEN, TopicReading
from groundwork.dialogue.walking import Walk

#: The choice that keeps a coached sentence as it is.
KEEP = "keep"
_COACHING = "action_coach"


def answer_with_choices(walk: Walk, chosen: Sequence[Choice]) -> None:
    """Take one or several choices of the open question as its answer."""
    if walk.state.heard:
        _answer_naming(walk, tuple(choice.id for choice in chosen))
        return
    question = walk.question()
    if walk.state.tried and chosen[0].id == KEEP:
        walk.say("utter_coach_kept")
        _move_on(walk, None, coached=False)
        return
    ids = tuple(choice.id for choice in chosen)
    walk.chosen_answer = ids[0] if question.dynamic else None
    walk.state = walk.state.but(keep_days=chosen[0].days or walk.state.keep_days)
    _answer(walk, ", ".join(choice.title for choice in chosen), ids)


def answer_in_turn(walk: Walk) -> None:
    """Answer the open question with the choice after the one taken last, the first of them at first."""
    walk.in_turn = False
    ids = [choice.id for choice in walk.choices()]
    kept = walk.answers.get(walk.question().keeps or "")
    last = ids.index(kept.choices[0]) if kept and kept.choices and kept.choices[0] in ids else -1
    answer_with_choices(walk, [walk.choices()[(last + 1) % len(ids)]])


def answer_with_number(walk: Walk, words: str) -> None:
    """Take words at a question with a scale; its band is the choice that stories branch on."""
    scale = read_scale(walk.question().scale or {})
    number = scale.number_in(words)
    _answer(walk, words, (scale.band_of(number),), number)


def answer_with_words(walk: Walk, words: str, feelings: Sequence[str] = ()) -> None:
    """Take the person's words as the answer of the open question; feelings that are heard in them are named back first, once.

    Args:
        feelings: what the recogniser heard, the surest first.
    """
    heard = feelings_heard(walk.asked_question(), feelings, words)
    if walk.state.heard:
        _end_naming(walk, heard, words)
    elif heard and not walk.state.named_back:
        kept = walk.answers.get(walk.question().keeps or "")
        _keep(walk, words, kept.choices if kept else ())  # the way that the step led is known until the naming has ended
        walk.name_back(heard, words)
    else:
        _answer(walk, words, ())


def ask_for_other_feelings(walk: Walk, afresh: bool = False) -> None:
    """The naming did not fit: ask the step's question again; its next answer is taken as it is, unless it is asked afresh."""
    walk.state = walk.state.but(heard=(), named_back=not afresh)
    walk.ask()


def _answer_naming(walk: Walk, ids: Tuple[str, ...]) -> None:
    """A choice of the naming question, or one of the step's own choices instead."""
    meant = feelings_meant(ids[0], walk.state.heard) or tuple(choice.id for choice in walk.asked_question().choices if choice.id in ids)
    if meant:
        _end_naming(walk, meant)
    else:
        walk.say(f"{NAMING}_after_{OTHERWISE}")
        ask_for_other_feelings(walk)


def _end_naming(walk: Walk, ids: Tuple[str, ...], added: str = "") -> None:
    """Keep the person's words, with what they added, beside the feelings that fit."""
    walk.state = walk.state.but(heard=())
    kept = walk.answers.get(walk.question().keeps or "")
    _answer(walk, " / ".join(words for words in (kept.words if kept else "", added) if words), ids)


def _answer(walk: Walk, words: str, ids: Tuple[str, ...], number: Optional[int] = None) -> None:
    before = _branch(walk)
    _keep(walk, words, ids, number)
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


def keep_words(walk: Walk, words: str) -> None:
    """Keep the person's words as the open question's answer, without going on."""
    _keep(walk, words, ())


def follow_choice(walk: Walk, choice: Optional[str]) -> None:
    """Go on from the open question as after this choice (None: after any other answer), keeping nothing."""
    _move_on(walk, choice)


def go_past_answered(walk: Walk) -> None:
    """Go on from the open question, whose answer is kept already."""
    _acknowledge(walk, ())
    _move_on(walk, None, before=_branch(walk))


def skip(walk: Walk) -> bool:
    """Go past the open question without an answer; False where the way depends on the answer."""
    assert walk.state.place is not None
    if walk.state.heard:
        _end_naming(walk, ())
        return True
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


def _keep(walk: Walk, words: str, ids: Tuple[str, ...], number: Optional[int] = None) -> None:
    question = walk.question()
    if not question.keeps or not walk.state.place:
        return
    if not walk.state.consent and not ids:
        return  # before the "yes" nothing that was typed is kept
    kept = walk.answers.get(question.keeps)
    if question.keeps_words and kept and ids:
        words = kept.words
    walk.answers[question.keeps] = Answer(words, ids, *walk.state.place, label=question.label, number=number)
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
    parts = [f"after_{ids[0]}"] if len(ids) == 1 else [f"after_with_{choice}" for choice in ids]
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
    coaching = tuple(action for action in run.actions if action.startswith(_COACHING)) if coached else ()
    if walk.state.editing and not walk.state.interrupted and (before is None or before == run):
        _return_from_edit(walk, coaching)
        return
    if coaching:
        walk.state = walk.state.but(coached_at=place, last_try=walk.state.tried)
    if not coached:
        run = Run(tuple(action for action in run.actions if not action.startswith(_COACHING)), run.question)
    if not walk.state.interrupted and not walk.state.editing:
        walk.state = walk.state.but(visited=_without_loops(walk.state.visited, place))
    walk.state = walk.state.but(offered=())
    walk.follow(place[0], run)
    if offered:
        walk.state = walk.state.but(offered=offered)


def _return_from_edit(walk: Walk, coaching: Sequence[str]) -> None:
    """Back from a changed answer, after the coach has looked at it; should it ask once more, the way back is still known."""
    looked_at = walk.state.but(coached_at=walk.state.place, coached_back=walk.state.editing, last_try=walk.state.tried)
    for action in coaching:
        walk.do(action)
    walk.return_from_edit()
    if coaching:
        walk.state = walk.state.but(coached_at=looked_at.coached_at, coached_back=looked_at.coached_back, last_try=looked_at.last_try)


def _without_loops(visited: Tuple[Tuple[str, str], ...], place: Tuple[str, str]) -> Tuple[Tuple[str, str], ...]:
    kept = visited[: visited.index(place)] if place in visited else visited
    return kept + (place,)
