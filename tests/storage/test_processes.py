"""Several processes on one database: nothing is lost, doubled or put in another order, and nobody is told that the database is locked."""
from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections import defaultdict
from typing import Dict, List

from groundwork.settings import PROJECT_ROOT
from groundwork.storage.conversation_store import ConversationStore
from tests.storage.journeys import DOMAIN

PROCESSES, CONVERSATIONS, MESSAGES = 3, 4, 25

_WRITE = """
import asyncio, logging, sys
logging.basicConfig(level=logging.ERROR)
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.turn import Saved, Turn, making
from tests.storage.journeys import DOMAIN

address, name, conversations, messages = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = ConversationStore(DOMAIN, path=address, life_hours=24)

async def say(conversation, number):
    while True:
        turn = Turn(conversation, f"{name} {number}")
        with making(turn):
            tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
            said = (tracker.get_slot("answers") or {}).get("said", 0)
            tracker.update_with_events(
                [SlotSet("consent", True), UserUttered(f"{name} {number}", {"name": "inform"}), SlotSet("answers", {"said": said + 1}), BotUttered(f"heard {name} {number}")],
                DOMAIN,
            )
            await store.save(tracker)
        if turn.saved is not Saved.OVERTAKEN:
            return turn.saved

async def talk(conversation):
    return [await say(conversation, number) for number in range(messages)]

async def main():
    sys.stdin.readline()
    talks = [talk(f"rest:{number}") for number in range(conversations)]
    print({saved for talked in await asyncio.gather(*talks) for saved in talked}, flush=True)

print("ready", flush=True)
asyncio.run(main())
"""


def test_processes_that_write_to_the_same_conversations(address: str) -> None:
    store = ConversationStore(DOMAIN, path=address, life_hours=24)
    environment = {**os.environ, "GROUNDWORK_DATABASE_WAIT": "20"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _WRITE, address, f"p{number}", str(CONVERSATIONS), str(MESSAGES)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT_ROOT, env=environment,
        )
        for number in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline().strip() == "ready"
    ended = [process.communicate("go\n", timeout=120) for process in processes]
    assert [out.strip() for out, _ in ended] == ["{<Saved.WRITTEN: 'written'>}"] * PROCESSES
    assert not [line for _, errors in ended for line in errors.splitlines() if "ERROR" in line or "locked" in line]
    for number in range(CONVERSATIONS):
        said = asyncio.run(store.open_conversations.said(f"rest:{number}"))
        assert [one.seq for one in said] == list(range(1, 2 * PROCESSES * MESSAGES + 1))
        told: Dict[str, List[int]] = defaultdict(list)
        for one, answer in zip(said[::2], said[1::2]):
            name, count = re.fullmatch(r"(p\d) (\d+)", one.text).groups()
            assert answer.text == f"heard {one.text}"
            told[name].append(int(count))
        assert all(counts == list(range(MESSAGES)) for counts in told.values()) and len(told) == PROCESSES
        tracker = asyncio.run(store.retrieve(f"rest:{number}"))
        assert tracker is not None and tracker.get_slot("answers") == {"said": PROCESSES * MESSAGES}
