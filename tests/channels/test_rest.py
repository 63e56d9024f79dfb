"""The channel on a real server on loopback, with a stand-in for the assistant behind it."""
from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import Any, Iterator, List, Tuple

import pytest
import requests
from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic

from groundwork.channels.failing import RESPONSE
from groundwork.channels.plain_text import LONGEST_MESSAGE
from groundwork.channels.ready import ReadyInput
from groundwork.channels.rest import RestInput
from groundwork.running.chat import render, send
from groundwork.running.ready import free_ports
from groundwork.settings import PROJECT_ROOT
from groundwork.storage.turn import Saved, turn_of

PLANTED = "plantedword"


class StandIn:
    """Answers every message, and remembers what it was given."""

    def __init__(self) -> None:
        self.messages: List[UserMessage] = []

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        self.messages.append(message)
        if "boom" in str(message.text):
            raise ValueError(f"could not bear {message.text}")
        await message.output_channel.send_response(
            message.sender_id, {"text": "Which?", "buttons": [{"title": "One", "payload": "one"}]}
        )
        await message.output_channel.send_response(message.sender_id, {"text": "Or none."})


@pytest.fixture(scope="module")
def served() -> Iterator[Tuple[str, StandIn]]:
    agent, started, loop, address = StandIn(), threading.Event(), asyncio.new_event_loop(), []

    async def serve() -> Any:
        app = Sanic("test_rest", configure_logging=False)
        register([RestInput(), ReadyInput()], app, route="/webhooks/")
        app.ctx.agent = agent
        server = await app.create_server(host="127.0.0.1", port=free_ports(1)[0], return_asyncio_server=True)
        await server.startup()
        address.append(f"http://127.0.0.1:{server.server.sockets[0].getsockname()[1]}")
        started.set()
        return server

    def work() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(serve())
        loop.run_forever()
        server.close()
        loop.run_until_complete(server.wait_closed())

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert started.wait(10)
    yield address[0], agent
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def post(served: Tuple[str, StandIn], body: Any, **headers: str) -> requests.Response:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return requests.post(f"{served[0]}/webhooks/rest/webhook", data=data.encode() if isinstance(data, str) else data, headers=headers, timeout=10)


def test_answers_as_rasas_own_channel_does(served: Tuple[str, StandIn]) -> None:
    answer = post(served, {"sender": "someone", "message": "hi"})
    assert answer.status_code == 200
    assert answer.json() == [
        {"recipient_id": "someone", "text": "Which?", "buttons": [{"title": "One", "payload": "one"}]},
        {"recipient_id": "someone", "text": "Or none."},
    ]


def test_no_request_reaches_another_channels_conversation(served: Tuple[str, StandIn]) -> None:
    post(served, {"sender": "telegram:12", "message": "hi", "input_channel": "telegram"})
    message = served[1].messages[-1]
    assert (message.sender_id, message.input_channel) == ("rest:telegram:12", "rest")


@pytest.mark.parametrize(
    "body",
    [
        {"message": "hi"}, {"sender": "", "message": "hi"}, {"sender": "  ", "message": "hi"}, {"sender": 7, "message": "hi"},
        {"sender": None, "message": "hi"}, {"sender": ["a"], "message": "hi"}, {"sender": "a" * 129, "message": "hi"}, {"sender": "a\nb", "message": "hi"},
        {"sender": "\ud800", "message": "hi"}, {"sender": "a"}, {"sender": "a", "message": None}, {"sender": "a", "message": 5}, {"sender": "a", "message": {"text": "hi"}},
        [], "hi", "null", "{broken", b"\xff\xfe", "",
    ],
)
def test_anything_else_is_refused_in_words_and_reaches_nobody(served: Tuple[str, StandIn], body: Any) -> None:
    before = len(served[1].messages)
    answer = post(served, body)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert len(served[1].messages) == before


def test_web_pages_of_elsewhere_are_refused(served: Tuple[str, StandIn]) -> None:
    assert post(served, {"sender": "a", "message": "hi"}, Origin="https://evil.example").status_code == 403
    assert post(served, {"sender": "a", "message": "hi"}, Origin="null").status_code == 403
    assert post(served, {"sender": "a", "message": "hi"}, Origin="http://localhost:8000").status_code == 200


@pytest.mark.parametrize("typed", ["/restart", '/inform{"choice":"x"}', "", "   "])
def test_commands_and_silence_arrive_as_text(served: Tuple[str, StandIn], typed: str) -> None:
    assert post(served, {"sender": "a", "message": typed}).json()
    text = str(served[1].messages[-1].text)
    assert text and not text.startswith("/")


def test_too_much_is_passed_on_as_too_much(served: Tuple[str, StandIn]) -> None:
    post(served, {"sender": "a", "message": "b" * 100_000})
    assert len(str(served[1].messages[-1].text)) == LONGEST_MESSAGE + 1


def test_of_the_metadata_only_a_locale_is_read(served: Tuple[str, StandIn]) -> None:
    post(served, {"sender": "a", "message": "hi", "metadata": {"locale": "en-GB", "name": PLANTED}})
    assert served[1].messages[-1].metadata == {"locale": "en-GB"}
    for metadata in ({"locale": "x" * 99}, {"locale": 5}, PLANTED, None, [1]):
        post(served, {"sender": "a", "message": "hi", "metadata": metadata})
        assert served[1].messages[-1].metadata is None


def test_streaming_is_not_offered(served: Tuple[str, StandIn]) -> None:
    answer = requests.post(f"{served[0]}/webhooks/rest/webhook?stream=true", json={"sender": "a", "message": "hi"}, timeout=10)
    assert isinstance(answer.json(), list)


def test_a_failure_is_told_without_the_persons_words(served: Tuple[str, StandIn], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = post(served, {"sender": "a", "message": f"boom {PLANTED}"})
    assert answer.status_code == 500 and answer.json()["message"]
    assert PLANTED not in answer.text
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    assert PLANTED not in caplog.text


def test_ready_means_that_there_is_a_model(served: Tuple[str, StandIn], monkeypatch: pytest.MonkeyPatch) -> None:
    assert requests.get(f"{served[0]}/webhooks/ready/", timeout=10).status_code == 200
    monkeypatch.setattr(served[1], "is_ready", lambda: False)
    assert requests.get(f"{served[0]}/webhooks/ready/", timeout=10).status_code == 503


def test_the_server_does_not_start_where_others_could_reach_it() -> None:
    program = (
        "from sanic import Sanic\n"
        "from rasa.core.channels.channel import register\n"
        "from groundwork.channels.rest import RestInput\n"
        "app = Sanic('elsewhere', configure_logging=False)\n"
        "register([RestInput()], app, route='/webhooks/')\n"
        "app.run(host='0.0.0.0', port=0)\n"
    )
    ended = subprocess.run([sys.executable, "-W", "ignore", "-c", program], cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert "-i 127.0.0.1" in ended.stderr.strip().splitlines()[-1]
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("saved", [Saved.FAILED, Saved.OVERTAKEN])
def test_a_message_that_cannot_be_kept_is_told_as_written_in_the_content(served: Tuple[str, StandIn], saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, tried = served[1].handle_message, []

    async def unkept(message: UserMessage) -> None:
        await answer(message)
        turn = turn_of(message.sender_id)
        assert turn is not None
        turn.saved = saved
        tried.append(turn)

    monkeypatch.setattr(served[1], "handle_message", unkept)
    monkeypatch.setattr(served[1], "domain", SimpleNamespace(responses={RESPONSE: [{"text": "Please send it again."}]}), raising=False)
    told = post(served, {"sender": "someone", "message": "hi"})
    assert told.status_code == 503 and told.json()["message"] == "Please send it again."
    assert (len(tried) > 1) is (saved is Saved.OVERTAKEN)
    assert render(send(served[0], "someone", "hi")) == "Please send it again."
