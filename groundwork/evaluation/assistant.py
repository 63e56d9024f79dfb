"""The trained assistant for measuring: the whole understanding and the dialogue's decision, in this process, without a store."""
from __future__ import annotations

import asyncio
import json
import logging
import os
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

from rasa.core.agent import Agent
from rasa.shared.core.events import UserUttered
from rasa.utils.log_utils import configure_structlog

from groundwork.channels.plain_text import as_plain_text
from groundwork.dialogue.engine import Dialogue, Outcome
from groundwork.dialogue.journey_policy import JourneyPolicy
from groundwork.dialogue.message import Message
from groundwork.dialogue.script import Place
from groundwork.dialogue.state import DialogueState
from groundwork.dialogue.tracker_reading import read_message
from groundwork.running.training import up_to_date_model
from groundwork.settings import PROJECT_ROOT


def loaded_dialogue(agent: Agent) -> Dialogue:
    """The pure dialogue that a loaded model walks."""
    assert agent.processor is not None and agent.domain is not None
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    policy = next(node._component for node in nodes if isinstance(node._component, JourneyPolicy))
    return policy._dialogue_for(agent.domain)


class MeasuredAssistant:
    """Reads texts and answers them at a place."""

    def __init__(self, model: Optional[Path] = None) -> None:
        """Args: model: a trained model; None trains the present content if it changed."""
        configure_structlog(logging.ERROR)
        environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
        self.agent = Agent.load(str(model or up_to_date_model(PROJECT_ROOT, environment)))
        self._loop = asyncio.new_event_loop()
        self.dialogue = loaded_dialogue(self.agent)

    def read(self, text: str) -> Message:
        """What the understanding makes of a text that a channel delivers."""
        plain = as_plain_text(text)
        parsed: Dict[str, Any] = self._loop.run_until_complete(self.agent.parse_message(plain))
        return read_message(UserUttered(plain, parsed["intent"], parsed["entities"], parsed))

    def answer_at(self, place: Place, message: Message) -> Outcome:
        """The dialogue's answer to a message at a place, with consent given."""
        return self.dialogue.turn(DialogueState(place=place, consent=True), {}, message)


def rows_of(path: Path) -> Iterator[Dict[str, Any]]:
    """The rows of a JSON-lines file.

    Raises:
        ValueError: naming file and line of a row that is no JSON object.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{path}:{number}: not JSON ({error.msg}). Each line must be one JSON object.") from None
        if not isinstance(row, dict):
            raise ValueError(f"{path}:{number}: not a JSON object. Each line must be one.")
        yield row


def share(part: int, whole: int) -> float:
    """A share, rounded to three digits; 0 of nothing is 0."""
    return round(part / whole, 3) if whole else 0.0


def write_table(report_dir: Optional[Path], name: str, head: List[str], rows: List[List[object]]) -> None:
    """Write a Markdown table into the report folder, where one is asked for."""
    if report_dir is None:
        return
    report_dir.mkdir(parents=True, exist_ok=True)
    lines = [head, ["---"] * len(head), *rows]
    (report_dir / f"{name}.md").write_text("".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines), encoding="utf-8")
