"""The topic question, answered in the person's own words, now or before consent (pure)."""
from __future__ import annotations

from typing import TYPE_CHECKING, Mapping

from groundwork.dialogue import answering
from groundwork.dialogue.choices import resolve
from groundwork.dialogue.message import Message
from groundwork.dialogue.topics import UNCLEAR, TopicReading, read_topic
from groundwork.dialogue.walking import Walk

if TYPE_CHECKING:
    from groundwork.dialogue.engine import Dialogue


def answer_topic(dialogue: Dialogue, walk: Walk, message: Message) -> None:
    """Take free words at the topic question as the situation they resemble most."""
    answering.answer_with_topic(walk, message.words, _read(dialogue, message))


def _read(dialogue: Dialogue, message: Message) -> TopicReading:
    return read_topic(message.situations, _topic_of(dialogue), dialogue.topics)


def _topic_of(dialogue: Dialogue) -> Mapping[str, str]:
    return {journey: asked_at.removeprefix("utter_role_") for journey, asked_at in dialogue.questions.offers().items()}


def use_held(dialogue: Dialogue, walk: Walk, held: Message) -> None:
    """Answer the topic question, just opened, with what was told before consent; small talk is let go."""
    question = walk.question()
    if question.reads != "topic" or dialogue.listening.interruption(held, question, dialogue.script):
        return
    choice = resolve(held.words, walk.choices())
    if choice is None and _read(dialogue, held).choice == UNCLEAR:
        return
    walk.actions = [action for action in walk.actions if walk.state.place and not action.startswith(walk.state.place[1])]
    if choice:
        answering.answer_with_choices(walk, [choice])
    else:
        answer_topic(dialogue, walk, held)
