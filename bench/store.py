"""What the store costs: a turn early and late in a conversation, with few and with many conversations, and while thousands expire.

    python -m bench.store [--url postgresql://...] [--conversations 100000] [--report FILE.json]

A turn is Rasa's read and save with events of a real one: a message, the state, an answer, two messages, all actions. The machine's load moves the
figures: compare within a run.
"""
from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.tables import CONVERSATIONS, TURNS
from groundwork.storage.turn import Saved, Turn, making

_NAMES = ("consent", "erase_requested", "dialogue_state", "answers", "coaching", "rehearsal", "coach_said")
DOMAIN = Domain.from_dict({
    "intents": ["inform"], "actions": [], "responses": {}, "entities": [],
    "slots": {name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for name in _NAMES},
})
_WORDS = "it is hard to say what hurt most when you came home late and the table was laid and I had waited with the children for two hours".split()


class Clock:
    """The time now, moved forward by `passed` seconds."""

    passed = 0.0

    def __call__(self) -> float:
        return time.time() + self.passed


def events_of_turn(number: int, chance: random.Random) -> List[Event]:
    """A turn at one of ten steps, in the person's own words."""
    words = " ".join(chance.choices(_WORDS, k=15))
    answers = {f"step_{step}": {"words": " ".join(_WORDS[step : step + 15]), "choices": [], "journey": "betrayal_hurt", "step": f"utter_{step}"} for step in range(min(number, 10))}
    state = {
        "place": ["betrayal_hurt", f"utter_step_{number % 10}"], "visited": [["betrayal_hurt", f"utter_step_{step}"] for step in range(min(number, 10))],
        "consent": True, "gate_passed": 1.8e9, "channel": "web", "said": {f"utter_{step}": 1 for step in range(8)}, "progress": [number % 10, 10], "actions": ["utter_a", "utter_b"],
    }
    parse = {"text": words, "intent": {"name": "inform", "confidence": 0.93}, "entities": [], "intent_ranking": [{"name": f"intent_{n}", "confidence": 0.01} for n in range(10)]}
    return [
        UserUttered(words, parse["intent"], [], parse, input_channel="web", message_id=f"{number:032x}", metadata={"locale": "en-GB"}),
        SlotSet("consent", True), SlotSet("dialogue_state", state), SlotSet("answers", answers),
        ActionExecuted("utter_a", policy="JourneyPolicy", confidence=1.0),
        BotUttered("Thank you for saying that. It is a lot to carry.", {}, {"utter_action": "utter_a", "model_id": "a" * 32}),
        ActionExecuted("utter_b", policy="JourneyPolicy", confidence=1.0),
        BotUttered("What would you need from them now? One or two sentences are enough.", {"buttons": [{"title": "Skip", "payload": "skip"}]}, {"utter_action": "utter_b"}),
        ActionExecuted("action_listen", policy="JourneyPolicy", confidence=1.0),
    ]


async def take(store: ConversationStore, conversation: str, number: int, chance: random.Random) -> float:
    """One turn; its milliseconds in the store."""
    turn, events = Turn(conversation, f"message {number}"), events_of_turn(number, chance)
    with making(turn):
        began = time.perf_counter()
        tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
        read = time.perf_counter() - began
        for event in events:
            tracker.update(event, DOMAIN)
        began = time.perf_counter()
        await store.save(tracker)
    assert turn.saved is Saved.WRITTEN, turn.saved
    return (read + time.perf_counter() - began) * 1000


async def early_and_late(store: ConversationStore, turns: int = 400) -> Dict[str, float]:
    """Medians of turns 1-20, 100-120 and the last twenty, over ten conversations."""
    chance, taken = random.Random(1), {}  # type: random.Random, Dict[int, List[float]]
    for conversation in range(10):
        for number in range(1, turns + 1):
            taken.setdefault(number, []).append(await take(store, f"rest:long {conversation}", number, chance))
    parts = {"1-20": range(1, 21), "100-120": range(100, 121), f"{turns - 20}-{turns}": range(turns - 20, turns + 1)}
    found = {f"turns {name}, ms": round(statistics.median(time for number in part for time in taken[number]), 3) for name, part in parts.items()}
    first, last = list(found.values())[0], list(found.values())[-1]
    return {**found, "late against early": round(last / first, 3)}


async def median_turn(store: ConversationStore, name: str, conversations: int = 40) -> float:
    """Median of the first turns of new conversations and of some more of theirs, in milliseconds."""
    chance = random.Random(2)
    taken = [await take(store, f"rest:{name} {conversation}", number, chance) for number in range(1, 11) for conversation in range(conversations)]
    return round(statistics.median(taken), 3)


async def fill(store: ConversationStore, conversations: int, turns: int = 5) -> None:
    """Many conversations, half of which will be over by and by. Rows of one real conversation are sealed anew for each."""
    chance = random.Random(3)
    for number in range(1, turns + 1):
        await take(store, "rest:pattern", number, chance)
    with store.database.reading() as connection:
        row = connection.execute(sa.select(CONVERSATIONS).where(CONVERSATIONS.c.conversation == store.vault.ids.conversation("rest:pattern"))).one()
        box = store.vault.box_of(row)
        snapshot = box.open("snapshot", row.version, bytes(row.snapshot))
        events = [box.open("turn", turn.number, bytes(turn.data)) for turn in connection.execute(sa.select(TURNS).where(TURNS.c.conversation == box.id).order_by(TURNS.c.number))]
    for start in range(0, conversations, 1000):
        with store.database.writing() as connection:
            rows, turn_rows = [], []
            for number in range(start, min(start + 1000, conversations)):
                new, key_id, key = store.vault.new_box(connection, f"rest:filler {number}")
                life = 1 if number % 2 else 1000
                rows.append({"conversation": new.id, "key_id": key_id, "key": key, "expires": time.time() + life * 3600.0, "version": turns, "last_seq": 3 * turns, "events": 45, "snapshot": new.seal("snapshot", turns, snapshot)})
                turn_rows += [{"conversation": new.id, "number": n, "message": store.vault.ids.message(new.id, str(n)), "first_seq": 3 * n - 2, "last_seq": 3 * n, "data": new.seal("turn", n, events[n - 1])} for n in range(1, turns + 1)]
            connection.execute(sa.insert(CONVERSATIONS), rows)
            connection.execute(sa.insert(TURNS), turn_rows)


async def while_expiring(store: ConversationStore, clock: Clock) -> Dict[str, Any]:
    """Turns taken one after the other while half of the conversations expire."""
    quiet = await percentiles(store, lambda count: count < 300)
    clock.passed = 7200.0
    began = time.monotonic()
    expiring = asyncio.get_running_loop().run_in_executor(None, store.remove_expired)
    busy = await percentiles(store, lambda _: not expiring.done())
    return {"rows removed": expiring.result(), "seconds": round(time.monotonic() - began, 1), "turn before, ms": quiet, "turn meanwhile, ms": busy}


async def percentiles(store: ConversationStore, go_on: Callable[[int], bool]) -> Dict[str, float]:
    """p50, p95 and the worst of turns of one person who writes every 20 ms."""
    chance, taken = random.Random(4), []  # type: random.Random, List[float]
    while go_on(len(taken)):
        taken.append(await take(store, f"rest:meanwhile {len(taken) % 50} {id(taken)}", 1 + len(taken) // 50, chance))
        await asyncio.sleep(0.02)
    ordered = sorted(taken)
    return {"turns": len(ordered), "p50": round(statistics.median(ordered), 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2), "worst": round(ordered[-1], 1)}


async def measure(address: str, conversations: int) -> Dict[str, Any]:
    """All figures."""
    clock = Clock()
    store = ConversationStore(DOMAIN, path=address, life_hours=24, clock=clock)
    await median_turn(store, "warm", 5)
    figures: Dict[str, Any] = {"a long conversation": await early_and_late(store)}
    with store.database.reading() as connection:
        rows = connection.execute(sa.select(sa.func.count(), sa.func.sum(sa.func.length(TURNS.c.data)))).one()
        figures["bytes of a turn, encrypted"] = round(int(rows[1]) / int(rows[0]))
        figures["bytes of a snapshot, encrypted"] = int(connection.execute(sa.select(sa.func.max(sa.func.length(CONVERSATIONS.c.snapshot)))).scalar_one())
    empty = await median_turn(store, "empty")
    began = time.monotonic()
    await fill(store, conversations)
    full = await median_turn(store, "full")
    figures["many conversations"] = {"conversations": conversations, "filled in, s": round(time.monotonic() - began, 1), "turn in an empty store, ms": empty, "turn, ms": full, "against empty": round(full / empty, 3)}
    if not store.database.is_server:
        figures["many conversations"]["file, MB"] = round(Path(address).stat().st_size / 1e6, 1)
    figures["expiry"] = await while_expiring(store, clock)
    began = time.monotonic()
    done = await asyncio.to_thread(store.database.forget_traces, True)
    figures["expiry"]["file written anew, s"] = round(time.monotonic() - began, 1) if done else "not done"
    store.database.close()
    return figures


def main(arguments: Optional[List[str]] = None) -> None:
    """Measure, print, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a PostgreSQL database that is empty; default: SQLite in a temporary folder")
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--report", type=Path)
    options = parser.parse_args(arguments)
    os.environ.setdefault("GROUNDWORK_KEYS", "5b" * 32)
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(options.url or str(Path(folder) / "c.sqlite3"), options.conversations))
    print(json.dumps(figures, indent=1))
    if options.report:
        options.report.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
