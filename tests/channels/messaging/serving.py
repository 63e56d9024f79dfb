"""A messaging channel on a real server on loopback, with the real store, between a platform's stand-in and Rasa's."""
from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Callable, Dict, List

from rasa.core.channels.channel import InputChannel
from rasa.shared.core.domain import Domain

from groundwork.channels.messaging.channel import MessagingInput
from groundwork.channels.slack.channel import Slack, SlackInput
from groundwork.channels.telegram.channel import Telegram, TelegramInput
from tests.channels.stand_ins.slack import Slack as SlackStandIn
from tests.channels.stand_ins.telegram import Telegram as TelegramStandIn
from tests.channels.web.standin import Server

PRIVATE_ONLY = "only privately"


class MessagingServer(Server):
    """Serves one messaging channel."""

    def __init__(self, file: Path, channel: Callable[[Any], MessagingInput], port: int = 0, delay: Callable[[], float] = lambda: 0.0) -> None:
        super().__init__(file, port=port, delay=delay)
        self._channel = channel

    def channels(self) -> List[InputChannel]:
        return [self._channel(self.settings)]

    async def start(self) -> None:
        await super().start()
        self.agent.domain = Domain.from_dict({"responses": {"utter_private_only": [{"text": PRIVATE_ONLY}]}})
        self.agent.parse_message = self._parse

    async def _parse(self, words: str) -> Dict[str, Any]:
        return {"entities": [{"entity": "danger", "value": "self_harm"}] if "danger" in words else []}


def telegram_channel(platform: TelegramStandIn) -> Callable[[Any], MessagingInput]:
    return lambda settings: TelegramInput(Telegram(platform.token, platform.secret, platform.address), settings)


def slack_channel(platform: SlackStandIn) -> Callable[[Any], MessagingInput]:
    return lambda settings: SlackInput(Slack(platform.token, platform.signing_secret, f"{platform.address}/api"), settings)


CHANNELS: Dict[str, Any] = {"telegram": (TelegramStandIn, telegram_channel), "slack": (SlackStandIn, slack_channel)}


@asynccontextmanager
async def serving(channel: str, file: Path, **options: Any) -> AsyncIterator[Any]:
    """(stand-in, server) of a channel, both running."""
    stand_in, connector = CHANNELS[channel]
    async with stand_in() as platform:
        server = MessagingServer(file, connector(platform), **options)
        await server.start()
        platform.webhook = f"{server.address}/webhooks/{channel}/webhook"
        try:
            yield platform, server
        finally:
            await server.stop()
