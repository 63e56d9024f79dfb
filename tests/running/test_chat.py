"""`groundwork chat`, driven through a pipe against a stand-in for the server."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, Iterator, List

import pytest

from groundwork.running.chat import render
from groundwork.settings import PROJECT_ROOT

ANSWER = [{"text": "First bubble."}, {"text": "Which one?", "buttons": [{"title": "This one", "payload": "a"}, {"title": "That one", "payload": "b"}]}]


class StandIn(ThreadingHTTPServer):
    """Remembers what is sent, and answers always the same."""

    received: List[Dict[str, Any]]
    status = 200


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, StandIn)
        server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(server.status)
        self.end_headers()
        self.wfile.write(json.dumps(ANSWER).encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[StandIn]:
    stand_in = StandIn(("127.0.0.1", 0), _Handler)
    stand_in.received = []
    threading.Thread(target=stand_in.serve_forever, daemon=True).start()
    yield stand_in
    stand_in.shutdown()
    stand_in.server_close()


def talk(port: int, typed: str, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GROUNDWORK_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "groundwork.cli", "chat", *options]
    return subprocess.run(command, input=typed, env=environment, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=60)


def test_lines_go_to_one_new_conversation_as_typed(server: StandIn) -> None:
    typed = ["hi", "2", "That one", "", "  /restart", "लड़ाई 😢"]
    assert talk(server.server_port, "\n".join(typed)).returncode == 0
    assert [one["message"] for one in server.received] == typed
    senders = {one["sender"] for one in server.received}
    assert len(senders) == 1 and len(senders.pop()) >= 32


def test_every_chat_is_a_conversation_of_its_own_unless_one_is_named(server: StandIn) -> None:
    for options in ((), (), ("--id", "mine")):
        talk(server.server_port, "hi\n", *options)
    senders = [one["sender"] for one in server.received]
    assert len(set(senders)) == 3 and senders[2] == "mine"


def test_answers_are_shown_with_numbered_choices(server: StandIn) -> None:
    shown = talk(server.server_port, "hi\n").stdout
    places = [shown.index(text) for text in ("> hi", "First bubble.", "Which one?", "1. This one", "2. That one")]
    assert places == sorted(places)


def test_no_server_is_one_clear_line(server: StandIn) -> None:
    port = server.server_port
    server.shutdown()
    server.server_close()
    ended = talk(port, "hi\n")
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1 and "groundwork run" in ended.stderr


def test_an_error_of_the_server_is_one_clear_line(server: StandIn) -> None:
    server.status = 500
    ended = talk(server.server_port, "hi\nmore\n")
    assert ended.returncode == 1
    assert "500" in ended.stderr and "Traceback" not in ended.stderr


def test_a_server_without_the_channel_says_how_to_start_it_with(server: StandIn) -> None:
    server.status = 404
    ended = talk(server.server_port, "hi\n")
    assert ended.returncode == 1 and "GROUNDWORK_CHANNELS=web,rest" in ended.stderr and len(ended.stderr.strip().splitlines()) == 1


def test_long_texts_are_wrapped_and_line_breaks_kept() -> None:
    lines = render([{"text": "word " * 60 + "\n\nnew"}, {"image": "no text"}]).splitlines()
    assert max(map(len, lines)) <= 88
    assert lines[-2:] == ["", "new"]
