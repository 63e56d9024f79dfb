"""Whether this process lives, whether it can answer people, and what it has counted: for whoever starts, watches or balances it. It takes no messages.

GET /healthz: 200 while the process works. GET /readyz: 200 when messages can be answered; 503 without a model or a store, or while it stops. Where the action
server or Redis is away that is told, and it stays ready: people are answered without them, and danger and help most of all. GET /metrics: see
`groundwork.metrics`; only with the token of GROUNDWORK_METRICS_TOKEN. GET /webhooks/ready/: 200 when there is a model. Details are codes, never more.
"""
from __future__ import annotations

import asyncio
import hmac
import time
from typing import Any, Awaitable, Callable, Dict, Optional

import sqlalchemy as sa
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from groundwork.metrics import REGISTRY
from groundwork.running.action_calls import ActionCalls, watch_calls
from groundwork.running.stopping import drain, is_stopping
from groundwork.running.wordless_logs import keep_words_out_of_logs
from groundwork.settings import load_settings
from groundwork.storage.database import Database

OK, AWAY, NONE, STOPPING = "ok", "away", "none", "stopping"
#: Seconds that each part has to answer, and that an answer is given again without asking.
PATIENCE_SECONDS, REMEMBERED_SECONDS = 2.0, 1.0


class ReadyInput(InputChannel):
    """See the module's text."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, also its part of the address."""
        return "ready"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes, and what is done for all channels when the server starts and stops."""
        keep_words_out_of_logs()
        return ReadyBlueprint(load_settings().metrics_token)


class ReadyBlueprint(Blueprint):
    """What belongs to one Sanic app."""

    def __init__(self, metrics_token: str) -> None:
        super().__init__("groundwork_ready")
        self.ctx.token = metrics_token
        self.ctx.calls = None
        self.ctx.told = (0.0, {})

        @self.route("/", methods=["GET"])
        async def has_model(_: Request) -> HTTPResponse:
            state = self._model()
            return response.json({"status": "ready" if state == OK else "no model"}, status=200 if state == OK else 503)

        self.listener("after_server_start")(self._begin)
        self.listener("before_server_stop")(self._end)

    def register(self, app: Sanic, options: Dict[str, Any]) -> None:
        """Put the routes on the app."""
        self.ctx.app = app
        for path, answer in (("/healthz", _lives), ("/readyz", self._is_ready), ("/metrics", self._metrics)):
            app.add_route(answer, path, methods=["GET"], name=f"groundwork{path.replace('/', '_')}")
        super().register(app, options)

    async def _is_ready(self, _: Request) -> HTTPResponse:
        asked, parts = self.ctx.told
        if time.monotonic() - asked > REMEMBERED_SECONDS:
            names = ("store", "actions", "redis")
            found = await asyncio.gather(*(_within(self._part(name)) for name in names))
            parts = {"model": self._model(), **dict(zip(names, found))}
            self.ctx.told = (time.monotonic(), parts)
        stopping = is_stopping(self.ctx.app)
        able = parts["model"] == OK and parts["store"] == OK and not stopping
        return response.json({"status": STOPPING if stopping else "ready" if able else "not ready", **parts}, status=200 if able else 503)

    async def _metrics(self, request: Request) -> HTTPResponse:
        given = (request.headers.get("authorization") or "").encode()
        if not self.ctx.token or not hmac.compare_digest(given, b"Bearer " + self.ctx.token.encode()):
            return response.text("Not found.", 404)
        return response.raw(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)

    def _agent(self) -> Any:
        return getattr(self.ctx.app.ctx, "agent", None)

    def _model(self) -> str:
        agent = self._agent()
        return OK if agent is not None and agent.is_ready() else NONE

    async def _part(self, name: str) -> str:
        agent = self._agent()
        if name == "store":
            store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
            return await store.database.run(lambda: _ask(store.database))
        if name == "actions":
            calls: Optional[ActionCalls] = self.ctx.calls
            return NONE if calls is None else OK if await calls.is_there() else AWAY
        queues = getattr(getattr(agent, "lock_store", None), "queues", None)
        return NONE if not hasattr(queues, "alone") else AWAY if queues.alone else OK

    async def _begin(self, app: Sanic, _: Any) -> None:
        agent = self._agent()
        if agent is not None and getattr(agent, "action_endpoint", None) is not None and getattr(agent, "processor", None) is not None:
            self.ctx.calls = watch_calls(agent)

    async def _end(self, app: Sanic, _: Any) -> None:
        locks = getattr(self._agent(), "lock_store", None)
        await drain(app, locks)
        if self.ctx.calls is not None:
            await self.ctx.calls.close()
        if hasattr(locks, "close"):
            await locks.close()


async def _lives(_: Request) -> HTTPResponse:
    return response.json({"status": "ok"})


async def _within(part: Awaitable[str]) -> str:
    """A part's state; one that fails or does not answer in time is away."""
    try:
        return await asyncio.wait_for(part, PATIENCE_SECONDS)
    except Exception:
        return AWAY


def _ask(database: Database) -> str:
    with database.reading() as connection:
        connection.execute(sa.text("SELECT 1"))
    return OK
