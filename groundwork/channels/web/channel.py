"""The channel `web` in Rasa: socket.io at /chat/, the page at /, the script at /widget.js, all on Rasa's own port.

Rasa's own socket.io channel is not used: it lets anyone who knows an id read along (see docs/web.md).
"""
from __future__ import annotations

import asyncio
import math
import time
import warnings
from contextlib import suppress
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse
from socketio import AsyncServer

from groundwork.channels.failing import cannot_keep
from groundwork.channels.handover import Handover
from groundwork.channels.turns import LastWords, Turns
from groundwork.channels.web.chat import Chat
from groundwork.channels.web.connection import Rooms
from groundwork.channels.web.keys import Keys, secret_from
from groundwork.channels.web.limits import Limits, Rates
from groundwork.channels.web.origins import address_of, origin_allowed, read_networks
from groundwork.channels.web.pages import serve_page
from groundwork.channels.web.plan_routes import serve_plan
from groundwork.channels.web.replicas import Replicas, SharedRooms, SharedSessions, SharedTalk
from groundwork.channels.web.sessions import Sessions
from groundwork.channels.web.talk import Talk
from groundwork.running.stopping import drain, is_stopping
from groundwork.running.wordless_logs import keep_words_out_of_logs
from groundwork.settings import Settings, load_settings
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.database import StoreUnavailable

PATH = "/chat/"
#: Bytes of one frame or request; 4,000 characters of any script fit in it.
LARGEST_FRAME = 16_384
#: Bytes of any request to the server; Sanic would take 100 MB.
LARGEST_REQUEST = 1_000_000
#: Seconds between two looks at what is connected, and after which a connection that never said who it is ends.
UPKEEP_SECONDS = 60.0
NAME = "web"


class WebInput(InputChannel):
    """See the module's text. What it needs is in the settings; its entry in the credentials file is empty."""

    def __init__(self, settings: Optional[Settings] = None, rates: Optional[Rates] = None) -> None:
        """settings, rates: None for those in use."""
        self._settings = settings or load_settings()
        self._rates = rates or Rates.for_address(self._settings.web_messages_per_minute)

    @classmethod
    def name(cls) -> str:
        """The channel's name, also its part of the address."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> "WebInput":
        """The channel with the settings in use."""
        return cls()

    def get_output_channel(self) -> OutputChannel:
        """Nothing is said without a message: what Rasa would send by itself goes nowhere."""
        return LastWords(NAME)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes, the events and the upkeep of the channel."""
        keep_words_out_of_logs()
        warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"sanic\.server\.websockets")  # one line for every frame
        sio = AsyncServer(
            async_mode="sanic", cors_allowed_origins=[], max_http_buffer_size=LARGEST_FRAME, http_compression=False, cookie=None,
            logger=False, engineio_logger=False,
        )
        return WebBlueprint(self._settings, self._rates, sio, on_new_message)


class WebBlueprint(Blueprint):
    """Everything of the channel that belongs to one Sanic app."""

    def __init__(self, settings: Settings, rates: Rates, sio: AsyncServer, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> None:
        super().__init__("groundwork_web")
        self.ctx.sio = sio
        secret = secret_from(settings.secret, settings.folder)
        keys, handover = Keys.derived_from(secret), Handover(secret, self._store)
        self.ctx.keys = keys
        limits = Limits(rates, settings.web_connections, settings.web_connections_per_address)
        self.ctx.replicas = Replicas(settings.redis, secret) if settings.redis else None
        rooms = SharedRooms(self.ctx.replicas) if self.ctx.replicas else Rooms()
        make_sessions, make_talk = (SharedSessions, SharedTalk) if self.ctx.replicas else (Sessions, Talk)
        self.ctx.sessions = sessions = make_sessions(self._store, keys, rooms, settings.life_hours, min(settings.web_token_hours, settings.life_hours), settings.web_pauses, handover)
        talk = make_talk(keys, rooms, sessions, Turns(on_new_message, self._store, NAME), self._store, lambda: cannot_keep(self.ctx.app), handover)
        self.ctx.chat = Chat(sio, limits, rooms, sessions, talk, self._store, self._ready)
        self.ctx.limits = limits
        self.ctx.settings = settings
        self.ctx.trusted = read_networks(",".join(settings.web_trusted_proxies))
        self.ctx.upkeep = None
        self.listener("after_server_start")(self._begin)
        self.listener("before_server_stop")(self._end)
        self.route("/", methods=["GET"])(_health)

    def register(self, app: Sanic, options: Dict[str, Any]) -> None:
        """Put socket.io, the page and the script on the app."""
        self.ctx.app = app
        app.config.WEBSOCKET_MAX_SIZE = LARGEST_FRAME
        app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
        self._listen_to_events()
        self.ctx.sio.attach(app, PATH)
        app.register_middleware(serve_page, "request")
        app.register_middleware(self._refuse_early, "request")
        serve_plan(app, self._store, self.ctx.keys.link)
        app.register_middleware(self._let_pages_read, "response")
        super().register(app, options)

    def _listen_to_events(self) -> None:
        sio, chat, settings = self.ctx.sio, self.ctx.chat, self.ctx.settings

        async def connect(sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
            request = environ["sanic.request"]
            await chat.connect(sid, self._address(request), origin_allowed(request.headers, settings.web_origins), auth)

        sio.on("connect", connect)
        for event in ("disconnect", "begin", "say", "choose", "forget"):
            sio.on(event, getattr(chat, event))
        sio.on("*", chat.unknown)

    def _store(self) -> ConversationStore:
        """Rasa's conversation store, from behind its fallback."""
        store = self.ctx.app.ctx.agent.tracker_store
        store = getattr(store, "_tracker_store", store)
        assert isinstance(store, ConversationStore), "The channel web needs the tracker store of endpoints.yml."
        return store

    def _ready(self) -> bool:
        """Whether Rasa has its model, and does not stop."""
        return bool(self.ctx.app.ctx.agent.is_ready()) and not is_stopping(self.ctx.app)

    async def _refuse_early(self, request: Request) -> Optional[HTTPResponse]:
        """Refuse what is too large, and still another socket where there are too many, before anything is kept for it."""
        if request.path != PATH:
            return None
        if int(request.headers.get("content-length") or 0) > LARGEST_FRAME:
            return response.text("Too large.", 413)
        if "sid" in request.args:
            return None
        wait = self.ctx.limits.handshake(self._address(request), len(self.ctx.sio.eio.sockets), time.monotonic())
        return response.text("Too many connections.", 503, {"Retry-After": str(math.ceil(wait))}) if wait else None

    def _address(self, request: Request) -> str:
        return address_of(request.ip, request.headers.get("x-forwarded-for"), self.ctx.trusted)

    async def _let_pages_read(self, request: Request, answer: BaseHTTPResponse) -> None:
        """Pages of the origins that may hold the chat may read the answers of its long polling."""
        origin = request.headers.get("origin")
        if answer is not None and request.path == PATH and origin and origin.lower() in self.ctx.settings.web_origins:
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Vary"] = "Origin"

    async def _begin(self, app: Sanic, _: Any) -> None:
        self._store()
        self.ctx.upkeep = asyncio.ensure_future(self._keep_up())
        if self.ctx.replicas:
            self.ctx.replicas.start(self.ctx.sessions.hear, self.ctx.sessions.look_around)

    async def _end(self, app: Sanic, _: Any) -> None:
        self.ctx.upkeep.cancel()
        await drain(app, getattr(app.ctx.agent, "lock_store", None))
        await self.ctx.chat.end()
        if self.ctx.replicas:
            await self.ctx.replicas.close()
        for socket in list(self.ctx.sio.eio.sockets.values()):
            await socket.close(wait=False)
            await socket.queue.put(None)  # engine.io's sign for "nothing more"; otherwise it waits for the next ping

    async def _keep_up(self) -> None:
        """Note which tabs are in use, and end connections that never said who they are."""
        silent: List[str] = []
        while True:
            await asyncio.sleep(UPKEEP_SECONDS)
            with suppress(StoreUnavailable):
                await self.ctx.chat.note_in_use()
            sio = self.ctx.sio
            still = [eio_sid for eio_sid in sio.eio.sockets if not sio.manager.sid_from_eio_sid(eio_sid, "/")]
            for eio_sid in set(silent).intersection(still):
                await sio.eio.disconnect(eio_sid)
            silent = still


async def _health(_: Request) -> HTTPResponse:
    return response.json({"status": "ok"})
