"""Settings from the environment and `.env` (the environment wins), checked once. Nothing else in the project reads either.

`SETTINGS` is the one list of names, defaults and meanings; `.env.example` shows the same (a test compares them).
"""
from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

#: The folder of the project: the one that holds this package.
PROJECT_ROOT = Path(__file__).parents[1]


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

    @property
    def name(self) -> str:
        """The environment variable."""
        return f"GROUNDWORK_{self.field.upper()}"


SETTINGS: Tuple[Setting, ...] = (
    Setting("port", "5005", "Port on which people's messages arrive.", _number(1, 65535)),
    Setting("host", "127.0.0.1", "Address to listen on. The channel rest is only served on this machine itself (127.0.0.1).", _host),
    Setting("actions_port", "5055", "Port of the action server. It always listens on 127.0.0.1 only.", _number(1, 65535)),
    Setting("channels", "rest", "Channels to serve, a comma list. Known: rest.", _names),
    Setting("database", "var/conversations.sqlite3", "File that keeps conversations while they are open.", _path),
    Setting("life_hours", "24", "Hours after which an idle conversation is erased, 1 to 336.", _number(1, 336)),
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
    log_level: str

    @property
    def on_loopback(self) -> bool:
        """Whether the server is reachable from this machine only."""
        return is_loopback(self.host)

    def as_environment(self) -> Dict[str, str]:
        """The same settings as variables, for a process that is started with them."""
        values = {setting.name: getattr(self, setting.field) for setting in SETTINGS}
        return {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}


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
            wrong.append(f'{setting.name}: "{typed}" {problem}.')
    if not wrong and values["port"] == values["actions_port"]:
        wrong.append(f"GROUNDWORK_ACTIONS_PORT: {values['port']} is taken by GROUNDWORK_PORT; give each a port of its own.")
    if wrong:
        raise SettingsError(wrong)
    return Settings(**values)
