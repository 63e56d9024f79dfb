"""GET /webhooks/ready/ tells whether the server has its model, for whoever starts or watches it. It takes no messages."""
from __future__ import annotations

from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from groundwork.running.wordless_logs import keep_words_out_of_logs


class ReadyInput(InputChannel):
    """Answers 200 when messages can be answered, 503 when there is no model (the server's root says 200 then, too)."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, also its part of the address."""
        return "ready"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The one route."""
        keep_words_out_of_logs()
        routes = Blueprint("groundwork_ready")

        @routes.route("/", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is not None and agent.is_ready():
                return response.json({"status": "ready"})
            return response.json({"status": "no model"}, status=503)

        return routes
