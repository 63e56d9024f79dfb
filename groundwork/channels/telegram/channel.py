"""The channel `telegram`: Telegram's Bot API over plain HTTP. What it is sent is described at core.telegram.org/bots/api."""
from __future__ import annotations

import hmac
import logging
from typing import Any, Dict, Mapping, Optional

from rasa.core.channels.channel import InputChannel
from sanic.exceptions import SanicException
from sanic.request import Request

from groundwork.channels.limits import LIMITS
from groundwork.channels.messaging.channel import MessagingInput
from groundwork.channels.messaging.http import Api, Reply
from groundwork.channels.messaging.platform import Delivery, Platform, Received, Refused, TryAgain, Undeliverable, part_of
from groundwork.channels.rendering import Part
from groundwork.settings import load_settings

NAME = "telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: What Telegram is to send; nothing else is asked for.
UPDATES = ["message", "edited_message", "callback_query"]
#: Telegram's commands -> what they mean; `/start` opens the chat.
COMMANDS: Mapping[str, str] = {"/leave": "leave", "/erase": "erase_everything", "/help": "help_now"}

logger = logging.getLogger(__name__)


class TelegramInput(MessagingInput):
    """See the module's text."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, also its part of the address."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """credentials: token of the bot, and the secret that Telegram sends with every request."""
        given = credentials or {}
        settings = load_settings()
        return cls(Telegram(str(given["token"]), str(given["secret"]), settings.telegram_api, settings.public_url), settings)


class Telegram(Platform):
    """Telegram's side of the channel."""

    name = NAME
    limits = LIMITS[NAME]

    def __init__(self, token: str, secret: str, api: str, public_url: str = "") -> None:
        """token, secret: see docs/channels.md. api: where the Bot API is. public_url: how this server is reached; "" if Telegram was told by hand."""
        self._secret, self._public_url = secret.encode(), public_url
        self._url = f"{api}/bot{token}/"
        self._api = Api()

    def read(self, request: Request) -> Received:
        """One update. What is no message of a person is taken and left."""
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace"), self._secret):
            raise Refused("This did not come from Telegram.")
        try:
            update = request.json
        except SanicException:
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise Refused("This is no update.", 400)
        delivery = _read_update(update)
        return Received((delivery,) if delivery else ())

    async def send(self, address: str, part: Part) -> None:
        """Send a message, its choices as buttons below each other."""
        message: Dict[str, Any] = {"chat_id": int(address), "text": part.text, "link_preview_options": {"is_disabled": True}}
        if part.choices:
            message["reply_markup"] = {"inline_keyboard": [[{"text": label, "callback_data": name}] for name, label in part.choices]}
        _check(await self._api.post(self._url + "sendMessage", json=message))

    async def took(self, delivery: Delivery) -> None:
        """End the little clock on the button."""
        try:
            await self._api.post(self._url + "answerCallbackQuery", json={"callback_query_id": delivery.receipt})
        except TryAgain:
            pass

    async def start(self) -> None:
        """Tell Telegram where to send, and to send the secret along."""
        if not self._public_url:
            return
        hook = {
            "url": f"{self._public_url}/webhooks/{NAME}/webhook", "secret_token": self._secret.decode(), "allowed_updates": UPDATES,
            "max_connections": 20,
        }
        try:
            _check(await self._api.post(self._url + "setWebhook", json=hook))
        except (TryAgain, Undeliverable):
            logger.error("Telegram could not be told where to send messages. Check GROUNDWORK_TELEGRAM_TOKEN and GROUNDWORK_PUBLIC_URL: docs/channels.md")

    async def stop(self) -> None:
        """Close what is open."""
        await self._api.close()


def _read_update(update: Mapping[str, Any]) -> Optional[Delivery]:
    number = f"update {update['update_id']}"
    query = update.get("callback_query")
    if isinstance(query, dict):
        return _read_click(number, query)
    edited = "edited_message" in update
    message = update.get("edited_message") if edited else update.get("message")
    if not isinstance(message, dict):
        return None
    chat, sender = part_of(message, "chat"), part_of(message, "from")
    if not isinstance(chat.get("id"), int) or sender.get("is_bot"):
        return None
    address, text = str(chat["id"]), message.get("text", message.get("caption"))
    text = text if isinstance(text, str) else ""
    if chat.get("type") != "private":
        return Delivery(number, address, elsewhere=True) if text.startswith("/") and not edited else None
    command = text.split()[0].lower() if text.startswith("/") else ""
    return Delivery(
        number, address, text, intent=COMMANDS.get(command), opened=command == "/start", edited=edited, locale=_locale(sender)
    )


def _read_click(number: str, query: Mapping[str, Any]) -> Optional[Delivery]:
    chat, choice = part_of(part_of(query, "message"), "chat"), query.get("data")
    if chat.get("type") != "private" or not isinstance(chat.get("id"), int) or not isinstance(choice, str):
        return None
    return Delivery(number, str(chat["id"]), choice=choice, locale=_locale(part_of(query, "from")), receipt=str(query.get("id")))


def _locale(sender: Mapping[str, Any]) -> Optional[str]:
    language = sender.get("language_code")
    return language if isinstance(language, str) and len(language) <= 35 else None


def _check(reply: Reply) -> None:
    """Raises what is to be done about an answer that is not a success."""
    if reply.status == 200 and reply.body.get("ok"):
        return
    after = part_of(reply.body, "parameters").get("retry_after")
    if reply.status == 403:  # the person has blocked the bot
        raise Undeliverable(gone=True)
    if reply.status == 400:
        raise Undeliverable(gone="chat not found" in str(reply.body.get("description")))
    raise TryAgain(float(after) if isinstance(after, (int, float)) else reply.after)
