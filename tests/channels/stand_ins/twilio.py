"""Twilio's Messages and Content APIs for SMS and WhatsApp, and its signed webhook posts. Limits and codes: twilio.com/docs (errors, content, webhook request)."""
from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import time
from typing import Any, Dict, List, Mapping, Optional, Tuple
from urllib.parse import urlencode

from aiohttp import BasicAuth, web

from tests.channels.stand_ins.platform import Choice, Delivery, Platform, Refusal, Shown

BODY = 1600
STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
START_WORDS = frozenset({"start", "yes", "unstop"})
HELP_WORDS = frozenset({"help", "info"})
#: WhatsApp, in a session without approval: buttons, rows of a list, characters of the text above, of a button, of a row, of an id.
BUTTONS, ROWS, INTERACTIVE_BODY, BUTTON_TITLE, ROW_TITLE, ID, WINDOW = 3, 10, 1024, 20, 24, 200, 24 * 3600.0
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_PARAMETERS = {"To", "From", "Body", "ContentSid", "ContentVariables", "StatusCallback", "SmartEncoded", "MessagingServiceSid", "MaxPrice", "ValidityPeriod"}


def twilio_error(code: int, message: str, status: int = 400) -> Refusal:
    """An error as Twilio gives it."""
    return Refusal(status, {"code": code, "message": message, "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status})


class Twilio(Platform):
    """What SMS and WhatsApp share. A person is a phone number without the channel's prefix."""

    prefix = ""
    retries = 0  # unless the webhook's address asks for more

    def __init__(self, account: str = "AC" + "0" * 32, auth_token: str = "t" * 32, number: str = "+15005550006", public_url: str = "", webhook: str = "") -> None:
        """public_url: the webhook's address as it is configured at Twilio, which is what is signed."""
        super().__init__(webhook)
        self.account, self.auth_token, self.number, self.public_url = account, auth_token, number, public_url
        self._numbers = itertools.count(1)

    def routes(self, router: web.UrlDispatcher) -> None:
        """Messages of the account, and contents."""
        router.add_post("/2010-04-01/Accounts/{account}/Messages.json", self._messages)
        router.add_get("/v1/Content", self._contents)
        router.add_post("/v1/Content", self._new_content)

    def busy(self, seconds: int) -> Refusal:
        """Code 20429."""
        return Refusal(429, twilio_error(20429, "Too Many Requests", 429).body, {"Retry-After": str(seconds)})

    def patience(self) -> float:
        """Twilio waits 15 seconds."""
        return 15.0

    def _authorised(self, request: web.Request) -> None:
        try:
            login = BasicAuth.decode(request.headers.get("Authorization", ""))
        except ValueError:
            login = None
        if login != BasicAuth(self.account, self.auth_token):
            raise twilio_error(20003, "Authenticate", 401)
        if request.match_info.get("account", self.account) != self.account:
            raise twilio_error(20404, f"The requested resource {request.path} was not found", 404)

    async def _messages(self, request: web.Request) -> web.Response:
        self._authorised(request)
        given = {name: str(value) for name, value in (await request.post()).items()}
        unknown = sorted(set(given) - _PARAMETERS)
        if unknown:
            raise twilio_error(20001, f"Unknown parameters: {unknown[0]}")
        person = self._recipient(given)
        text, choices = self._content(given) if "ContentSid" in given else (given.get("Body", ""), ())
        if not text.strip():
            raise twilio_error(21619, "A text message body or media urls must be specified.")
        if len(text) > BODY:
            raise twilio_error(21617, "The concatenated message body exceeds the 1600 character limit")
        id = f"SM{next(self._numbers):032x}"
        self._to_carrier(person, text, choices, id, given)
        return web.json_response({"sid": id, "status": "queued", "to": given["To"], "from": given["From"], "body": text, "error_code": None, "num_segments": "1"}, status=201)

    def _recipient(self, given: Mapping[str, str]) -> str:
        to, sender = given.get("To", ""), given.get("From", "")
        if not to:
            raise twilio_error(21604, "A 'To' phone number is required.")
        if not sender:
            raise twilio_error(21603, "A 'From' phone number is required.")
        if (":" in to) != (":" in sender):
            raise twilio_error(21910, "Invalid From and To pair. From and To should be of the same channel")
        if sender != self.prefix + self.number:
            raise twilio_error(21606, f"The 'From' phone number provided ({sender}) is not a valid message-capable Twilio phone number for this destination.")
        person = to[len(self.prefix):]
        if not to.startswith(self.prefix) or not _NUMBER.fullmatch(person):
            raise twilio_error(21211, f"Invalid 'To' Phone Number: {to}")
        return person

    def _content(self, given: Mapping[str, str]) -> Tuple[str, Tuple[Choice, ...]]:
        raise twilio_error(21655, "The ContentSid is Invalid")

    async def _contents(self, request: web.Request) -> web.Response:
        self._authorised(request)
        return web.json_response({"contents": [], "meta": {"next_page_url": None}})

    async def _new_content(self, request: web.Request) -> web.Response:
        self._authorised(request)
        raise twilio_error(20404, "not found", 404)

    def _to_carrier(self, person: str, text: str, choices: Tuple[Choice, ...], id: str, given: Mapping[str, str]) -> None:
        """Hand a message on; what the API has accepted may still fail here."""
        self.show(person, text, choices, id, given)

    # Deliveries

    def form(self, person: str, body: Optional[str], **fields: str) -> Delivery:
        """A post with a body (None: without that field) and any further fields, signed for the public address."""
        sid = fields.pop("MessageSid", f"SM{next(self._numbers):032x}")
        full = {
            "MessageSid": sid, "SmsMessageSid": sid, "SmsSid": sid, "AccountSid": self.account, "From": self.prefix + person, "To": self.prefix + self.number,
            "NumMedia": "0", "NumSegments": "1", "SmsStatus": "received", "ApiVersion": "2010-04-01", **({} if body is None else {"Body": body}), **fields,
        }
        return self.signed(full)

    def signed(self, fields: Mapping[str, str], url: Optional[str] = None) -> Delivery:
        """Any fields, with Twilio's signature. url: signed instead of the public one."""
        signed = (self.public_url if url is None else url) + "".join(name + fields[name] for name in sorted(fields))
        signature = base64.b64encode(hmac.new(self.auth_token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signature, "I-Twilio-Idempotency-Token": f"t{fields.get('MessageSid', '')}"}
        return Delivery(fields.get("MessageSid", ""), urlencode(fields).encode(), headers)

    def typed(self, person: str, text: str) -> Delivery:
        """Words."""
        return self.form(person, text)

    def tapped(self, person: str, shown: Shown, choice: Choice) -> Delivery:
        """There is nothing to tap."""
        raise AssertionError("There are no buttons in SMS.")

    def media(self, person: str, kind: str, caption: str = "") -> Delivery:
        """A picture or sound, with or without words."""
        return self.form(person, caption, NumMedia="1", MediaContentType0=kind, MediaUrl0="https://api.twilio.example/m")

    def voice(self, person: str) -> Delivery:
        """A voice note."""
        return self.media(person, "audio/ogg")

    def image(self, person: str, caption: str = "") -> Delivery:
        """An image, with or without words."""
        return self.media(person, "image/jpeg", caption)


class Sms(Twilio):
    """Text messages. The carrier's words block and free a number, and are still delivered to the webhook."""

    name = "sms"

    def __init__(self, **settings: Any) -> None:
        """settings: as for `Twilio`."""
        super().__init__(**settings)
        self.stopped: set[str] = set()
        #: What Twilio itself answered to its words: (person, word).
        self.answered_by_carrier: List[Tuple[str, str]] = []

    def typed(self, person: str, text: str) -> Delivery:
        """Words; those of the carrier act at once."""
        word = text.strip().lower()
        kind = "STOP" if word in STOP_WORDS else "START" if word in START_WORDS and (person in self.stopped or word == "start") else "HELP" if word in HELP_WORDS else ""
        if kind == "STOP":
            self.stopped.add(person)
        elif kind == "START":
            self.stopped.discard(person)
        if kind:
            self.answered_by_carrier.append((person, kind))
        return self.form(person, text, **({"OptOutType": kind} if kind else {}))

    def _recipient(self, given: Mapping[str, str]) -> str:
        person = super()._recipient(given)
        if person in self.stopped:
            raise twilio_error(21610, "Attempt to send to unsubscribed recipient")
        return person


class WhatsApp(Twilio):
    """WhatsApp over Twilio. Outside of 24 hours after the person's last message, a message is accepted and then not delivered (63016)."""

    name = "whatsapp"
    prefix = "whatsapp:"

    def __init__(self, **settings: Any) -> None:
        """settings: as for `Twilio`."""
        super().__init__(**settings)
        self.contents: Dict[str, Mapping[str, Any]] = {}
        self.heard: Dict[str, float] = {}
        self.clock_offset = 0.0
        #: (person, code) of what was accepted and then not delivered.
        self.undelivered: List[Tuple[str, int]] = []

    def form(self, person: str, body: Optional[str], **fields: str) -> Delivery:
        """As of SMS, with what WhatsApp adds."""
        self.heard[person] = time.monotonic() + self.clock_offset
        return super().form(person, body, **{"ProfileName": "P", "WaId": person[1:], "MessageType": "text", **fields})

    def tapped(self, person: str, shown: Shown, choice: Choice) -> Delivery:
        """A tap on a reply button, or on a row of a list."""
        content = self.contents[str(shown.raw["ContentSid"])]
        reply = {"OriginalRepliedMessageSid": shown.id, "OriginalRepliedMessageSender": f"whatsapp:{self.number}"}
        if "twilio/quick-reply" in content["types"]:
            return self.form(person, choice.label, MessageType="button", ButtonText=choice.label, ButtonPayload=choice.data, **reply)
        return self.form(person, choice.label, MessageType="interactive", ListId=choice.data, ListTitle=choice.label, **reply)

    async def _contents(self, request: web.Request) -> web.Response:
        self._authorised(request)
        size = int(request.query.get("PageSize", "50"))
        return web.json_response({"contents": list(self.contents.values())[:size], "meta": {"page_size": size, "next_page_url": None}})

    async def _new_content(self, request: web.Request) -> web.Response:
        self._authorised(request)
        try:
            given = await request.json()
        except ValueError:
            raise twilio_error(20001, "Bad Request: invalid JSON") from None
        types = given.get("types") or {}
        if not given.get("language") or len(types) != 1:
            raise twilio_error(20001, "language and one of types are required")
        (kind, fields), = types.items()
        if kind == "twilio/quick-reply":
            valid = 1 <= len(fields.get("actions") or []) <= ROWS and all(action.get("title") and set(action) <= {"title", "id", "type"} for action in fields["actions"])
        elif kind == "twilio/list-picker":
            valid = bool(fields.get("button")) and 1 <= len(fields.get("items") or []) <= ROWS and all({"item", "id"} <= set(item) for item in fields["items"])
        else:
            valid = kind == "twilio/text"
        if not valid or not fields.get("body"):
            raise twilio_error(20001, f"types[{kind}] is invalid")
        names = set(_VARIABLE.findall(json.dumps(fields)))
        if names - set(given.get("variables") or {}):
            raise twilio_error(20001, "each variable needs a sample")
        sid = f"HX{next(self._numbers):032x}"
        self.contents[sid] = {"sid": sid, "friendly_name": given.get("friendly_name"), "language": given["language"], "types": types, "variables": given.get("variables") or {}}
        return web.json_response(self.contents[sid], status=201)

    def _content(self, given: Mapping[str, str]) -> Tuple[str, Tuple[Choice, ...]]:
        content = self.contents.get(given["ContentSid"])
        if content is None:
            raise twilio_error(21655, "The ContentSid is Invalid")
        try:
            variables = json.loads(given.get("ContentVariables") or "{}")
            assert isinstance(variables, dict) and all(isinstance(value, str) for value in variables.values())
        except (ValueError, AssertionError):
            raise twilio_error(21656, "The ContentVariables Parameter is invalid.") from None
        if any("\n" in value or "\t" in value or "    " in value for value in variables.values()):
            raise twilio_error(21656, "The ContentVariables Parameter is invalid.")  # what WhatsApp refuses in the values of a template
        known: Dict[str, str] = {**content["variables"], **variables}
        (kind, fields), = content["types"].items()

        def filled(text: str) -> str:
            return _VARIABLE.sub(lambda name: known[name.group(1)], text)

        body = filled(fields["body"])
        if kind == "twilio/text":
            return body, ()
        if kind == "twilio/quick-reply":
            choices = tuple(Choice(filled(action["title"]), filled(action.get("id", action["title"]))) for action in fields["actions"])
            most, title = BUTTONS, BUTTON_TITLE
        else:
            choices = tuple(Choice(filled(item["item"]), filled(item["id"])) for item in fields["items"])
            most, title = ROWS, ROW_TITLE
            if len(filled(fields["button"])) > BUTTON_TITLE:
                raise twilio_error(63013, "This message send failed because it violates Channel provider's policy: button")
        if not _allowed(body, choices, most, title):
            raise twilio_error(63013, "This message send failed because it violates Channel provider's policy")
        return body, choices

    def _to_carrier(self, person: str, text: str, choices: Tuple[Choice, ...], id: str, given: Mapping[str, str]) -> None:
        if time.monotonic() + self.clock_offset - self.heard.get(person, -1e9) > WINDOW:
            self.undelivered.append((person, 63016))
            return
        self.show(person, text, choices, id, given)


def _allowed(body: str, choices: Tuple[Choice, ...], most: int, title: int) -> bool:
    """Whether WhatsApp takes an interactive message in a session."""
    labels, ids = [choice.label for choice in choices], [choice.data for choice in choices]
    return (
        1 <= len(body) <= INTERACTIVE_BODY and 1 <= len(choices) <= most
        and all(1 <= len(label) <= title for label in labels) and len(set(labels)) == len(labels)
        and all(1 <= len(id) <= ID for id in ids) and len(set(ids)) == len(ids)
    )
