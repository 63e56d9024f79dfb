"""Talks with the trained assistant in this process: the whole pipeline and the real custom actions, without HTTP."""
from __future__ import annotations

import asyncio
import copy
import json
import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Text

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor

from groundwork.channels.plain_text import as_plain_text
from groundwork.dialogue.engine import Dialogue
from groundwork.dialogue.state import Answers, DialogueState, answers_as_dict, answers_from_dict
from groundwork.dialogue.tracker_reading import ANSWERS_SLOT, CONSENT_SLOT, STATE_SLOT
from groundwork.evaluation.assistant import loaded_dialogue

WORDING = EndpointConfig(type="groundwork.dialogue.wording.ScriptedWording")


class ActionsInProcess(EndpointConfig):
    """The action server's work without its server."""

    def __init__(self) -> None:
        super().__init__(url="http://in-process")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, method: Text = "post", subpath: Optional[Text] = None, content_type: Optional[Text] = None, **kwargs: Any) -> Any:
        """Run the action that the call names."""
        call = json.loads(json.dumps(kwargs.get("json")))
        result = await self._executor.run(call)
        return json.loads(json.dumps(result)) if result else {"events": [], "responses": []}


class EventsInMemory(TrackerStore):
    """Conversations as lists of events: nothing is written, nothing is parsed again."""

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain)
        self.kept: Dict[str, List[Event]] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the events."""
        self.kept[tracker.sender_id] = list(tracker.events)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation from its events, or None."""
        events = self.kept.get(sender_id)
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots) if events else None

    async def keys(self) -> List[str]:
        """All ids."""
        return list(self.kept)


@dataclass(frozen=True)
class Said:
    """One turn as the person sees it, and the actions behind it."""

    messages: List[Mapping[str, Any]]
    actions: List[str]
    state: DialogueState
    answers: Answers

    @property
    def text(self) -> str:
        return "\n".join(str(message.get("text", "")) for message in self.messages)

    @property
    def payloads(self) -> List[str]:
        return [button["payload"] for message in self.messages for button in message.get("buttons") or []]


class Assistant:
    """The trained assistant. Conversations are apart by their id."""

    def __init__(self, model: Path) -> None:
        configure_structlog(logging.ERROR)
        self._loop = asyncio.new_event_loop()
        self.agent = Agent.load(str(model), action_endpoint=ActionsInProcess(), generator=WORDING)
        assert self.agent.domain is not None and self.agent.processor is not None
        self.store = EventsInMemory(self.agent.domain)
        self.keep_in(self.store)
        self._parse_once()
        #: The pure dialogue that the loaded model walks.
        self.dialogue: Dialogue = loaded_dialogue(self.agent)

    def keep_in(self, store: TrackerStore) -> None:
        """Keep conversations in this store from now on."""
        assert self.agent.processor is not None
        self.agent.processor.tracker_store = self.agent.tracker_store = self._keeping = store

    def _parse_once(self) -> None:
        """The same text is understood the same way each time: what was parsed is remembered, so that long walks take half the time."""
        processor = self.agent.processor
        assert processor is not None
        parse, known = processor.parse_message, {}  # type: Any, Dict[Any, Dict[str, Any]]

        async def parse_message(message: UserMessage, tracker: Any = None, only_output_properties: bool = True) -> Dict[str, Any]:
            key = (message.text, only_output_properties)
            if key not in known:
                known[key] = await parse(message, tracker, only_output_properties)
            return copy.deepcopy(known[key])

        processor.parse_message = parse_message  # type: ignore[method-assign]

    def say(self, sender: str, text: str) -> Said:
        """Send what a person typed or clicked, as a channel would."""
        output = CollectingOutputChannel()
        message = UserMessage(as_plain_text(text), output, sender, input_channel="rest")
        self._loop.run_until_complete(self.agent.handle_message(message))
        tracker = self.tracker(sender)
        actions: List[str] = []
        for event in reversed(tracker.events):
            if event.type_name == "user":
                break
            if isinstance(event, ActionExecuted) and event.action_name and event.action_name != "action_listen":
                actions.insert(0, event.action_name)
        state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
        return Said(output.messages, actions, state, answers_from_dict(tracker.get_slot(ANSWERS_SLOT)))

    def tracker(self, sender: str) -> DialogueStateTracker:
        """The conversation as it is kept."""
        return self._loop.run_until_complete(self._keeping.get_or_create_tracker(sender, append_action_listen=False))

    def put_at(self, sender: str, state: DialogueState, answers: Answers) -> None:
        """Begin a conversation in the middle, with nothing but its slots: what a bounded store would give back. The safety answers are of now."""
        assert self.agent.domain is not None
        state = state if state.gate_passed is None else state.but(gate_passed=time.time())
        tracker = DialogueStateTracker(sender, self.agent.domain.slots)
        slots: Dict[str, Any] = {STATE_SLOT: state.as_dict(), ANSWERS_SLOT: answers_as_dict(answers), CONSENT_SLOT: state.consent}
        for event in [SessionStarted(), *(SlotSet(name, value) for name, value in slots.items()), ActionExecuted("action_listen")]:
            tracker.update(event, self.agent.domain)
        self._loop.run_until_complete(self.store.save(tracker))

    def parse(self, text: str) -> Dict[str, Any]:
        """What the understanding makes of a text."""
        return dict(self._loop.run_until_complete(self.agent.parse_message(as_plain_text(text))))

    def forget(self, sender: str) -> None:
        """Drop a conversation of a test."""
        self.store.kept.pop(sender, None)
