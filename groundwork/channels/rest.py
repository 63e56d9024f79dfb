"""The channel `rest`: messages over HTTP from programs on this machine, and from nowhere else.

It has no secret, so it is served on a loopback address only and refuses web pages of other origins. Every conversation id gets the
prefix "rest:", so that no request reaches a conversation of another channel.
"""
from __future__ import annotations

import logging
import os
import re
import sys
from typing import Any, Awaitable, Callable, Dict, List, Optional
from urllib.parse import urlsplit

import rasa.core.channels.rest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from groundwork.channels.failing import cannot_keep
from groundwork.channels.plain_text import as_plain_text
from groundwork.channels.turns import TRIES
from groundwork.metrics import TURNS
from groundwork.running.stopping import is_stopping
from groundwork.running.wordless_logs import keep_words_out_of_logs
from groundwork.settings import is_loopback
from groundwork.storage.turn import Saved, Turn, making

PREFIX = "rest:"
LONGEST_SENDER = 128
_LOCALE = re.compile(r"[A-Za-z0-9_-]{2,35}")

logger = logging.getLogger(__name__)


class Refused(ValueError):
    """A request that cannot be taken; `status` is its HTTP status. The text holds nothing that was sent."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


class RestInput(rasa.core.channels.rest.RestInput):
    """POST /webhooks/rest/webhook with {"sender": id, "message": words} answers with a list of messages, as Rasa's own does."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, also its part of the address."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel. They start only on a loopback address."""
        keep_words_out_of_logs()
        webhook = Blueprint("groundwork_rest")
        webhook.listener("before_server_start")(_stop_unless_loopback)

        @webhook.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                message = read_message(request)
            except Refused as refusal:
                return _failure(refusal.status, str(refusal))
            if is_stopping(request.app):
                return _failure(503, "The server is being stopped. Please send the message again in a moment.")
            return await _answer(message, on_new_message, request)

        return webhook


def read_message(request: Request) -> UserMessage:
    """What a request says. Only sender, message and the locale of the metadata are read.

    Raises:
        Refused: if it comes from a web page elsewhere, or sender or message is not as it should be.
    """
    origin = request.headers.get("origin")
    if origin and not is_loopback(urlsplit(origin).hostname or ""):
        raise Refused("This address takes no requests from web pages.", 403)
    body = _body(request)
    message = body.get("message")
    if not isinstance(message, str):
        raise Refused('"message" must be a text.')
    return UserMessage(
        as_plain_text(message), CollectingOutputChannel(), PREFIX + _sender(body), input_channel="rest", metadata=_metadata(body)
    )


async def _answer(message: UserMessage, on_new_message: Callable[[UserMessage], Awaitable[Any]], request: Request) -> HTTPResponse:
    try:
        saved = await _make_turn(message, on_new_message)
    except Exception as error:  # whatever went wrong, neither the log nor the answer may hold words of the person
        logger.error("A message over rest could not be answered (%s).", type(error).__name__)
        TURNS.labels("rest", Saved.FAILED.value).inc()
        return _failure(500, "The message could not be answered. Please send it again.")
    TURNS.labels("rest", (saved or Saved.WRITTEN).value).inc()
    if saved in (Saved.FAILED, Saved.OVERTAKEN):
        return _failure(503, cannot_keep(request.app))
    return response.json(_as_sent_to(message.sender_id, message.output_channel.messages))


async def _make_turn(message: UserMessage, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Optional[Saved]:
    """Answer a message, anew where another process has answered the conversation meanwhile; what became of the turn."""
    for _ in range(TRIES):
        message.output_channel = CollectingOutputChannel()
        with making(Turn(message.sender_id, "")) as turn:
            await on_new_message(message)
        if turn.saved is not Saved.OVERTAKEN:
            break
    return turn.saved


def _body(request: Request) -> Dict[str, Any]:
    try:
        body = request.json
    except SanicException:
        body = None
    if not isinstance(body, dict):
        raise Refused("The request must be a JSON object with sender and message.")
    return body


def _sender(body: Dict[str, Any]) -> str:
    sender = body.get("sender")
    if not isinstance(sender, str) or not sender.strip():
        raise Refused('"sender" must be a text that is not empty: one long random id per conversation.')
    if len(sender) > LONGEST_SENDER or not sender.isprintable():
        raise Refused(f'"sender" may have at most {LONGEST_SENDER} characters, all printable.')
    return sender


def _metadata(body: Dict[str, Any]) -> Optional[Dict[str, str]]:
    metadata = body.get("metadata")
    locale = metadata.get("locale") if isinstance(metadata, dict) else None
    return {"locale": locale} if isinstance(locale, str) and _LOCALE.fullmatch(locale) else None


def _as_sent_to(sender_id: str, messages: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    return [{**message, "recipient_id": sender_id[len(PREFIX):]} for message in messages]


def _failure(status: int, message: str) -> HTTPResponse:
    return response.json({"status": "failure", "code": status, "message": message}, status=status)


async def _stop_unless_loopback(app: Sanic, _: Any) -> None:
    if not is_loopback(app.state.host):
        print(
            f"The channel rest is only served on this machine itself, and the server was to listen on {app.state.host}. "
            "Start it with `-i 127.0.0.1`, or use `groundwork run`.",
            file=sys.stderr,
            flush=True,
        )
        os._exit(2)  # nothing has been opened yet, and an exception here would bury the line under a stack trace
