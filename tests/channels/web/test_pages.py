"""The page and the script: served with their headers where the channel is on, and nowhere else."""
from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Dict, Tuple

import aiohttp
import pytest
from rasa.core.channels.channel import register
from rasa.server import add_root_route
from sanic import Sanic

from groundwork.channels.ready import ReadyInput
from groundwork.channels.web import pages
from tests.channels.web.standin import serving

Got = Tuple[int, Dict[str, str], bytes]


async def ask(address: str, path: str, method: str = "GET", **headers: str) -> Got:
    async with aiohttp.ClientSession() as session:
        async with session.request(method, f"{address}{path}", headers=headers) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, await answer.read()


def served(tmp_path: Path, path: str, method: str = "GET", **headers: str) -> Got:
    async def run() -> Got:
        async with serving(tmp_path / "kept" / "c.sqlite3") as server:
            return await ask(server.address, path, method, **headers)

    return asyncio.run(run())


def test_the_page_asks_nobody_else_for_anything_and_says_nothing_of_the_topic(tmp_path: Path) -> None:
    status, headers, body = served(tmp_path, "/")
    page = body.decode()
    assert status == 200 and headers["content-type"].startswith("text/html") and headers["content-security-policy"] == pages.PAGE_POLICY
    assert (headers["cache-control"], headers["referrer-policy"], headers["x-frame-options"]) == ("no-store", "no-referrer", "DENY")
    assert "<title>Chat</title>" in page and not re.search(r"https?://|style=|<style|<script>|onclick", page)
    assert not re.search(r"betray|shame|bound|affair|partner|trust|couple|therap", page + (pages.STATIC / "page.css").read_text(encoding="utf-8"), re.IGNORECASE)
    for file in re.findall(r'(?:src|href)="(/[^"]+)"', page):
        assert file in pages.PAGES


def test_the_script_may_be_read_by_other_pages_and_is_asked_for_again_only_when_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    (tmp_path / "widget.js").write_text("let x;", encoding="utf-8")
    status, headers, body = served(tmp_path, "/widget.js")
    assert (status, body) == (200, b"let x;") and headers["content-type"].startswith("text/javascript")
    assert headers["access-control-allow-origin"] == "*" and headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-cache"
    status, again, body = served(tmp_path, "/widget.js", **{"If-None-Match": headers["etag"]})
    assert (status, body) == (304, b"")
    (tmp_path / "widget.js").write_text("let y;", encoding="utf-8")
    assert served(tmp_path, "/widget.js", **{"If-None-Match": headers["etag"]})[0] == 200


def test_only_these_files_are_served_and_only_read(tmp_path: Path) -> None:
    for path in ("/page.html", "/static/page.css", "/../settings.py", "/secret.key", "/index.html"):
        assert served(tmp_path, path)[0] == 404
    assert served(tmp_path, "/", "POST")[0] in (404, 405)
    assert served(tmp_path, "/", "HEAD")[2] == b""


def test_rasas_own_answer_stays_where_the_channel_is_off() -> None:
    async def run() -> Got:
        app = Sanic("without_web", configure_logging=False)
        add_root_route(app)
        register([ReadyInput()], app, route="/webhooks/")
        server = await app.create_server(host="127.0.0.1", port=0, return_asyncio_server=True)
        await server.startup()
        try:
            return await ask(f"http://127.0.0.1:{server.server.sockets[0].getsockname()[1]}", "/")
        finally:
            server.close()

    status, _, body = asyncio.run(run())
    assert status == 200 and body.startswith(b"Hello from Rasa")
