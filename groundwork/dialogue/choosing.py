"""A message that is a choice of the open question: clicked, or typed (pure)."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Sequence

from groundwork.dialogue import answering, moves
from groundwork.dialogue.choices import normalise, read_payload, resolve, resolve_several
from groundwork.dialogue.message import Message
from groundwork.dialogue.questions import Choice
from groundwork.dialogue.walking import Walk

if TYPE_CHECKING:
    from groundwork.dialogue.engine import Dialogue


def clicked(dialogue: Dialogue, walk: Walk, message: Message) -> bool:
    """Take a clicked choice, or say why it cannot be taken; False if nothing was clicked."""
    payload = read_payload(message.words)
    if message.choice is None and payload is None:
        return False
    if payload and (payload.journey, payload.step) != walk.state.place:
        walk.say("utter_old_choice")
        walk.ask_again()
        return True
    ids = (payload.choice if payload else message.choice or "").split(",")
    known = [choice for choice in walk.choices() if choice.id in ids] or _instead_of_naming(walk, ids)
    if known:
        _take(walk, known)
    elif not _branches_on(dialogue, walk, ids[0]):
        walk.say("utter_no_choice")
        walk.ask_again()
    return True


def _instead_of_naming(walk: Walk, ids: Sequence[str]) -> Sequence[Choice]:
    """While feelings are named back, the step's own choices still count: they may be clicked further up."""
    return [choice for choice in walk.asked_question().choices if choice.id in ids] if walk.state.heard else []


def _branches_on(dialogue: Dialogue, walk: Walk, choice: str) -> bool:
    """Stories may name a choice that is not a button: what the topic's words were understood as."""
    if not walk.question().reads or walk.state.place is None:
        return False
    journey, step = walk.state.place
    if choice not in dialogue.script.journey(journey).exits.get(step, {}):
        return False
    answering.answer_with_choices(walk, [Choice(choice, choice)])
    return True


def chosen(walk: Walk, message: Message) -> bool:
    """Take a typed choice of the open question; False if the text is none."""
    question, choices = walk.question(), walk.choices()
    found = resolve_several(message.words, choices) if question.several else None
    single = None if found else resolve(message.words, choices)
    if not found and not single and walk.state.heard:
        found = resolve_several(message.words, walk.asked_question().choices)
    if not found and not single:
        return False
    if not walk.state.tried and question.takes_words and not question.several and _prefers_words(message, single):
        return False
    _take(walk, found or [single])
    return True


def _prefers_words(message: Message, choice: Optional[Choice]) -> bool:
    """Where words are welcome, one letter is no choice's beginning."""
    return choice is not None and len(normalise(message.words)) < 2 and not message.words.strip(" .").isdigit()


def _take(walk: Walk, picked: Sequence[Choice]) -> None:
    if walk.state.tried and picked[0].id != answering.KEEP:
        moves.make(walk, picked[0].id)
    else:
        answering.answer_with_choices(walk, picked)
