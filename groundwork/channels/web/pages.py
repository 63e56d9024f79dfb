"""The page and the script, served before Rasa's own routes are looked at (it owns "/")."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Mapping, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

STATIC = Path(__file__).parent / "static"
#: Nothing but this server's own script and style runs on the page, and nothing else is ever asked for.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Permissions-Policy": "camera=(), microphone=(), geolocation=()"}


@dataclass(frozen=True)
class Page:
    """A file, its type and its headers."""

    file: str
    content_type: str
    headers: Mapping[str, str]


PAGES: Mapping[str, Page] = {
    "/": Page("page.html", "text/html; charset=utf-8", {"Content-Security-Policy": PAGE_POLICY, "X-Frame-Options": "DENY", "Cache-Control": "no-store"}),
    "/page.css": Page("page.css", "text/css; charset=utf-8", {"Cache-Control": "no-cache"}),
    "/page.svg": Page("page.svg", "image/svg+xml", {"Cache-Control": "no-cache"}),
    "/widget.js": Page(
        "widget.js", "text/javascript; charset=utf-8",
        {"Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"},
    ),
}


async def serve_page(request: Request) -> Optional[HTTPResponse]:
    """Middleware: the answer for one of `PAGES`, or None, so that Rasa goes on."""
    page = PAGES.get(request.path)
    if page is None or request.method not in ("GET", "HEAD"):
        return None
    try:
        content = (STATIC / page.file).read_bytes()
    except FileNotFoundError:
        return None
    headers: Dict[str, str] = {**_SAFE, **page.headers}
    if page.headers["Cache-Control"] == "no-store":
        return HTTPResponse(content, 200, headers, page.content_type)
    headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == headers["ETag"]:
        return HTTPResponse(None, 304, headers)
    return HTTPResponse(content, 200, headers, page.content_type)
