"""Links that open the plan, over HTTP and with the real store: once, for minutes, for one of several callers in several processes."""
from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, Iterator

import icalendar
import pytest
import requests
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Sanic

from groundwork.channels.web.plan_routes import serve_plan
from groundwork.dialogue.state import DialogueState
from groundwork.plan.links import LIFE_MINUTES, MARKS, PATH, links_in
from groundwork.settings import PROJECT_ROOT
from groundwork.storage.conversation_store import ConversationStore
import tests.channels.web.standin  # noqa: F401  with it several Sanic apps can be served in one process
from tests.clock import Clock

KEY = b"k" * 32
PLANTED = "zebrafinch"
RESPONSES = yaml.safe_load((PROJECT_ROOT / "data" / "journeys" / "plan" / "responses.yml").read_text(encoding="utf-8"))["responses"]
WHEN = {"day": "2027-03-28", "hour": "13:00", "about": True, "zone": "Europe/Berlin", "start": 0, "end": 6, "said_on": "2026-11-25"}
ANSWERS = {
    "journey": {"words": "hurt", "choices": ["red"], "journey": "topic", "step": "utter_topic"},
    "facts": {"words": f"I saw {PLANTED}", "choices": [], "label": "What happened", "journey": "red", "step": "utter_facts"},
    "time": {"words": "Sunday, kitchen", "choices": [], "label": "When", "journey": "red", "step": "utter_time", "when": WHEN},
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def domain() -> Domain:
    names = ("consent", "erase_requested", "answers", "dialogue_state")
    slots = {name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for name in names}
    return Domain.from_dict({"intents": ["inform"], "entities": [], "slots": slots, "actions": [], "responses": RESPONSES})


@pytest.fixture
def store(tmp_path: Path, domain: Domain, clock: Clock) -> ConversationStore:
    return ConversationStore(domain, path=str(tmp_path / "c.sqlite3"), life_hours=24, clock=clock)


@pytest.fixture(scope="module")
def served() -> Iterator[SimpleNamespace]:
    """A server with the routes and nothing else: its address, and the store and domain that a test gives it."""
    now, started, loop = SimpleNamespace(), threading.Event(), asyncio.new_event_loop()

    async def serve() -> Any:
        app = Sanic("test_notes", configure_logging=False)
        app.ctx.agent = now.agent = SimpleNamespace(domain=None, processor=SimpleNamespace(model_metadata=SimpleNamespace(language="en")))
        serve_plan(app, lambda: now.store, KEY)
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True)
        await server.startup()
        now.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        started.set()
        return server

    def work() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(serve())
        loop.run_forever()
        server.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert started.wait(10)
    yield now
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


@pytest.fixture
def address(served: SimpleNamespace, store: ConversationStore, domain: Domain) -> str:
    """Where the routes are served, from this test's store."""
    served.store, served.agent.domain = store, domain
    return str(served.address)


def _keep(store: ConversationStore, domain: Domain, clock: Clock, conversation: str = "rest:1", answers: Any = ANSWERS, **state: Any) -> None:
    """A conversation that has reached its plan."""
    kept = DialogueState(place=("plan", "utter_plan_next"), consent=True).but(**state)
    tracker = DialogueStateTracker(conversation, domain.slots)
    for event in [
        ActionExecuted("action_listen", timestamp=clock.now), UserUttered("hi", {"name": "inform"}, timestamp=clock.now), SlotSet("consent", True, timestamp=clock.now),
        SlotSet("answers", answers, timestamp=clock.now), SlotSet("dialogue_state", kept.as_dict(), timestamp=clock.now),
    ]:
        tracker.update(event, domain)
    asyncio.run(store.save(tracker))


def _shown(store: ConversationStore, conversation: str = "rest:1", seq: int = 5) -> Dict[str, str]:
    """The message with the links is shown: kind -> path."""
    links = list(links_in("".join(MARKS.values()), KEY, conversation, seq))
    for link in links:
        asyncio.run(store.one_time_links.remember(link.digest, conversation, LIFE_MINUTES * 60.0))
    return {link.kind: PATH + link.token for link in links}


def _is_nothing(answer: requests.Response) -> bool:
    return answer.status_code == 404 and RESPONSES["utter_page_nothing_here"][0]["text"] in answer.text and PLANTED not in answer.text


def test_it_opens_once(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    path = _shown(store)["page"]
    for _ in range(3):  # whoever only looks uses nothing up
        seen = requests.get(address + path)
        assert seen.status_code == 200 and PLANTED not in seen.text and "<form" in seen.text
    opened = requests.post(address + path)
    assert opened.status_code == 200 and f"I saw {PLANTED}" in opened.text and "28 March" in opened.text
    assert _is_nothing(requests.post(address + path)) and _is_nothing(requests.get(address + path))


def test_the_files_have_names_that_say_nothing(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    paths = _shown(store)
    text, calendar = requests.post(address + paths["text"]), requests.post(address + paths["calendar"])
    assert f"What happened\nI saw {PLANTED}" in text.content.decode()
    entry = icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")[0]
    assert entry.decoded("dtstart").hour == 11 and PLANTED not in calendar.text  # one in the afternoon, after the clocks have changed
    for answer, name in ((text, "notes.txt"), (calendar, "reserved.ics")):
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_nobody_keeps_it_on_the_way(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    paths = _shown(store)
    for answer in [requests.get(address + paths["page"])] + [requests.post(address + path) for path in [*paths.values(), paths["page"]]]:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in policy and "script" not in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "Set-Cookie" not in answer.headers


def test_everything_that_leads_nowhere_looks_the_same(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    used, late, erased = (_shown(store, seq=seq)["page"] for seq in (1, 2, 3))
    requests.post(address + used)
    clock.now += LIFE_MINUTES * 60 + 1
    assert _is_nothing(requests.get(address + late))
    fresh = _shown(store, seq=4)["page"]
    asyncio.run(store.erase("rest:1"))
    never_shown = PATH + next(links_in(MARKS["page"], KEY, "rest:1", 99)).token
    guessed, forged = PATH + "p" + "A" * 43, fresh[:-2] + "AA"
    answers = [ask(address + path) for path in (used, late, erased, fresh, never_shown, guessed, forged, PATH + "x") for ask in (requests.get, requests.post)]
    assert all(_is_nothing(answer) for answer in answers)
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted((name, value) for name, value in answer.headers.items() if name.lower() not in ("date", "connection", "keep-alive"))) for answer in answers}) == 1


def test_it_is_gone_with_its_conversation_after_a_day(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    path = _shown(store)["page"]
    clock.now += 25 * 3600
    store.remove_expired()
    clock.now -= 25 * 3600
    assert _is_nothing(requests.post(address + path))


def test_showing_the_message_again_brings_no_link_back(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    requests.post(address + _shown(store)["page"])
    assert _is_nothing(requests.post(address + _shown(store)["page"]))
    clock.now += LIFE_MINUTES * 60 + 1
    assert _is_nothing(requests.post(address + _shown(store)["text"]))


def test_what_is_closed_for_safety_is_not_opened(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    """Danger was said after the link was shown."""
    _keep(store, domain, clock, closed_by="danger_partner_violence")
    assert _is_nothing(requests.post(address + _shown(store)["page"]))


def test_no_answers_and_no_day_are_nothing(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock, "rest:empty", {})
    assert _is_nothing(requests.post(address + _shown(store, "rest:empty")["page"]))
    _keep(store, domain, clock, "rest:open", {**ANSWERS, "time": {**ANSWERS["time"], "when": None}})
    assert _is_nothing(requests.post(address + _shown(store, "rest:open")["calendar"]))


def test_of_many_at_once_exactly_one_opens_it(address: str, store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    for seq in range(10, 16):
        path = _shown(store, seq=seq)["page"]
        with ThreadPoolExecutor(12) as callers:
            answers = list(callers.map(lambda _: requests.post(address + path), range(12)))
        assert sorted(answer.status_code for answer in answers) == [200] + [404] * 11


_USE = """
import asyncio, sys
from groundwork.storage.conversation_store import ConversationStore
store = ConversationStore(None, path=sys.argv[1], life_hours=24, clock=lambda: float(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
print(sum([asyncio.run(store.one_time_links.use(digest)) is not None for digest in sys.argv[3:]]), flush=True)
"""


def test_of_two_processes_on_one_database_exactly_one_opens_each(store: ConversationStore, domain: Domain, clock: Clock) -> None:
    _keep(store, domain, clock)
    digests = [link.digest for seq in range(30) for link in links_in(MARKS["page"], KEY, "rest:1", seq)]
    for digest in digests:
        asyncio.run(store.one_time_links.remember(digest, "rest:1", 600.0))
    command = [sys.executable, "-W", "ignore", "-c", _USE, str(store.database.engine.url.database), str(clock.now), *digests]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT) for _ in range(2)]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline().strip() == "ready"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    opened = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(opened) == len(digests)


def test_the_words_are_in_no_log_and_no_other_file(
    address: str, store: ConversationStore, domain: Domain, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _keep(store, domain, clock)
    before = {path.name for path in tmp_path.iterdir()}
    with caplog.at_level(logging.DEBUG):
        for path in _shown(store).values():
            assert PLANTED not in path
            assert requests.post(address + path).status_code == 200
    assert PLANTED not in caplog.text
    assert {path.name for path in tmp_path.iterdir()} <= before | {"c.sqlite3-wal", "c.sqlite3-shm"}
    asyncio.run(store.erase("rest:1"))
    assert not [path for path in tmp_path.iterdir() if PLANTED.encode() in path.read_bytes()]
