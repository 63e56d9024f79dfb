"""What was said -> the event that a browser is sent (pure)."""
from __future__ import annotations

from typing import Any, Dict

from groundwork.channels.choice_ids import choice_id
from groundwork.channels.web.keys import Keys
from groundwork.channels.web.return_codes import make_code
from groundwork.dialogue.message import RETURN_CODE_MARK
from groundwork.plan.links import with_links
from groundwork.storage.transcript import Said


def message_event(said: Said, conversation: str, keys: Keys) -> Dict[str, Any]:
    """The fields of the event `message`; choices get their ids, links their addresses and a return code its letters here, and nowhere earlier."""
    event: Dict[str, Any] = {
        "seq": said.seq,
        "from": "you" if said.by_person else "bot",
        "text": said.text,
        "choices": [{"id": choice_id(keys.choice, conversation, said.seq, payload), "label": label} for payload, label in said.choices],
    }
    if not said.by_person:
        event["text"] = with_links(said.text, keys.link, conversation, said.seq)
    if shows_code(said):
        event["text"] = event["text"].replace(RETURN_CODE_MARK, make_code(keys.code, conversation, said.seq))
    if said.by_person and said.message:
        event["id"] = said.message
    if said.progress:
        event["progress"] = list(said.progress)
    if said.urgent:
        event["urgent"] = True
    return event


def shows_code(said: Said) -> bool:
    """Whether a return code is shown in this message."""
    return not said.by_person and RETURN_CODE_MARK in said.text
