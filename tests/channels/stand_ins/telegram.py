"""Telegram's Bot API, and its webhook deliveries. Limits and error forms: core.telegram.org/bots/api and the server's own texts."""
from __future__ import annotations

import itertools
import json
import re
from typing import Any, Dict, List, Mapping, Optional, Tuple

from aiohttp import web

from tests.channels.stand_ins.platform import Choice, Delivery, Platform, Refusal, Shown

TEXT, CALLBACK_DATA, ANSWER_TEXT, BUTTONS, BUTTONS_IN_ROW = 4096, 64, 200, 100, 8
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
#: Parameters that are taken, by method. Telegram ignores others; here they are refused, since they are always a mistake of ours.
PARAMETERS: Mapping[str, Tuple[str, ...]] = {
    "getMe": (),
    "setWebhook": ("url", "secret_token", "allowed_updates", "drop_pending_updates", "max_connections"),
    "getWebhookInfo": (),
    "deleteWebhook": ("drop_pending_updates",),
    "sendMessage": ("chat_id", "text", "reply_markup", "link_preview_options", "disable_web_page_preview", "disable_notification", "protect_content", "parse_mode", "entities"),
    "sendChatAction": ("chat_id", "action"),
    "answerCallbackQuery": ("callback_query_id", "text", "show_alert"),
    "editMessageReplyMarkup": ("chat_id", "message_id", "reply_markup"),
    "deleteMessage": ("chat_id", "message_id"),
    "deleteMessages": ("chat_id", "message_ids"),
    "leaveChat": ("chat_id",),
    "setMyCommands": ("commands", "scope", "language_code"),
}


def bad(text: str, status: int = 400, name: str = "Bad Request") -> Refusal:
    """An error as Telegram words it."""
    return Refusal(status, {"ok": False, "error_code": status, "description": f"{name}: {text}" if text else name})


class Telegram(Platform):
    """Private chats have positive ids, groups negative ones. A person's id is the id of their private chat."""

    name = "telegram"

    def __init__(self, token: str = "100000:" + "T" * 35, secret: str = "telegram-secret", webhook: str = "") -> None:
        """token: of the bot. secret: what was given to setWebhook as secret_token."""
        super().__init__(webhook)
        self.token, self.secret = token, secret
        self.started = {"7", "8", "9", "-100"}
        self.blocked: set[str] = set()
        self.waiting_queries: Dict[str, int] = {}
        self.answered_queries: List[str] = []
        self.webhook_set: Mapping[str, Any] = {}
        self.left: List[str] = []
        self.actions: List[str] = []
        self._updates = itertools.count(5000)
        self._messages = itertools.count(1)

    def routes(self, router: web.UrlDispatcher) -> None:
        """One address per method, below the token."""
        router.add_route("*", "/bot{token}/{method}", self._call)

    def busy(self, seconds: int) -> Refusal:
        """The seconds are in the body, as Telegram gives them."""
        return Refusal(429, {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}", "parameters": {"retry_after": seconds}}, {"Retry-After": str(seconds)})

    async def _call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            raise bad("", 401, "Unauthorized")
        method = next((name for name in PARAMETERS if name.lower() == request.match_info["method"].lower()), None)
        if method is None:
            raise bad("", 404, "Not Found")
        given = await _parameters(request)
        unknown = sorted(set(given) - set(PARAMETERS[method]))
        if unknown:
            raise bad(f"unknown parameter {unknown[0]}")
        result = getattr(self, f"_{method}")(given)
        return web.json_response({"ok": True, "result": result})

    def _getMe(self, given: Mapping[str, Any]) -> Any:
        return {"id": 100000, "is_bot": True, "first_name": "Groundwork", "username": "groundwork_bot", "can_join_groups": False}

    def _setWebhook(self, given: Mapping[str, Any]) -> Any:
        if not str(given.get("url", "")).startswith("https://"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if "secret_token" in given and not _SECRET.fullmatch(str(given["secret_token"])):
            raise bad("secret token contains unallowed characters")
        self.webhook_set = given
        return True

    def _getWebhookInfo(self, given: Mapping[str, Any]) -> Any:
        return {"url": self.webhook_set.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}

    def _deleteWebhook(self, given: Mapping[str, Any]) -> Any:
        self.webhook_set = {}
        return True

    def _setMyCommands(self, given: Mapping[str, Any]) -> Any:
        return True

    def _sendMessage(self, given: Mapping[str, Any]) -> Any:
        chat = self._chat(given)
        text = given.get("text")
        if not isinstance(text, str) or not text.strip():
            raise bad("message text is empty")
        if _units(text) > TEXT:
            raise bad("message is too long")
        choices = _keyboard(given.get("reply_markup"))
        number = next(self._messages)
        self.show(chat, text, choices, str(number), given)
        return {"message_id": number, "date": 1700000000, "chat": {"id": int(chat), "type": "private"}, "text": text}

    def _sendChatAction(self, given: Mapping[str, Any]) -> Any:
        self.actions.append(self._chat(given))
        if given.get("action") not in ("typing", "upload_document"):
            raise bad("wrong parameter action in request")
        return True

    def _answerCallbackQuery(self, given: Mapping[str, Any]) -> Any:
        query = str(given.get("callback_query_id", ""))
        if query not in self.waiting_queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(str(given.get("text", ""))) > ANSWER_TEXT:
            raise bad("MESSAGE_TOO_LONG")
        self.answered_queries.append(query)
        del self.waiting_queries[query]
        return True

    def _editMessageReplyMarkup(self, given: Mapping[str, Any]) -> Any:
        chat = self._chat(given)
        message = next((shown for shown in self.shown_to(chat) if shown.id == str(given.get("message_id"))), None)
        if message is None:
            raise bad("message to edit not found")
        choices = _keyboard(given.get("reply_markup"))
        if choices == message.choices:
            raise bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
        self.shown[self.shown.index(message)] = Shown(message.number, chat, message.text, choices, message.id, message.at, message.raw)
        return True

    def _deleteMessage(self, given: Mapping[str, Any]) -> Any:
        return self._deleteMessages({"chat_id": given.get("chat_id"), "message_ids": [given.get("message_id")]})

    def _deleteMessages(self, given: Mapping[str, Any]) -> Any:
        chat = self._chat(given)
        gone = {str(number) for number in given.get("message_ids") or []}
        self.shown = [shown for shown in self.shown if not (shown.to == chat and shown.id in gone)]
        return True

    def _leaveChat(self, given: Mapping[str, Any]) -> Any:
        self.left.append(self._chat(given))
        return True

    def _chat(self, given: Mapping[str, Any]) -> str:
        chat = str(given.get("chat_id", ""))
        if not chat:
            raise bad("chat_id is empty")
        if chat in self.blocked:
            raise bad("bot was blocked by the user", 403, "Forbidden")
        if chat not in self.started:
            raise bad("chat not found")
        return chat

    # Deliveries

    def update(self, **content: Any) -> Delivery:
        """An update with any content, signed as Telegram signs it."""
        number = next(self._updates)
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        return Delivery(str(number), json.dumps({"update_id": number, **content}).encode(), headers)

    def message(self, person: str, chat: Optional[Mapping[str, Any]] = None, **content: Any) -> Dict[str, Any]:
        """A message as it stands in an update. chat: other than the person's private one."""
        self.started.add(person)
        sender = {"id": int(person), "is_bot": False, "first_name": "P", "language_code": "en"}
        private = {"id": int(person), "first_name": "P", "type": "private"}
        return {"message_id": next(self._messages), "from": sender, "chat": dict(chat or private), "date": 1700000000, **content}

    def typed(self, person: str, text: str) -> Delivery:
        """Words; commands are marked as Telegram marks them."""
        command = re.match(r"/\w+", text)
        entities = {"entities": [{"offset": 0, "length": command.end(), "type": "bot_command"}]} if command else {}
        return self.update(message=self.message(person, text=text, **entities))

    def tapped(self, person: str, shown: Shown, choice: Choice) -> Delivery:
        """A tap on an inline button."""
        query = f"q{next(self._updates)}"
        self.waiting_queries[query] = 1
        sender = {"id": int(person), "is_bot": False, "first_name": "P"}
        message = {"message_id": int(shown.id), "date": 1700000000, "chat": {"id": int(person), "type": "private"}, "text": shown.text}
        return self.update(callback_query={"id": query, "from": sender, "message": message, "chat_instance": "1", "data": choice.data})

    def edited(self, person: str, text: str) -> Delivery:
        """A message that the person changed afterwards."""
        return self.update(edited_message=self.message(person, text=text, edit_date=1700000001))

    def in_group(self, person: str, text: str, kind: str = "supergroup") -> Delivery:
        """Words in a group in which the bot is."""
        return self.update(message=self.message(person, {"id": -100, "title": "Group", "type": kind}, text=text))

    def voice(self, person: str) -> Delivery:
        """A voice note."""
        return self.update(message=self.message(person, voice={"file_id": "v", "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"}))

    def image(self, person: str, caption: str = "") -> Delivery:
        """A photo, with or without words."""
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
        return self.update(message=self.message(person, photo=photo, **({"caption": caption} if caption else {})))

    def blocked_by(self, person: str) -> Delivery:
        """The person blocked the bot."""
        self.blocked.add(person)
        member = {"user": {"id": 100000, "is_bot": True, "first_name": "Groundwork"}, "status": "kicked"}
        return self.update(my_chat_member={"chat": {"id": int(person), "type": "private"}, "from": {"id": int(person), "is_bot": False, "first_name": "P"}, "date": 1700000000, "old_chat_member": {**member, "status": "member"}, "new_chat_member": member})


async def _parameters(request: web.Request) -> Dict[str, Any]:
    """What was given in the query, as a form or as JSON; structures in a form are JSON texts."""
    given: Dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad("can't parse request body as JSON") from None
        given.update(body if isinstance(body, dict) else {})
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        given.update(await request.post())
    for name in ("reply_markup", "message_ids", "allowed_updates", "commands", "link_preview_options"):
        if isinstance(given.get(name), str):
            try:
                given[name] = json.loads(given[name])
            except ValueError:
                raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None
    return given


def _keyboard(markup: Any) -> Tuple[Choice, ...]:
    if markup is None or markup == {} or (isinstance(markup, dict) and markup.get("remove_keyboard")):
        return ()
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        raise bad("object expected as reply markup")
    rows = markup["inline_keyboard"]
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in rows):
        raise bad("reply markup is too long")
    return tuple(_button(button) for row in rows for button in row)


def _button(button: Any) -> Choice:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad("text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= CALLBACK_DATA:
        raise bad("BUTTON_DATA_INVALID")
    return Choice(str(button["text"]), data)


def _units(text: str) -> int:
    """Length as the strictest count of the documentation has it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
