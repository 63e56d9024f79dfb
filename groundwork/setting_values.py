"""How a typed setting becomes a value. Each function raises ValueError with the end of a sentence: what is wrong with it."""
from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Callable, Tuple
from urllib.parse import urlsplit

#: The folder of the project: the one that holds this package.
PROJECT_ROOT = Path(__file__).parents[1]
SHORTEST_SECRET = 32


def number(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two, in ASCII digits."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise ValueError(f"is not a whole number from {lowest} to {highest}")
        return int(value)

    return read


def host(value: str) -> str:
    """An IP address, or localhost."""
    if value == "localhost":
        return value
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError('is not an IP address or "localhost"') from None


def names(value: str) -> Tuple[str, ...]:
    """A comma list of names, at least one, each once."""
    found = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))
    if not found:
        raise ValueError('names no channel; write a comma list such as "rest"')
    return found


def origins(value: str) -> Tuple[str, ...]:
    """A comma list of origins, perhaps empty."""
    found = tuple(origin.strip().lower() for origin in value.split(",") if origin.strip())
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or origin != f"{parts.scheme}://{parts.netloc}":
            raise ValueError('is not a comma list of origins such as "https://www.example.org" (no path, no slash at the end)')
    return found


def networks(value: str) -> Tuple[str, ...]:
    """A comma list of addresses or networks, perhaps empty."""
    try:
        return tuple(str(ipaddress.ip_network(part.strip(), strict=False)) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError('is not a comma list of addresses or networks such as "10.0.0.0/8"') from None


def secret(value: str) -> str:
    """Nothing, or something long enough."""
    if value and len(value) < SHORTEST_SECRET:
        raise ValueError(f"is shorter than {SHORTEST_SECRET} characters; make one with: openssl rand -hex 32")
    return value


def secret_token(value: str) -> str:
    """The same, of characters that may stand in a header."""
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", value):
        raise ValueError("is not 32 to 256 letters, digits, hyphens and underscores; make one with: openssl rand -hex 32")
    return value


def word(value: str) -> str:
    """One word that a platform has made, perhaps nothing."""
    if any(char.isspace() for char in value) or not value.isascii():
        raise ValueError("is not one word as the platform shows it")
    return value


def address(value: str) -> str:
    """The beginning of an address: https, or http on this machine; perhaps nothing."""
    parts = urlsplit(value)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))
    if value and not (safe and parts.hostname and not parts.query and not parts.fragment and not parts.username):
        raise ValueError('is not an address such as "https://talk.example.org"')
    return value.rstrip("/")


def redis_url(value: str) -> str:
    """Nothing, or the address of a Redis."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("redis", "rediss", "unix") or not (parts.netloc or parts.path)):
        raise ValueError('is not the address of a Redis such as "redis://127.0.0.1:6379/0"')
    return value


def on(value: str) -> bool:
    """on or off."""
    return one_of("on", "off")(value) == "on"


def one_of(*allowed: str) -> Callable[[str], str]:
    """One of these words."""

    def read(value: str) -> str:
        if value.lower() not in allowed:
            raise ValueError(f"is not one of: {', '.join(allowed)}")
        return value.lower()

    return read


def is_url(value: str) -> bool:
    """Whether a database is on a server."""
    return "://" in value


def database(value: str) -> str:
    """A file, relative to the project's folder, or the URL of a PostgreSQL database."""
    if is_url(value):
        parts = urlsplit(value)
        if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
            raise ValueError('is neither a file nor an address such as "postgresql://user:password@host/name"')
        return value
    file = Path(value).expanduser()
    file = file if file.is_absolute() else PROJECT_ROOT / file
    if file.is_dir():
        raise ValueError("is a folder; write the name of a file")
    return str(file)


def keys(value: str) -> Tuple[str, ...]:
    """A comma list of keys, each of 64 hexadecimal digits, perhaps empty."""
    found = tuple(key.strip().lower() for key in value.split(",") if key.strip())
    if any(len(key) != 64 or not set(key) <= set("0123456789abcdef") for key in found):
        raise ValueError("is not a comma list of keys of 64 hexadecimal digits; make one with: openssl rand -hex 32")
    return found
