"""Two real Rasa processes on one file, as behind a balancer: who loses one goes on at the other. Needs a trained model."""
from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Iterator, List

import pytest
import requests
import yaml

from groundwork.channels.credentials import credentials_for, write_private
from groundwork.running.processes import Process, Processes
from groundwork.running.ready import free_ports, wait_until_ready
from groundwork.running.run import process_environment
from groundwork.running.training import up_to_date_model
from groundwork.settings import PROJECT_ROOT, load_settings
from groundwork.storage.conversation_store import ConversationStore
from tests.channels.web.standin import DOMAIN
from tests.channels.web.widget_model import Widget
from tests.storage.opened import kept_text

PLANTED = "zebrafinch"


class Replicas:
    """Addresses of two processes, and how to end the first."""

    def __init__(self, folder: Path, processes: Processes, ports: List[int]) -> None:
        self.folder, self._processes = folder, processes
        self.addresses = [f"http://127.0.0.1:{port}" for port in ports]

    def kill(self, number: int) -> None:
        """End one without a chance to say anything."""
        process = self._processes._running[f"Rasa {number}"][1]
        process.kill()
        process.wait()

    def on_disk(self) -> bytes:
        return b"".join(part.read_bytes() for part in (self.folder / "kept").iterdir() if part.is_file())

    def rows(self) -> int:
        """How many turns are kept."""
        with closing(sqlite3.connect(self.folder / "kept" / "conversations.sqlite3")) as database:
            return int(database.execute("SELECT count(*) FROM turns").fetchone()[0])

    def logs(self) -> bytes:
        return b"".join(part.read_bytes() for part in self.folder.glob("*.log"))


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    folder = tmp_path_factory.mktemp("replicas")
    given = {
        **os.environ, "GROUNDWORK_DATABASE": str(folder / "kept" / "conversations.sqlite3"), "GROUNDWORK_LOG_LEVEL": "info",
        "GROUNDWORK_WEB_PAUSES": "off", "GROUNDWORK_CHANNELS": "web",
    }
    settings = load_settings(given)
    environment = process_environment(given, settings)
    model = up_to_date_model(PROJECT_ROOT, environment)
    credentials = write_private(folder / "credentials.yml", credentials_for(settings, given))
    ports = free_ports(2)
    with Processes() as processes:
        for number, port in enumerate(ports):
            command = [
                sys.executable, "-m", "rasa", "run", "--model", str(model), "--credentials", str(credentials), "--endpoints",
                str(PROJECT_ROOT / "endpoints.yml"), "-i", "127.0.0.1", "-p", str(port),
            ]
            processes.start(Process(f"Rasa {number}", command, folder / f"{number}.log", environment, PROJECT_ROOT))
        assert wait_until_ready([f"http://127.0.0.1:{port}/webhooks/ready/" for port in ports], lambda: processes.first_ended() is None) is None
        yield Replicas(folder, processes, ports)


async def into_a_journey(widget: Widget) -> None:
    """From the welcome to the first step of a journey, by clicking the first choice or typing."""
    await widget.begin()
    await widget.choose(widget.choices[0]["id"])
    for typed in ("trust was broken", "1", "no", "no", "no", "short"):
        await widget.say(typed)


def test_who_loses_one_process_goes_on_at_the_other_and_everything_can_be_erased_there(replicas: Replicas) -> None:
    async def run() -> None:
        first, second = replicas.addresses
        widget = await Widget(first).connect()
        await into_a_journey(widget)
        assert any(message.get("progress") == [1, 5] for message in widget.shown.values())
        await widget.say(f"angry about {PLANTED}")
        code = re.search(r"\w{4}(?:-\w{4}){3}", " ".join(await widget.say("pause")))
        shown = dict(widget.shown)
        assert code
        replicas.kill(0)
        widget.address = second
        await widget.connect()
        assert widget.sessions[-1]["resumed"] and widget.shown == shown
        await widget.say("i am back")
        device = await (await Widget(second).connect()).begin()
        await device.say("AAAA-1111-BBBB-2222")
        assert device.sessions[-1]["resumed"] is False
        await device.say(code.group(0))
        assert device.sessions[-1]["resumed"] and any(PLANTED in text for text in device.texts)
        store = ConversationStore(DOMAIN, path=str(replicas.folder / "kept" / "conversations.sqlite3"))
        assert PLANTED in kept_text(store) and PLANTED.encode() not in replicas.on_disk()
        assert (await device.call("forget", {}))["ok"]
        assert PLANTED not in kept_text(store)
        for tab in (widget, device):
            await tab.close()

    asyncio.run(run())
    for secret in (PLANTED, "web:"):
        assert secret.encode() not in replicas.logs()


def test_who_is_under_18_is_told_so_and_nothing_is_kept(replicas: Replicas) -> None:
    responses = yaml.safe_load((PROJECT_ROOT / "data" / "journeys" / "welcome" / "responses.yml").read_text(encoding="utf-8"))["responses"]
    title = next(button["title"] for button in responses["utter_consent"][0]["buttons"] if button["payload"] == "under_18")

    async def run() -> None:
        widget = await (await Widget(replicas.addresses[1]).connect()).begin()
        before = replicas.rows()
        await widget.choose(next(choice["id"] for choice in widget.choices if choice["label"] == title))
        assert widget.gone == ["forgotten"] and widget.texts
        assert replicas.rows() < before
        await widget.close()

    asyncio.run(run())


def test_the_page_the_script_and_its_policy_are_served(replicas: Replicas) -> None:
    page = requests.get(f"{replicas.addresses[1]}/", timeout=10)
    assert page.status_code == 200 and "<title>Chat</title>" in page.text and "Hello from Rasa" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"] and page.headers["Cache-Control"] == "no-store"
    style = requests.get(f"{replicas.addresses[1]}/page.css", timeout=10)
    assert style.headers["Content-Type"].startswith("text/css")
    again = requests.get(f"{replicas.addresses[1]}/page.css", headers={"If-None-Match": style.headers["ETag"]}, timeout=10)
    assert again.status_code == 304 and not again.content
    assert requests.get(f"{replicas.addresses[1]}/webhooks/ready/", timeout=10).status_code == 200
    assert requests.post(f"{replicas.addresses[1]}/webhooks/rest/webhook", json={"sender": "a", "message": "hi"}, timeout=10).status_code == 404
