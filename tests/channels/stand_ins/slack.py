"""Slack's Web API, and its signed events and interactions. Limits and error forms: docs.slack.dev (Block Kit reference, chat.postMessage)."""
from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any, Dict, List, Mapping, Optional, Tuple
from urllib.parse import urlencode

from aiohttp import web

from tests.channels.stand_ins.platform import Choice, Delivery, Platform, Refusal, Shown, json_object

BLOCKS, ELEMENTS, BUTTON_TEXT, BUTTON_VALUE, SECTION_TEXT, IDS, TEXT = 50, 25, 75, 2000, 3000, 255, 40_000
_POST = ("channel", "text", "blocks", "mrkdwn", "unfurl_links", "unfurl_media", "thread_ts", "metadata", "parse", "link_names")
_UPDATE = ("channel", "ts", "text", "blocks", "parse", "link_names")


def refused(error: str, *messages: str) -> Refusal:
    """Slack answers 200 and says no in the body."""
    details = {"errors": list(messages), "response_metadata": {"messages": [f"[ERROR] {message}" for message in messages]}} if messages else {}
    return Refusal(200, {"ok": False, "error": error, **details})


class Slack(Platform):
    """A person is a user id (U…); their direct messages with the bot are the channel D… of the same letters. Shown messages are filed under the user."""

    name = "slack"

    def __init__(self, token: str = "xoxb-1-" + "a" * 24, signing_secret: str = "s" * 32, webhook: str = "") -> None:
        """token: of the bot. signing_secret: what deliveries are signed with."""
        super().__init__(webhook)
        self.token, self.signing_secret = token, signing_secret
        self.channels = {"U7": "D7", "U8": "D8", "U9": "D9"}
        self.private = True
        self.clock_offset = 0.0
        self._numbers = itertools.count(1)

    def routes(self, router: web.UrlDispatcher) -> None:
        """The methods below /api."""
        router.add_route("*", "/api/{method}", self._call)
        router.add_post("/actions/{rest:.*}", self._response_url)

    def busy(self, seconds: int) -> Refusal:
        """With the seconds in the header, as Slack gives them."""
        return Refusal(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})

    async def _call(self, request: web.Request) -> web.Response:
        given = await self._given(request)
        method = request.match_info["method"]
        known = {"auth.test": self._auth, "chat.postMessage": self._post_message, "chat.update": self._update, "conversations.open": self._open}
        if method not in known:
            raise refused("unknown_method")
        return web.json_response({"ok": True, **known[method](given)})

    async def _given(self, request: web.Request) -> Dict[str, Any]:
        """Arguments as JSON (with the token in the header) or as a form (with structures as JSON texts)."""
        given: Dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            given.update(await json_object(request))
            given.pop("token", None)  # read from the header only, where the body is JSON
        else:
            given.update(await request.post())
        bearer = request.headers.get("Authorization", "")
        token = bearer[7:] if bearer.startswith("Bearer ") else given.pop("token", "")
        if not token:
            raise refused("not_authed")
        if token != self.token:
            raise refused("invalid_auth")
        for name in ("blocks", "metadata"):
            if isinstance(given.get(name), str):
                try:
                    given[name] = json.loads(given[name])
                except ValueError:
                    raise refused("invalid_blocks_format") from None
        return given

    def _auth(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        return {"url": "https://team.slack.example/", "team": "Team", "user": "groundwork", "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}

    def _open(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        user = str(given.get("users", ""))
        if user not in self.channels:
            raise refused("user_not_found")
        return {"channel": {"id": self.channels[user]}}

    def _post_message(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        user, choices = self._checked(given, _POST)
        shown = self.show(user, _visible_text(given), choices, f"1700000000.{next(self._numbers):06d}", given)
        return {"channel": self.channels[user], "ts": shown.id, "message": {"text": given.get("text", ""), "type": "message"}}

    def _update(self, given: Mapping[str, Any]) -> Dict[str, Any]:
        user, choices = self._checked(given, _UPDATE)
        old = next((shown for shown in self.shown_to(user) if shown.id == given.get("ts")), None)
        if old is None:
            raise refused("message_not_found")
        self.shown[self.shown.index(old)] = Shown(old.number, user, _visible_text(given), choices, old.id, old.at, given)
        return {"channel": self.channels[user], "ts": old.id, "text": given.get("text", "")}

    async def _response_url(self, request: web.Request) -> web.Response:
        """What an interaction's response_url takes: a message instead of the one that was tapped."""
        given = await json_object(request)
        message = request.match_info["rest"]
        old = next((shown for shown in self.shown if shown.id == message), None)
        if old is None:
            return web.Response(status=404, text="no_service")
        choices = _checked_blocks(given.get("blocks") or [])
        if given.get("replace_original"):
            self.shown[self.shown.index(old)] = Shown(old.number, old.to, _visible_text(given), choices, old.id, old.at, given)
        return web.json_response({"ok": True})

    def _checked(self, given: Mapping[str, Any], allowed: Tuple[str, ...]) -> Tuple[str, Tuple[Choice, ...]]:
        unknown = sorted(set(given) - set(allowed))
        if unknown:
            raise refused("invalid_arguments", f"unknown argument: {unknown[0]}")  # Slack ignores it; here it is always a mistake of ours
        target = str(given.get("channel", ""))
        user = next((user for user, channel in self.channels.items() if target in (user, channel)), None)
        if user is None:
            raise refused("channel_not_found")
        if not str(given.get("text") or "").strip() and not given.get("blocks"):
            raise refused("no_text")
        if len(str(given.get("text") or "")) > TEXT:
            raise refused("msg_too_long")
        return user, _checked_blocks(given.get("blocks") or [])

    # Deliveries

    def signed(self, id: str, body: bytes, content_type: str, age: float = 0.0) -> Delivery:
        """A delivery with Slack's signature. age: seconds since it was signed."""
        stamp = str(int(time.time() + self.clock_offset - age))
        mac = hmac.new(self.signing_secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return Delivery(id, body, {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"})

    def event(self, age: float = 0.0, **event: Any) -> Delivery:
        """An event_callback with any event."""
        number = f"Ev{next(self._numbers):08d}"
        body = {"token": "deprecated", "team_id": "T1", "api_app_id": "A1", "event": event, "type": "event_callback", "event_id": number, "event_time": 1700000000, "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}]}
        return self.signed(number, json.dumps(body).encode(), "application/json", age)

    def again(self, delivery: Delivery, attempt: int) -> Delivery:
        """Retried deliveries name their number and the reason, and are signed anew."""
        if not attempt:
            return delivery
        anew = self.signed(delivery.id, delivery.body, delivery.headers["Content-Type"])
        return anew.but(headers={"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"})

    def typed(self, person: str, text: str) -> Delivery:
        """Words in the direct messages with the bot; &, < and > arrive escaped."""
        return self.event(**self._message(person, text))

    def tapped(self, person: str, shown: Shown, choice: Choice) -> Delivery:
        """A click on a button: a form with the interaction as JSON."""
        block, action = next(
            (block, element) for block in shown.raw.get("blocks") or [] for element in block.get("elements") or [] if element.get("value") == choice.data
        )
        number = next(self._numbers)
        payload = {
            "type": "block_actions", "user": {"id": person, "team_id": "T1"}, "api_app_id": "A1", "token": "deprecated", "team": {"id": "T1"}, "trigger_id": f"{number}.1.a",
            "container": {"type": "message", "message_ts": shown.id, "channel_id": self.channels[person], "is_ephemeral": False},
            "channel": {"id": self.channels[person], "name": "directmessage"}, "response_url": f"{self.address}/actions/{shown.id}",
            "message": {"type": "message", "user": "UBOT", "bot_id": "B1", "ts": shown.id, "text": shown.text, "blocks": shown.raw.get("blocks")},
            "actions": [{"type": "button", "action_id": action.get("action_id", "x"), "block_id": block.get("block_id", "b"), "text": action["text"], "value": choice.data, "action_ts": f"1700000000.{number:06d}"}],
        }
        return self.signed(f"1700000000.{number:06d}", urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded")

    def verification(self, challenge: str = "c" * 24) -> Delivery:
        """What Slack sends when the address is entered."""
        return self.signed("", json.dumps({"token": "deprecated", "challenge": challenge, "type": "url_verification"}).encode(), "application/json")

    def edited(self, person: str, text: str) -> Delivery:
        """A message that the person changed afterwards."""
        message = {"type": "message", "user": person, "text": text, "ts": "1700000000.000001", "edited": {"user": person, "ts": "1700000001.0"}}
        return self.event(type="message", subtype="message_changed", channel=self.channels[person], channel_type="im", ts=self._ts(), message=message, previous_message={**message, "text": "before"})

    def mention(self, person: str, text: str) -> Delivery:
        """The bot is named in a public channel."""
        return self.event(type="app_mention", user=person, text=f"<@UBOT> {text}", ts=self._ts(), channel="C1", event_ts=self._ts())

    def in_group(self, person: str, text: str, kind: str = "channel") -> Delivery:
        """Words in a channel (or "group", "mpim") in which the bot is."""
        return self.event(**{**self._message(person, text), "channel": "C1", "channel_type": kind})

    def own_echo(self, person: str, text: str) -> Delivery:
        """The bot's own message, as Slack sends it back."""
        return self.event(**{**self._message("UBOT", text), "channel": self.channels[person], "bot_id": "B1", "app_id": "A1"})

    def voice(self, person: str) -> Delivery:
        """An audio clip."""
        return self._file(person, "", "audio/mp4", "slack_audio")

    def image(self, person: str, caption: str = "") -> Delivery:
        """An image, with or without words."""
        return self._file(person, caption, "image/png", None)

    def _file(self, person: str, text: str, mimetype: str, subtype: Optional[str]) -> Delivery:
        file = {"id": "F1", "mimetype": mimetype, "url_private": "https://files.slack.example/F1", **({"subtype": subtype} if subtype else {})}
        return self.event(**self._message(person, text), subtype="file_share", files=[file])

    def _message(self, person: str, text: str) -> Dict[str, Any]:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        self.channels.setdefault(person, f"D{person[1:]}")
        channel = self.channels.get(person, "D0")
        return {"type": "message", "user": person, "text": escaped, "ts": self._ts(), "client_msg_id": f"m{next(self._numbers)}", "channel": channel, "channel_type": "im", "team": "T1"}

    def _ts(self) -> str:
        return f"1700000000.{next(self._numbers):06d}"


def _checked_blocks(blocks: Any) -> Tuple[Choice, ...]:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise refused("invalid_blocks_format")
    problems: List[str] = []
    if len(blocks) > BLOCKS:
        problems.append(f"no more than {BLOCKS} items allowed [json-pointer:/blocks]")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) < len(ids):
        problems.append("`block_id` already exists for another block")
    choices: List[Choice] = []
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        if len(str(block.get("block_id", ""))) > IDS:
            problems.append(f"must be less than 256 characters [json-pointer:{where}/block_id]")
        if block.get("type") == "section":
            problems += _text_problems(block.get("text"), SECTION_TEXT, f"{where}/text", ("plain_text", "mrkdwn"))
        elif block.get("type") == "actions":
            choices += _buttons(block, where, problems)
        elif block.get("type") not in ("divider", "context"):
            problems.append(f"unsupported type: {block.get('type')} [json-pointer:{where}/type]")
    if problems:
        raise refused("invalid_blocks", *problems)
    return tuple(choices)


def _buttons(block: Mapping[str, Any], where: str, problems: List[str]) -> List[Choice]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= ELEMENTS:
        problems.append(f"no more than {ELEMENTS} items allowed, and at least 1 [json-pointer:{where}/elements]")
        return []
    actions = [element.get("action_id") for element in elements if "action_id" in element]
    if len(set(actions)) < len(actions):
        problems.append(f"`action_id` already exists [json-pointer:{where}/elements]")
    choices: List[Choice] = []
    for number, element in enumerate(elements):
        here = f"{where}/elements/{number}"
        if element.get("type") != "button":
            problems.append(f"unsupported type: {element.get('type')} [json-pointer:{here}/type]")
            continue
        problems += _text_problems(element.get("text"), BUTTON_TEXT, f"{here}/text", ("plain_text",))
        if len(str(element.get("value", ""))) > BUTTON_VALUE:
            problems.append(f"must be less than 2001 characters [json-pointer:{here}/value]")
        if len(str(element.get("action_id", ""))) > IDS:
            problems.append(f"must be less than 256 characters [json-pointer:{here}/action_id]")
        if set(element) - {"type", "text", "value", "action_id", "url", "style", "confirm", "accessibility_label"}:
            problems.append(f"additional property [json-pointer:{here}]")
        choices.append(Choice(str((element.get("text") or {}).get("text", "")), str(element.get("value", ""))))
    return choices


def _text_problems(text: Any, most: int, where: str, types: Tuple[str, ...]) -> List[str]:
    if not isinstance(text, dict) or text.get("type") not in types:
        return [f"must be a valid enum value or object [json-pointer:{where}/type]"]
    length = len(str(text.get("text", "")))
    if length < 1:
        return [f"must be more than 0 characters [json-pointer:{where}/text]"]
    return [f"must be less than {most + 1} characters [json-pointer:{where}/text]"] if length > most else []


def _visible_text(given: Mapping[str, Any]) -> str:
    """What is read on the screen: the sections where there are blocks, else the text; unescaped."""
    sections = [str((block.get("text") or {}).get("text", "")) for block in given.get("blocks") or [] if block.get("type") == "section"]
    text = "\n".join(sections) if given.get("blocks") else str(given.get("text") or "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
