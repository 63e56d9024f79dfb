"""The channel on a real server on loopback, with the real store, and a stand-in for Rasa between them that answers by rule."""
from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Callable, Dict, List, Optional

from rasa.core.channels.channel import InputChannel, UserMessage, register
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from sanic import Sanic
from sanic.touchup.service import TouchUp

from groundwork.channels.ready import ReadyInput
from groundwork.channels.web.channel import WebInput
from groundwork.channels.web.limits import Rates
from groundwork.dialogue.held_words import HELD_WORDS
from groundwork.dialogue.message import RETURN_CODE_MARK, Message
from groundwork.running.ready import free_ports
from groundwork.settings import load_settings
from groundwork.storage.conversation_store import ConversationStore

SLOTS = {name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for name in ("consent", "erase_requested", "answers")}
DOMAIN = Domain.from_dict({"intents": ["inform"], "entities": ["danger"], "slots": SLOTS, "actions": [], "responses": {}})
#: Nothing is limited: for tests of something else.
FREE = Rates(*[(1e9, 1e9)] * 5)
BUTTONS = [{"title": "The first", "payload": "here/utter_which:first"}, {"title": "The second", "payload": "here/utter_which:second"}]
_numbers = itertools.count()
_rewrite = TouchUp.run


def _rewrite_once(app: Sanic, done: List[bool] = []) -> None:
    """Sanic rewrites methods of its own for the first app; it can do so only once in a process."""
    if not done:
        done.append(True)
        _rewrite(app)


TouchUp.run = staticmethod(_rewrite_once)


class StandIn:
    """Says "You said …" and offers two choices. Some words make it do something else; see `_answer`."""

    def __init__(self, store: ConversationStore, delay: Callable[[], float] = lambda: 0.0) -> None:
        self.tracker_store = store
        self.messages: List[UserMessage] = []
        self.hold: Optional[asyncio.Event] = None
        self.broken = 0
        self._delay = delay

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id, append_action_listen=False)
        self.messages.append(message)
        if self.broken:
            self.broken -= 1
            raise ValueError(f"could not bear {message.text}")
        parsed = message.parse_data or {"intent": {"name": "inform"}, "entities": []}
        words = (message.text or "").replace("\u200b", "")
        tracker.update(UserUttered(message.text, parsed["intent"], [], parsed, input_channel=message.input_channel, message_id=message.message_id), DOMAIN)
        await asyncio.sleep(self._delay())
        if self.hold is not None:
            await self.hold.wait()
        for event in self._answer(message, words, parsed["intent"]["name"]):
            tracker.update(event, DOMAIN)
            if isinstance(event, BotUttered):
                await message.output_channel.send_response(tracker.sender_id, event.message())
        await self.tracker_store.save(tracker)

    def _answer(self, message: UserMessage, words: str, intent: str) -> List[Any]:
        if intent != "inform":
            return [BotUttered(f"Understood as {intent}")]
        if words == "hold":
            HELD_WORDS.hold(message.sender_id, Message(words))
        special: Dict[str, List[Any]] = {
            "": [BotUttered("Welcome", metadata={"metadata": {"progress": [1, 3]}}), BotUttered("Which?", {"buttons": BUTTONS})],
            "yes": [SlotSet("consent", True), BotUttered("Thank you")],
            "pause": [BotUttered(f"Come back with {RETURN_CODE_MARK}")],
            "erase": [SlotSet("erase_requested", "all"), BotUttered("Erased"), BotUttered("Farewell")],
            "over": [SlotSet("erase_requested", "earlier"), BotUttered("Begun again")],
            "urgent": [BotUttered("One"), BotUttered("Two", metadata={"metadata": {"urgent": True}}), BotUttered("Three")],
            "gone/gone:gone": [BotUttered("That choice is old")],
        }
        if words.lstrip("/").startswith("quiet"):
            return [BotUttered("Noted")]
        return special.get(words) or [BotUttered(f"You said {words}"), BotUttered("Which?", {"buttons": BUTTONS})]


class Server:
    """One process, as it were: an app, a stand-in, a store on the file. Stopped and started anew on the same port."""

    def __init__(self, file: Path, rates: Rates = FREE, port: int = 0, delay: Callable[[], float] = lambda: 0.0, **settings: str) -> None:
        self.file, self.rates, self.port, self._delay = file, rates, port, delay
        given = {"GROUNDWORK_DATABASE": str(file), "GROUNDWORK_SECRET": "s" * 32, "GROUNDWORK_WEB_PAUSES": "off", **settings}
        self.settings = load_settings(given)
        self.clock_offset = 0.0
        self._server: Any = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def channels(self) -> List[InputChannel]:
        """What is served."""
        return [WebInput(self.settings, self.rates)]

    async def start(self) -> None:
        """Open the store and listen."""
        self.store = ConversationStore(DOMAIN, path=str(self.file), life_hours=24, clock=lambda: time.time() + self.clock_offset)
        self.agent = StandIn(self.store, self._delay)
        self.app = Sanic(f"web_{next(_numbers)}", configure_logging=False)
        register([*self.channels(), ReadyInput()], self.app, route="/webhooks/")
        self.app.ctx.agent = self.agent
        self.port = self.port or free_ports(1)[0]  # Sanic takes 0 for 8000
        self._server = await self.app.create_server(host="127.0.0.1", port=self.port, return_asyncio_server=True)
        await self._server.startup()
        await self._server.before_start()
        await self._server.after_start()

    async def stop(self) -> None:
        """Stop as a process does that is told to."""
        await self._server.before_stop()
        self._server.close()
        await self._server.wait_closed()
        for connection in list(self._server.connections):
            connection.abort()

    def on_disk(self) -> bytes:
        """Every byte of the database and its log."""
        return b"".join(part.read_bytes() for part in self.file.parent.iterdir() if part.is_file())


@asynccontextmanager
async def serving(file: Path, rates: Rates = FREE, **settings: str) -> AsyncIterator[Server]:
    """A server that is stopped at the end."""
    server = Server(file, rates, **settings)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
