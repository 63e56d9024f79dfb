"""The partner's name in what the person wrote: asked about once, and written as "my partner" from then on where they agree (pure).

The question is a story (`data/privacy/partner_name/story.yml`), visited before the page; how a name is found is told in `groundwork.contact_data.partner_names`.
"""
from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Dict, Optional

from groundwork.contact_data.partner_names import Unnamed, partner_name_in
from groundwork.contact_data.splicing import moved, spliced
from groundwork.dialogue.choices import read_payload
from groundwork.dialogue.message import Message
from groundwork.dialogue.state import Answer, Answers, DialogueState

if TYPE_CHECKING:
    from groundwork.dialogue.walking import Walk

_ASKED = "asked"


def name_written(answers: Answers) -> Optional[str]:
    """The partner's name in the kept answers, as it was typed; None where none plainly is."""
    return partner_name_in(answer.words for answer in answers.values())


def is_to_be_asked(walk: Walk) -> bool:
    """Whether there is a name that was not asked about; it is not asked about again."""
    if walk.state.partner_name or name_written(walk.answers) is None:
        return False
    walk.state = walk.state.but(partner_name={_ASKED: True})
    return True


def write_my_partner(walk: Walk) -> None:
    """The person agrees: the kept answers lose the name now, what was said before is forgotten, and later words lose it as they come."""
    name = name_written(walk.answers)
    if name is None:
        return
    unnamed = Unnamed.of(name, key=f"{walk.now:.6f}")
    walk.answers = {key: _without(answer, unnamed) for key, answer in walk.answers.items()}
    walk.state = walk.state.but(partner_name={_ASKED: True, **asdict(unnamed)})
    walk.forgotten = True


def without_name(message: Message, state: DialogueState) -> Message:
    """What arrived, with "my partner" in place of the name where that was agreed."""
    unnamed = Unnamed.from_dict(state.partner_name)
    if unnamed is None or read_payload(message.text):
        return message
    return replace(message, text=spliced(message.text, unnamed.replacements(message.text)))


def _without(answer: Answer, unnamed: Unnamed) -> Answer:
    found = unnamed.replacements(answer.words)
    if not found:
        return answer
    when: Optional[Dict[str, object]] = dict(answer.when) if answer.when else None
    if when:
        when.update({key: moved(when[key], key == "end", found) for key in ("start", "end")})
    return replace(answer, words=spliced(answer.words, found), when=when)
