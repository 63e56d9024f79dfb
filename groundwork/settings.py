"""Settings from the environment and `.env` (the environment wins), checked once. Nothing else in the project reads either.

`SETTINGS` is the one list of names, defaults and meanings; `.env.example` shows the same (a test compares them).
"""
from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from groundwork import setting_values as reading
from groundwork.setting_values import PROJECT_ROOT, is_url


class SettingsError(ValueError):
    """One or more settings are wrong. `lines` holds one clear sentence for each."""

    def __init__(self, lines: List[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Setting:
    """One setting: field of `Settings`, default as it would be typed, meaning, and how a typed value is read."""

    field: str
    default: str
    meaning: str
    read: Callable[[str], Any]
    is_secret: bool = False

    @property
    def name(self) -> str:
        """The environment variable."""
        return f"GROUNDWORK_{self.field.upper()}"


SETTINGS: Tuple[Setting, ...] = (
    Setting("port", "5005", "Port on which people's messages arrive.", reading.number(1, 65535)),
    Setting("host", "127.0.0.1", "Address to listen on. Other than 127.0.0.1 needs a proxy that speaks https in front; the channel rest is served on 127.0.0.1 only.", reading.host),
    Setting("actions_port", "5055", "Port of the action server. It always listens on 127.0.0.1 only.", reading.number(1, 65535)),
    Setting("channels", "web", "Channels to serve, a comma list. Known: web (the chat on a page), rest (programs on this machine, groundwork chat), telegram, slack.", reading.names),
    Setting("database", "var/conversations.sqlite3", "What keeps conversations while they are open: a file, or a PostgreSQL database such as postgresql://user:password@host/name.", reading.database, is_secret=True),
    Setting("database_connections", "4", "Most connections of one process to the database, 1 to 50.", reading.number(1, 50)),
    Setting("database_wait", "3", "Seconds that an answer waits for a busy or broken database before the person is told to send it again, 1 to 30.", reading.number(1, 30)),
    Setting("keys", "", "Keys that encrypt what is kept, a comma list, the newest first; each from: openssl rand -hex 32. Not set: made at the first start, in a file in the database's folder.", reading.keys, is_secret=True),
    Setting("life_hours", "24", "Hours after which an idle conversation is erased, 1 to 336.", reading.number(1, 336)),
    Setting("redis", "", "Redis that several processes share to answer each conversation in order, such as redis://127.0.0.1:6379/0. Not set: there is one process.", reading.redis_url, is_secret=True),
    Setting("secret", "", "Secret that signs what the channels hand out, the same on every replica. Not set: made at the first start, in the database's folder.", reading.secret, is_secret=True),
    Setting("web_origins", "", "Pages that may hold the chat, a comma list such as https://www.example.org. The server's own page always may.", reading.origins),
    Setting("web_trusted_proxies", "", "Addresses or networks of proxies whose X-Forwarded-For is believed, a comma list.", reading.networks),
    Setting("web_token_hours", "12", "Hours after which an unused browser tab can no longer go on by itself (a return code still can), 1 to 336.", reading.number(1, 336)),
    Setting("web_connections", "2000", "Most browser tabs connected at once.", reading.number(1, 100000)),
    Setting("web_connections_per_address", "50", "Most browser tabs connected at once from one address.", reading.number(1, 100000)),
    Setting("web_messages_per_minute", "600", "Most messages a minute from one address; one conversation may send 60.", reading.number(6, 1000000)),
    Setting("web_pauses", "on", "Short pauses between the bubbles of an answer: on or off. Urgent text never waits.", reading.on),
    Setting("public_url", "", "Where the platforms of messaging channels reach this server, such as https://talk.example.org. A proxy that speaks https stands there.", reading.address),
    Setting("telegram_token", "", "For the channel telegram: token of the bot, from @BotFather.", reading.word, is_secret=True),
    Setting("telegram_secret", "", "For the channel telegram: secret that Telegram sends with every message; make one with: openssl rand -hex 32.", reading.secret_token, is_secret=True),
    Setting("telegram_api", "https://api.telegram.org", "Where Telegram's Bot API is: theirs, or your own server of it.", reading.address),
    Setting("slack_token", "", "For the channel slack: the app's bot token (xoxb-…).", reading.word, is_secret=True),
    Setting("slack_signing_secret", "", "For the channel slack: the app's signing secret.", reading.word, is_secret=True),
    Setting("slack_api", "https://slack.com/api", "Where Slack's Web API is.", reading.address),
    Setting("metrics_token", "", "Token that opens GET /metrics (Authorization: Bearer ...); make one with: openssl rand -hex 32. Not set: there is no such page.", reading.secret, is_secret=True),
    Setting("log_level", "warning", "What goes to var/logs: error, warning or info. Never people's words.", reading.one_of("error", "warning", "info")),
)


@dataclass(frozen=True)
class Settings:
    """The settings in use; meanings in `SETTINGS`. life_hours in hours, database_wait in seconds. database: a file's absolute path, or a URL."""

    port: int
    host: str
    actions_port: int
    channels: Tuple[str, ...]
    database: str = field(repr=False)
    database_connections: int
    database_wait: int
    keys: Tuple[str, ...] = field(repr=False)
    life_hours: int
    redis: str = field(repr=False)
    secret: str = field(repr=False)
    web_origins: Tuple[str, ...]
    web_trusted_proxies: Tuple[str, ...]
    web_token_hours: int
    web_connections: int
    web_connections_per_address: int
    web_messages_per_minute: int
    web_pauses: bool
    public_url: str
    telegram_token: str = field(repr=False)
    telegram_secret: str = field(repr=False)
    telegram_api: str
    slack_token: str = field(repr=False)
    slack_signing_secret: str = field(repr=False)
    slack_api: str
    metrics_token: str = field(repr=False)
    log_level: str

    @property
    def on_loopback(self) -> bool:
        """Whether the server is reachable from this machine only."""
        return is_loopback(self.host)

    @property
    def folder(self) -> Path:
        """Where the files are that are made at the first start: beside the database, or in var/ where that is on a server."""
        return PROJECT_ROOT / "var" if is_url(self.database) else Path(self.database).parent

    def as_environment(self) -> Dict[str, str]:
        """The same settings as variables, for a process that is started with them."""
        values = {setting.name: getattr(self, setting.field) for setting in SETTINGS}
        return {name: _as_typed(value) for name, value in values.items()}


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is this machine's own."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_environment(root: Path = PROJECT_ROOT) -> Dict[str, str]:
    """The variables of `.env` in `root` with the real environment over them."""
    from dotenv import dotenv_values

    written = dotenv_values(root / ".env", interpolate=False)
    return {**{name: value for name, value in written.items() if value is not None}, **os.environ}


def load_settings(environment: Optional[Mapping[str, str]] = None) -> Settings:
    """Read and check all settings; an empty value counts as not set.

    Args:
        environment: variables to read from; None for `load_environment()`.

    Raises:
        SettingsError: with one line for each wrong value.
    """
    given = load_environment() if environment is None else environment
    values: Dict[str, Any] = {}
    wrong: List[str] = []
    for setting in SETTINGS:
        typed = given.get(setting.name, "").strip() or setting.default
        try:
            values[setting.field] = setting.read(typed)
        except ValueError as problem:
            shown = "the value" if setting.is_secret else f'"{typed}"'
            wrong.append(f"{setting.name}: {shown} {problem}.")
    if not wrong and values["port"] == values["actions_port"]:
        wrong.append(f"GROUNDWORK_ACTIONS_PORT: {values['port']} is taken by GROUNDWORK_PORT; give each a port of its own.")
    if wrong:
        raise SettingsError(wrong)
    return Settings(**values)
