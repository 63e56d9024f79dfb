"""The channel `slack`: Slack's Events API, interactions and Web API over plain HTTP. Described at docs.slack.dev; direct messages only."""
from __future__ import annotations

import hmac
import json
import time
from typing import Any, Callable, Dict, Mapping, Optional

from rasa.core.channels.channel import InputChannel
from sanic import response
from sanic.exceptions import SanicException
from sanic.request import Request
from slack_sdk.signature import SignatureVerifier

from groundwork.channels.limits import LIMITS
from groundwork.channels.messaging.channel import MessagingInput
from groundwork.channels.messaging.http import Api, Reply
from groundwork.channels.messaging.platform import Delivery, Platform, Received, Refused, TryAgain, Undeliverable, part_of
from groundwork.channels.rendering import Part
from groundwork.settings import load_settings

NAME = "slack"
#: Slack's own window for what it has signed, in seconds.
WINDOW = 300
#: Errors after which nothing can be sent to a conversation any more, and those that may pass.
GONE = ("channel_not_found", "is_archived", "account_inactive", "user_not_found", "cannot_dm_bot", "user_disabled", "messages_tab_disabled")
PASSING = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "invalid_auth", "not_authed", "token_revoked", "missing_scope")


class SlackInput(MessagingInput):
    """See the module's text."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, also its part of the address."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """credentials: token of the bot, and the app's signing secret."""
        given = credentials or {}
        settings = load_settings()
        return cls(Slack(str(given["token"]), str(given["signing_secret"]), settings.slack_api), settings)


class Slack(Platform):
    """Slack's side of the channel."""

    name = NAME
    limits = LIMITS[NAME]

    def __init__(self, token: str, signing_secret: str, api: str, clock: Callable[[], float] = time.time) -> None:
        """token, signing_secret: see docs/channels.md. api: where the Web API is. clock: seconds since the epoch."""
        self._token, self._verifier, self._url, self._clock = token, SignatureVerifier(signing_secret), f"{api}/chat.postMessage", clock
        self._api = Api()

    def read(self, request: Request) -> Received:
        """An event, an interaction, or the check of the address. What is no message of a person is taken and left."""
        self._check_signature(request)
        content = _content(request)
        if content.get("type") == "url_verification":
            return Received(answer=response.text(str(content.get("challenge", ""))))
        if content.get("type") == "block_actions":
            delivery = _read_click(content)
        else:
            event, number = part_of(content, "event"), content.get("event_id")
            if content.get("type") != "event_callback" or not isinstance(number, str):
                raise Refused("This is no event.", 400)
            delivery = _read_event(number, event)
        return Received((delivery,) if delivery else ())

    async def send(self, address: str, part: Part) -> None:
        """Send a message. The text is what notifications show, too; links are not followed by Slack."""
        message: Dict[str, Any] = {"channel": address, "text": part.text, "mrkdwn": False, "unfurl_links": False, "unfurl_media": False}
        if part.choices:
            message["blocks"] = [
                {"type": "section", "text": {"type": "mrkdwn", "text": part.text, "verbatim": True}},
                {"type": "actions", "elements": [_button(name, label) for name, label in part.choices]},
            ]
        _check(await self._api.post(self._url, json=message, headers={"Authorization": f"Bearer {self._token}"}))

    async def stop(self) -> None:
        """Close what is open."""
        await self._api.close()

    def _check_signature(self, request: Request) -> None:
        stamp, signature = request.headers.get("X-Slack-Request-Timestamp", ""), request.headers.get("X-Slack-Signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12) or abs(self._clock() - int(stamp)) > WINDOW:
            raise Refused("This did not come from Slack just now.")
        try:
            expected = self._verifier.generate_signature(timestamp=stamp, body=request.body)
        except UnicodeDecodeError:
            expected = None
        if expected is None or not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
            raise Refused("This did not come from Slack.")


def _content(request: Request) -> Mapping[str, Any]:
    """The JSON of an event, or the JSON in the form of an interaction."""
    try:
        form = request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        content = json.loads(request.form.get("payload") or "") if form else request.json
    except (SanicException, ValueError):
        content = None
    if not isinstance(content, dict):
        raise Refused("This is no event.", 400)
    return content


def _read_event(number: str, event: Mapping[str, Any]) -> Optional[Delivery]:
    channel, user = event.get("channel"), event.get("user")
    if not isinstance(channel, str) or event.get("bot_id"):
        return None
    if event.get("type") == "app_mention":
        return Delivery(number, channel, elsewhere=True)
    if event.get("type") != "message" or event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        message = part_of(event, "message")
        changed = message.get("text") != part_of(event, "previous_message").get("text")
        person = isinstance(message.get("user"), str) and not message.get("bot_id") and "edited" in message
        return Delivery(number, channel, _words(message), edited=True) if changed and person else None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast") or not isinstance(user, str):
        return None
    return Delivery(number, channel, _words(event))


def _read_click(content: Mapping[str, Any]) -> Optional[Delivery]:
    channel, actions = part_of(content, "channel").get("id"), content.get("actions")
    action: Any = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, dict) or not isinstance(channel, str) or not channel.startswith("D"):
        return None
    value, at = action.get("value"), action.get("action_ts")
    if not isinstance(value, str) or not isinstance(at, str):
        return None
    return Delivery(f"click {channel} {at} {part_of(content, 'container').get('message_ts')}", channel, choice=value)


def _words(message: Mapping[str, Any]) -> str:
    """What was typed, with the three signs as they were."""
    text = message.get("text")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if isinstance(text, str) else ""


def _button(name: str, label: str) -> Dict[str, Any]:
    return {"type": "button", "action_id": name, "value": name, "text": {"type": "plain_text", "text": label, "emoji": False}}


def _check(reply: Reply) -> None:
    """Raises what is to be done about an answer that is not a success; Slack says most of it in the body of a 200."""
    error = reply.body.get("error")
    if reply.status == 200 and reply.body.get("ok"):
        return
    if reply.status != 200 or error is None or error in PASSING:
        raise TryAgain(reply.after)
    raise Undeliverable(gone=error in GONE)
