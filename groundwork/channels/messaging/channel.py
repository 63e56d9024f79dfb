"""A messaging channel in Rasa: one address for its platform's requests, and sending for as long as the server runs.

Rasa's own connectors are not used: docs/channels.md says which of their faults would reach people.
"""
from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from groundwork.channels.handover import Handover
from groundwork.channels.messaging.keys import Keys
from groundwork.channels.messaging.platform import Platform, Refused
from groundwork.channels.messaging.receiving import Receiver
from groundwork.channels.messaging.sending import Sender
from groundwork.channels.turns import LastWords, Turns
from groundwork.channels.web.keys import secret_from
from groundwork.running.stopping import is_stopping
from groundwork.running.wordless_logs import keep_words_out_of_logs
from groundwork.settings import Settings, load_settings
from groundwork.storage.conversation_store import ConversationStore

#: Bytes of one request; a platform's largest is a fraction of it.
LARGEST_REQUEST = 262_144
#: The response that a place is told which is not private.
ELSEWHERE = "utter_private_only"

logger = logging.getLogger(__name__)


class MessagingInput(InputChannel):
    """What a channel of a platform is in Rasa; a subclass gives the name, and makes the platform of its credentials."""

    def __init__(self, platform: Platform, settings: Optional[Settings] = None) -> None:
        """settings: None for those in use."""
        self._platform = platform
        self._settings = settings or load_settings()

    def get_output_channel(self) -> OutputChannel:
        """Nothing is said without a message: what Rasa would send by itself goes nowhere."""
        return LastWords(self._platform.name)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """POST and GET /webhooks/<name>/webhook, and what runs beside them."""
        keep_words_out_of_logs()
        return MessagingBlueprint(self._platform, self._settings, on_new_message)


class MessagingBlueprint(Blueprint):
    """Everything of the channel that belongs to one Sanic app."""

    def __init__(self, platform: Platform, settings: Settings, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        super().__init__(f"groundwork_{platform.name}")
        secret = secret_from(settings.secret, settings.folder)
        keys, handover = Keys.derived_from(secret), Handover(secret, self._store)
        self.ctx.platform = platform
        self.ctx.sender = Sender(platform, keys, self._store, handover, self._elsewhere)
        turns = Turns(on_new_message, self._store, platform.name)
        self.ctx.receiver = Receiver(platform, keys, turns, self.ctx.sender, self._store, handover, self._is_danger)
        self.ctx.sending = None
        self.listener("after_server_start")(self._begin)
        self.listener("before_server_stop")(self._end)
        self.route("/", methods=["GET"])(_health)

        @self.route("/webhook", methods=["GET"])
        async def get(request: Request) -> HTTPResponse:
            return await self._get(request)

        @self.route("/webhook", methods=["POST"])
        async def post(request: Request) -> HTTPResponse:
            return await self._post(request)

    def register(self, app: Sanic, options: Dict[str, Any]) -> None:
        """Put the routes on the app."""
        self.ctx.app = app
        app.config.REQUEST_MAX_SIZE = min(app.config.REQUEST_MAX_SIZE, 4 * LARGEST_REQUEST)
        super().register(app, options)

    async def _post(self, request: Request) -> HTTPResponse:
        """Answered once what it brought is saved: until then the platform has it, and sends it again if this process ends."""
        if len(request.body) > LARGEST_REQUEST:
            return response.text("Too large.", 413)
        if is_stopping(self.ctx.app):
            return response.text("Please send it again.", 503, {"Retry-After": "5"})
        try:
            received = self.ctx.platform.read(request)
            await self.ctx.receiver.receive(received.deliveries)
        except Refused as refusal:
            return response.text(str(refusal), refusal.status, {"Retry-After": "5"} if refusal.status == 503 else None)
        except Exception as error:  # whatever went wrong, neither the log nor the answer may hold words of the person
            logger.error("A request of the channel %s could not be answered (%s).", self.ctx.platform.name, type(error).__name__)
            return response.text("Please send it again.", 503, {"Retry-After": "5"})
        return received.answer or response.empty(200)

    async def _get(self, request: Request) -> HTTPResponse:
        try:
            return self.ctx.platform.get(request)
        except Refused as refusal:
            return response.text(str(refusal), refusal.status)

    def _store(self) -> ConversationStore:
        """Rasa's conversation store, from behind its fallback."""
        store = self.ctx.app.ctx.agent.tracker_store
        store = getattr(store, "_tracker_store", store)
        assert isinstance(store, ConversationStore), "The messaging channels need the tracker store of endpoints.yml."
        return store

    def _elsewhere(self) -> str:
        """The line for places that are not private."""
        (variation,) = self.ctx.app.ctx.agent.domain.responses[ELSEWHERE]
        return str(variation["text"])

    async def _is_danger(self, words: str) -> bool:
        """Whether words speak of danger."""
        parsed = await self.ctx.app.ctx.agent.parse_message(words)
        return any(entity.get("entity") == "danger" for entity in parsed.get("entities") or [])

    async def _begin(self, app: Sanic, _: Any) -> None:
        self._store()
        self.ctx.sending = asyncio.ensure_future(self.ctx.sender.run())
        await self.ctx.platform.start()

    async def _end(self, app: Sanic, _: Any) -> None:
        self.ctx.sending.cancel()
        await self.ctx.sender.stop()
        await self.ctx.platform.stop()


async def _health(_: Request) -> HTTPResponse:
    return response.json({"status": "ok"})
