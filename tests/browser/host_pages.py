"""Pages of another site that hold the chat, each with headers of its own."""
from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Dict, Optional, Tuple, Type

_PAGE = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width">{head}</head><body>{body}</body></html>'


class HostPages:
    """A context: serves what was put into it."""

    def __init__(self, port: int) -> None:
        self.address = f"http://localhost:{port}"
        self._files: Dict[str, Tuple[Dict[str, str], str]] = {}
        files = self._files

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802 (the name that http.server calls)
                headers, text = files.get(self.path, ({}, ""))
                self.send_response(200 if self.path in files else 404)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)

    def __enter__(self) -> "HostPages":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self._server.shutdown()

    def put(self, path: str, body: str, head: str = "", title: str = "A page", headers: Optional[Dict[str, str]] = None) -> str:
        """Serve a page; returns its address."""
        self._files[path] = (headers or {}, _PAGE.format(title=title, head=head, body=body))
        return self.address + path

    def put_style(self, path: str, style: str) -> None:
        """Serve a style sheet."""
        self._files[path] = ({"Content-Type": "text/css"}, style)
