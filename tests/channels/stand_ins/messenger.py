"""Messenger's Send API (Graph), and its signed webhook batches. Limits and error forms: developers.facebook.com, Messenger Platform reference."""
from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple
from urllib.parse import urlencode

from aiohttp import web

from tests.channels.stand_ins.platform import Choice, Delivery, Platform, Refusal, Shown

TEXT, QUICK_REPLIES, TITLE, PAYLOAD, WINDOW = 2000, 13, 20, 1000, 24 * 3600.0
TEMPLATE_TEXT, TEMPLATE_BUTTONS = 640, 3
_TYPES = ("RESPONSE", "UPDATE", "MESSAGE_TAG")
_ACTIONS = ("typing_on", "typing_off", "mark_seen")


def graph_error(message: str, code: int = 100, subcode: Optional[int] = None, status: int = 400, kind: str = "OAuthException") -> Refusal:
    """An error as the Graph API gives it."""
    error: Dict[str, Any] = {"message": f"(#{code}) {message}" if code != 190 else message, "type": kind, "code": code, "fbtrace_id": "AbCdEf"}
    return Refusal(status, {"error": {**error, **({"error_subcode": subcode} if subcode else {})}})


class Messenger(Platform):
    """A person is a page-scoped id. One may be written to for 24 hours after their last message."""

    name = "messenger"

    def __init__(self, page_token: str = "EAA" + "p" * 40, app_secret: str = "a" * 32, verify_token: str = "verify-me", webhook: str = "") -> None:
        """page_token: for sending. app_secret: what deliveries are signed with. verify_token: what the address is verified with."""
        super().__init__(webhook)
        self.page_token, self.app_secret, self.verify_token = page_token, app_secret, verify_token
        self.heard: Dict[str, float] = {}
        self.clock_offset = 0.0
        self.actions: list[Tuple[str, str]] = []
        self._numbers = itertools.count(1)

    def routes(self, router: web.UrlDispatcher) -> None:
        """The one address that is used, with or without a version."""
        for path in ("/me/messages", "/{version:v[0-9.]+}/me/messages", "/me/messenger_profile", "/{version:v[0-9.]+}/me/messenger_profile"):
            router.add_post(path, self._profile if path.endswith("profile") else self._send)

    def busy(self, seconds: int) -> Refusal:
        """Code 613, with the header that a proxy or Meta itself may give."""
        refusal = graph_error("Calls to this api have exceeded the rate limit.", 613, status=429)
        return Refusal(429, refusal.body, {"Retry-After": str(seconds)})

    async def _authorised(self, request: web.Request) -> Mapping[str, Any]:
        if request.content_type != "application/json":
            raise graph_error("The parameter recipient is required.")
        try:
            given = await request.json()
        except ValueError:
            raise graph_error("Invalid JSON.") from None
        bearer = request.headers.get("Authorization", "")
        token = bearer[7:] if bearer.startswith("Bearer ") else request.query.get("access_token", "")
        if token != self.page_token:
            raise graph_error("Invalid OAuth access token - Cannot parse access token", 190, status=401)
        if not isinstance(given, dict):
            raise graph_error("The parameter recipient is required.")
        return given

    async def _profile(self, request: web.Request) -> web.Response:
        await self._authorised(request)
        return web.json_response({"result": "success"})

    async def _send(self, request: web.Request) -> web.Response:
        given = await self._authorised(request)
        unknown = sorted(set(given) - {"recipient", "message", "messaging_type", "sender_action", "tag", "notification_type"})
        if unknown:
            raise graph_error(f"Invalid keys \"{unknown[0]}\" were found in param.")
        person = str((given.get("recipient") or {}).get("id", "")) if isinstance(given.get("recipient"), dict) else ""
        if not person:
            raise graph_error("The parameter recipient is required.")
        if person not in self.heard:
            raise graph_error("No matching user found", 100, 2018001)
        if "sender_action" in given:
            if given["sender_action"] not in _ACTIONS:
                raise graph_error("Param sender_action must be one of {MARK_SEEN, TYPING_ON, TYPING_OFF}")
            self.actions.append((person, str(given["sender_action"])))
            return web.json_response({"recipient_id": person})
        if given.get("messaging_type", "") not in _TYPES:
            raise graph_error("Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}")
        if time.monotonic() + self.clock_offset - self.heard[person] > WINDOW:
            raise graph_error("This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview", 10, 2018278)
        text, choices = _checked_message(given.get("message"))
        shown = self.show(person, text, choices, f"m_{next(self._numbers)}", given)
        return web.json_response({"recipient_id": person, "message_id": shown.id})

    # Deliveries

    def signed(self, body: Mapping[str, Any], id: str = "") -> Delivery:
        """A delivery signed with both of Meta's headers."""
        content = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        for name, kind in (("X-Hub-Signature", "sha1"), ("X-Hub-Signature-256", "sha256")):
            headers[name] = f"{kind}={hmac.new(self.app_secret.encode(), content, kind).hexdigest()}"
        return Delivery(id, content, headers)

    def batch(self, *entries: Sequence[Mapping[str, Any]]) -> Delivery:
        """One delivery of several entries with several messagings each."""
        listed = [{"id": "page", "time": 1700000000000 + number, "messaging": list(messagings)} for number, messagings in enumerate(entries)]
        return self.signed({"object": "page", "entry": listed}, "+".join(_mid(one) for entry in entries for one in entry))

    def messaging(self, person: str, **content: Any) -> Dict[str, Any]:
        """One messaging from a person."""
        self.heard[person] = time.monotonic() + self.clock_offset
        return {"sender": {"id": person}, "recipient": {"id": "page"}, "timestamp": 1700000000000 + next(self._numbers), **content}

    def message(self, person: str, text: Optional[str] = None, **content: Any) -> Dict[str, Any]:
        """A messaging with a message."""
        words = {} if text is None else {"text": text}
        return self.messaging(person, message={"mid": f"m_in_{next(self._numbers)}", **words, **content})

    def typed(self, person: str, text: str) -> Delivery:
        """Words."""
        return self.batch([self.message(person, text)])

    def tapped(self, person: str, shown: Shown, choice: Choice) -> Delivery:
        """A tap on a quick reply, which is posted as the person's message; of a template's button, a postback."""
        if shown.raw["message"].get("quick_replies"):
            return self.batch([self.message(person, choice.label, quick_reply={"payload": choice.data})])
        return self.postback(person, choice.data, choice.label)

    def postback(self, person: str, payload: str, title: str = "Get started") -> Delivery:
        """A tap on a button of a template, of the menu, or on "Get started"."""
        return self.batch([self.messaging(person, postback={"mid": f"m_in_{next(self._numbers)}", "title": title, "payload": payload})])

    def echo(self, person: str, text: str) -> Delivery:
        """The page's own message, as Meta sends it back."""
        message = {"mid": f"m_{next(self._numbers)}", "is_echo": True, "app_id": 1, "text": text}
        return self.batch([{"sender": {"id": "page"}, "recipient": {"id": person}, "timestamp": 1700000000000, "message": message}])

    def receipts(self, person: str) -> Delivery:
        """What was delivered and read, and a reaction."""
        reaction = {"mid": "m_1", "action": "react", "emoji": "\u2764", "reaction": "love"}
        return self.batch([self.messaging(person, delivery={"mids": ["m_1"], "watermark": 1700000000000}), self.messaging(person, read={"watermark": 1700000000000}), self.messaging(person, reaction=reaction)])

    def voice(self, person: str) -> Delivery:
        """A voice note."""
        return self._attachment(person, "audio", None)

    def image(self, person: str, caption: str = "") -> Delivery:
        """An image. Messenger sends words of a caption as a message of its own, so a caption makes a batch of two."""
        return self._attachment(person, "image", caption or None)

    def edited(self, person: str, text: str) -> Delivery:
        """A message that the person changed afterwards."""
        return self.batch([self.messaging(person, message_edit={"mid": "m_in_1", "text": text, "num_edit": 1})])

    def verification(self, token: Optional[str] = None, challenge: str = "1158201444", mode: str = "subscribe") -> Delivery:
        """What Meta sends when the address is entered."""
        query = urlencode({"hub.mode": mode, "hub.challenge": challenge, "hub.verify_token": self.verify_token if token is None else token})
        return Delivery("", b"", {}, "GET", query)

    def _attachment(self, person: str, kind: str, caption: Optional[str]) -> Delivery:
        attached = self.message(person, attachments=[{"type": kind, "payload": {"url": "https://cdn.example/1"}}])
        return self.batch([attached] + ([self.message(person, caption)] if caption else []))


def _checked_message(message: Any) -> Tuple[str, Tuple[Choice, ...]]:
    if not isinstance(message, dict) or set(message) - {"text", "quick_replies", "attachment", "metadata"}:
        raise graph_error("Invalid keys were found in param \"message\".")
    if "attachment" in message:
        return _checked_template(message["attachment"])
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        raise graph_error("Param message[text] must be a non-empty UTF-8 encoded string")
    if len(text) > TEXT:
        raise graph_error(f"Length of param message[text] must be less than or equal to {TEXT}")
    replies = message.get("quick_replies")
    if replies is None:
        return text, ()
    if not isinstance(replies, list) or not 1 <= len(replies) <= QUICK_REPLIES:
        raise graph_error("param quick_replies has too many elements." if replies else "param quick_replies must be non-empty.", 105)
    return text, tuple(_checked_reply(reply, number) for number, reply in enumerate(replies))


def _checked_reply(reply: Any, number: int) -> Choice:
    where = f"message[quick_replies][{number}]"
    if not isinstance(reply, dict) or set(reply) - {"content_type", "title", "payload", "image_url"} or reply.get("content_type") != "text":
        raise graph_error(f"Param {where}[content_type] must be one of {{TEXT, USER_PHONE_NUMBER, USER_EMAIL}}")
    title, payload = reply.get("title"), reply.get("payload")
    if not isinstance(title, str) or not title.strip() or not isinstance(payload, str) or not payload:
        raise graph_error(f"The parameter {where}[title] and [payload] are required")
    if len(title) > TITLE:
        raise graph_error(f"Length of param {where}[title] must be less than or equal to {TITLE}")
    if len(payload) > PAYLOAD:
        raise graph_error(f"Length of param {where}[payload] must be less than or equal to {PAYLOAD}")
    return Choice(title, payload)


def _checked_template(attachment: Any) -> Tuple[str, Tuple[Choice, ...]]:
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    if not isinstance(payload, dict) or payload.get("template_type") != "button":
        raise graph_error("Param message[attachment] is not a template that is taken here.")
    text, buttons = payload.get("text"), payload.get("buttons")
    if not isinstance(text, str) or not 1 <= len(text) <= TEMPLATE_TEXT or not isinstance(buttons, list) or not 1 <= len(buttons) <= TEMPLATE_BUTTONS:
        raise graph_error("Param message[attachment][payload] has too long a text or too many buttons.")
    for button in buttons:
        if button.get("type") != "postback" or not 1 <= len(button.get("title", "")) <= TITLE or not 1 <= len(button.get("payload", "")) <= PAYLOAD:
            raise graph_error("Param message[attachment][payload][buttons] is invalid.")
    return text, tuple(Choice(button["title"], button["payload"]) for button in buttons)


def _mid(messaging: Mapping[str, Any]) -> str:
    return str(next((part["mid"] for part in messaging.values() if isinstance(part, dict) and "mid" in part), ""))
