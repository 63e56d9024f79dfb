"""Calls to a platform's HTTP API: never blocking, never retried here, and no address, token or word in any error."""
from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Dict, Mapping, Optional

import aiohttp

from groundwork.channels.messaging.platform import TryAgain

#: Seconds. A slow platform is waited for, since it may have taken what it has not confirmed yet; one that cannot be reached is tried again soon.
TOTAL, CONNECT = 90.0, 10.0
#: Calls of one channel at once.
AT_ONCE = 20


@dataclass(frozen=True)
class Reply:
    """A platform's answer. body: its JSON, or nothing. after: what it says in Retry-After, in seconds."""

    status: int
    body: Dict[str, Any]
    after: float


class Api:
    """The HTTP client of one channel."""

    def __init__(self) -> None:
        self._session: Optional[aiohttp.ClientSession] = None

    async def post(
        self, url: str, json: Optional[Any] = None, data: Optional[Mapping[str, str]] = None, headers: Optional[Mapping[str, str]] = None,
        auth: Optional[aiohttp.BasicAuth] = None,
    ) -> Reply:
        """One call.

        Raises:
            TryAgain: if there is no answer.
        """
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TOTAL, sock_connect=CONNECT)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=AT_ONCE))
        try:
            async with self._session.post(url, json=json, data=data, headers=headers, auth=auth, allow_redirects=False) as answer:
                return Reply(answer.status, await _body(answer), _after(answer.headers.get("Retry-After", "")))
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            raise TryAgain() from None  # the error names the address, and with it the token

    async def close(self) -> None:
        """End what is open."""
        if self._session is not None:
            await self._session.close()
            self._session = None


async def _body(answer: aiohttp.ClientResponse) -> Dict[str, Any]:
    try:
        body = await answer.json(content_type=None)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _after(header: str) -> float:
    """Seconds that Retry-After asks for: a number, or a date."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - time()
        except (TypeError, ValueError):
            return 0.0
    return max(seconds, 0.0) if math.isfinite(seconds) else 0.0
