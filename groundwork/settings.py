"""Settings from the environment and `.env` (the environment wins), checked once. Nothing else in the project reads either.

`SETTINGS` is the one list of names, defaults and meanings; `.env.example` shows the same (a test compares them).
"""
from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple
from urllib.parse import urlsplit

#: The folder of the project: the one that holds this package.
PROJECT_ROOT = Path(__file__).parents[1]
SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """One or more settings are wrong. `lines` holds one clear sentence for each."""

    def __init__(self, lines: List[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise ValueError(f"is not a whole number from {lowest} to {highest}")
        return int(value)

    return read


def _host(value: str) -> str:
    if value == "localhost":
        return value
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError('is not an IP address or "localhost"') from None


def _names(value: str) -> Tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))
    if not names:
        raise ValueError('names no channel; write a comma list such as "rest"')
    return names


def _origins(value: str) -> Tuple[str, ...]:
    origins = tuple(origin.strip().lower() for origin in value.split(",") if origin.strip())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError('is not a comma list of origins such as "https://www.example.org" (no path, no slash at the end)')
    return origins


def _networks(value: str) -> Tuple[str, ...]:
    try:
        return tuple(str(ipaddress.ip_network(part.strip(), strict=False)) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError('is not a comma list of addresses or networks such as "10.0.0.0/8"') from None


def _secret(value: str) -> str:
    if value and len(value) < SHORTEST_SECRET:
        raise ValueError(f"is shorter than {SHORTEST_SECRET} characters; make one with: openssl rand -hex 32")
    return value


def _on(value: str) -> bool:
    return _one_of("on", "off")(value) == "on"


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in allowed:
            raise ValueError(f"is not one of: {', '.join(allowed)}")
        return value.lower()

    return read


def _path(value: str) -> Path:
    path = Path(value).expanduser()
    path = path if path.is_absolute() else PROJECT_ROOT / path
    if path.is_dir():
        raise ValueError("is a folder; write the name of a file")
    return path


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
    Setting("port", "5005", "Port on which people's messages arrive.", _number(1, 65535)),
    Setting("host", "127.0.0.1", "Address to listen on. Other than 127.0.0.1 needs a proxy that speaks https in front; the channel rest is served on 127.0.0.1 only.", _host),
    Setting("actions_port", "5055", "Port of the action server. It always listens on 127.0.0.1 only.", _number(1, 65535)),
    Setting("channels", "web", "Channels to serve, a comma list. Known: web (the chat on a page), rest (programs on this machine, groundwork chat).", _names),
    Setting("database", "var/conversations.sqlite3", "File that keeps conversations while they are open.", _path),
    Setting("life_hours", "24", "Hours after which an idle conversation is erased, 1 to 336.", _number(1, 336)),
    Setting("secret", "", "Secret that signs what the channel web hands out, the same on every replica. Not set: made at the first start, in the database's folder.", _secret, is_secret=True),
    Setting("web_origins", "", "Pages that may hold the chat, a comma list such as https://www.example.org. The server's own page always may.", _origins),
    Setting("web_trusted_proxies", "", "Addresses or networks of proxies whose X-Forwarded-For is believed, a comma list.", _networks),
    Setting("web_token_hours", "12", "Hours after which an unused browser tab can no longer go on by itself (a return code still can), 1 to 336.", _number(1, 336)),
    Setting("web_connections", "2000", "Most browser tabs connected at once.", _number(1, 100000)),
    Setting("web_connections_per_address", "50", "Most browser tabs connected at once from one address.", _number(1, 100000)),
    Setting("web_messages_per_minute", "600", "Most messages a minute from one address; one conversation may send 60.", _number(6, 1000000)),
    Setting("web_pauses", "on", "Short pauses between the bubbles of an answer: on or off. Urgent text never waits.", _on),
    Setting("log_level", "warning", "What goes to var/logs: error, warning or info. Never people's words.", _one_of("error", "warning", "info")),
)


@dataclass(frozen=True)
class Settings:
    """The settings in use; meanings in `SETTINGS`. life_hours in hours, paths absolute."""

    port: int
    host: str
    actions_port: int
    channels: Tuple[str, ...]
    database: Path
    life_hours: int
    secret: str = field(repr=False)
    web_origins: Tuple[str, ...]
    web_trusted_proxies: Tuple[str, ...]
    web_token_hours: int
    web_connections: int
    web_connections_per_address: int
    web_messages_per_minute: int
    web_pauses: bool
    log_level: str

    @property
    def on_loopback(self) -> bool:
        """Whether the server is reachable from this machine only."""
        return is_loopback(self.host)

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
