"""Rasa with the action server down, slow, failing and back again; and nothing that anybody typed in any log of either, in debug mode."""
from __future__ import annotations

import secrets
import socket
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Iterator, Set

import pytest
import requests
import yaml

from groundwork.running.processes import Processes
from groundwork.settings import PROJECT_ROOT
from tests.running.served_pair import INTO_A_COACHED_STEP, ServedPair, words

PLANTED = "zebrafinch"
#: Where nothing listens: Redis is away from the beginning.
NO_REDIS = "redis://127.0.0.1:1/0"
COACHED = "I hid the letters from you and I lied about it"
DANGER = "he says he will kill me tonight if i leave"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPair]:
    folder = tmp_path_factory.mktemp("pair")
    with Processes() as processes:
        yield ServedPair(folder, processes, LOG_LEVEL="DEBUG", LOG_LEVEL_LIBRARIES="DEBUG", GROUNDWORK_REDIS=NO_REDIS, GROUNDWORK_METRICS_TOKEN="t" * 32).start()


@pytest.fixture
def talk(pair: ServedPair) -> str:
    """A conversation at a step that the coach looks at."""
    sender = PLANTED + secrets.token_hex(8)
    pair.say(sender, *INTO_A_COACHED_STEP)
    return sender


@contextmanager
def no_actions(pair: ServedPair) -> Iterator[None]:
    pair.end_actions()
    try:
        yield
    finally:
        pair.start_actions()


@contextmanager
def instead(pair: ServedPair, seconds: float, status: int) -> Iterator[None]:
    """Something that answers in the action server's place, late or with an error that quotes the call, as rasa_sdk's does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(seconds)
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # nobody waits any more

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with no_actions(pair):
        server = ThreadingHTTPServer(("127.0.0.1", pair.actions_port), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()
        server.server_close()


def said_instead() -> Set[str]:
    """The sentences that are said in an action's place."""
    responses = yaml.safe_load((PROJECT_ROOT / "data" / "faults" / "responses.yml").read_text(encoding="utf-8"))["responses"]
    return {variation["text"] for variations in responses.values() for variation in variations}


def is_told(answer: Any) -> bool:
    return any(message.get("text") in said_instead() for message in answer)


def test_without_the_action_server_the_person_is_told_and_goes_on_and_nothing_is_lost(pair: ServedPair, talk: str) -> None:
    with no_actions(pair):
        answer = pair.say(talk, COACHED)
        assert is_told(answer) and len(answer) > 1, "told, and asked the next question"
        assert pair.say(talk, "skip") and is_told(pair.say(talk, "what have i said so far"))
    assert COACHED in words(pair.say(talk, "what have i said so far"))


def test_danger_help_and_leaving_need_no_action_server(pair: ServedPair, talk: str) -> None:
    with_it = [pair.say(talk + str(number), *INTO_A_COACHED_STEP, message) for number, message in enumerate((DANGER, "help now", "leave"))]
    with no_actions(pair):
        without = [pair.say(talk + "x" + str(number), *INTO_A_COACHED_STEP, message) for number, message in enumerate((DANGER, "help now", "leave"))]
    assert [[message["text"] for message in answer] for answer in without] == [[message["text"] for message in answer] for answer in with_it]
    assert not any(map(is_told, without))


def test_a_slow_action_server_keeps_nobody(pair: ServedPair, talk: str) -> None:
    with instead(pair, seconds=20, status=200):
        assert is_told(pair.say(talk, COACHED))  # within the 30 seconds that `say` waits; Rasa alone waits 300


def test_an_action_that_fails_is_told_and_what_it_quotes_is_not_logged(pair: ServedPair, talk: str) -> None:
    with instead(pair, seconds=0, status=500):
        assert is_told(pair.say(talk, f"I lied about {PLANTED}"))
    requests.post(f"http://127.0.0.1:{pair.actions_port}/webhook", json={"next_action": "action_coach_facts", "sender_id": PLANTED, "tracker": {"sender_id": PLANTED, "slots": PLANTED}}, timeout=10)
    assert_wordless(pair)


def test_the_action_server_that_is_back_is_asked_again(pair: ServedPair, talk: str) -> None:
    with no_actions(pair):
        assert is_told(pair.say(talk, COACHED))
    time.sleep(3.1)  # known to be away for so long; see KNOWN_SECONDS
    assert not is_told(pair.say(talk, "I kept it from them for a year"))


def test_nothing_typed_is_logged_whatever_is_sent_where(pair: ServedPair, talk: str) -> None:
    pair.say(talk, f"{{{PLANTED}", f"I told {PLANTED} {{facts}} {{{{ {PLANTED}", "what have i said so far", "/" + PLANTED, f"/inform{{\"{PLANTED}\": 1}}")
    for path in ("/webhooks/rest/webhook", f"/{PLANTED}", f"/chat/?EIO=4&transport=polling&{PLANTED}=1", "/webhooks/web/"):
        for body in (f'{{"sender": "{PLANTED}", "message": ', f'{{"sender": ["{PLANTED}"], "message": "{PLANTED}"}}', f'["{PLANTED}"]'):
            requests.post(pair.address + path, data=body, headers={"Content-Type": "application/json", "X-Any": PLANTED}, timeout=10)
    for body in (f'{{"next_action": "{PLANTED}", "sender_id": "{PLANTED}"', f'{{"next_action": "{PLANTED}", "tracker": {{"sender_id": "{PLANTED}"}}}}', f'"{PLANTED}"'):
        requests.post(f"http://127.0.0.1:{pair.actions_port}/webhook", data=body, headers={"Content-Type": "application/json"}, timeout=10)
    _send_raw(pair.address, f"{PLANTED} {PLANTED}\r\n\r\n")
    assert_wordless(pair)


def _send_raw(address: str, text: str) -> None:
    """Something that is no HTTP at all."""
    with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), 5) as connection:
        connection.sendall(text.encode())
        connection.settimeout(5)
        connection.recv(1000)


def assert_wordless(pair: ServedPair) -> None:
    logs = pair.logs()
    assert PLANTED not in logs
    assert all(f"{level} " in logs for level in ("DEBUG", "ERROR")), "the logs are on"


def test_readiness_tells_codes_and_counts_open_with_the_token_only(pair: ServedPair, talk: str) -> None:
    assert requests.get(f"{pair.address}/healthz", timeout=5).json() == {"status": "ok"}
    assert requests.get(f"{pair.address}/readyz", timeout=5).json() == {"status": "ready", "model": "ok", "store": "ok", "actions": "ok", "redis": "away"}
    with no_actions(pair):
        time.sleep(1.1)  # what was told is told again for a second
        told = requests.get(f"{pair.address}/readyz", timeout=5)
        assert (told.status_code, told.json()["actions"]) == (200, "away")
    assert requests.get(f"{pair.address}/metrics", timeout=5).status_code == 404
    assert requests.get(f"{pair.address}/metrics", headers={"Authorization": "Bearer wrong"}, timeout=5).status_code == 404
    counted = requests.get(f"{pair.address}/metrics", headers={"Authorization": "Bearer " + "t" * 32}, timeout=5).text
    assert 'groundwork_action_calls_total{outcome="' in counted and 'groundwork_steps_reached_total{journey="gate"' in counted
    assert PLANTED not in counted
