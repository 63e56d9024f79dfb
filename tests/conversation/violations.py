"""What must never happen in an answer, whatever was said."""
from __future__ import annotations

import re
from typing import List

from groundwork.dialogue.choices import read_payload
from groundwork.dialogue.engine import Dialogue
from groundwork.dialogue.open_question import open_choices
from tests.conversation.talking import Assistant, Said

_PLACEHOLDER = re.compile(r"\{[a-z_][a-z0-9_]*\}")


def violations(assistant: Assistant, said: Said, words: str = "") -> List[str]:
    """Every broken promise of one turn, in words; empty where all is well.

    Args:
        words: what the person typed in this conversation; their own braces are theirs.
    """
    found: List[str] = []
    if not said.text.strip():
        found.append("silent turn")
    for message in said.messages:
        text = str(message.get("text", ""))
        if any(placeholder not in words for placeholder in _PLACEHOLDER.findall(text)):
            found.append(f"placeholder in: {text}")
        if re.search(r"\bNone\b(?! of\b)", text) and "None" not in words:
            found.append(f"None in: {text}")
        if not text.strip():
            found.append("a bubble without text")
        found += [f"button without a title or a place: {button}" for button in message.get("buttons") or [] if not button["title"].strip() or not read_payload(button["payload"])]
    found += _open_question(assistant.dialogue, said)
    return found


def _open_question(dialogue: Dialogue, said: Said) -> List[str]:
    if said.state.place is None or said.state.paused:
        return []
    if not dialogue.script.has(said.state.place):
        return [f"a place that no story continues: {said.state.place}"]
    choices = open_choices(said.state, said.answers, dialogue.questions)
    shown = {payload.split(":", 1)[1] for payload in said.payloads}
    if {choice.id for choice in choices} != shown:
        return [f"choices {sorted(shown)} shown at {said.state.place}, open are {sorted(choice.id for choice in choices)}"]
    return []
