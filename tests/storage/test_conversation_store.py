"""The store: what is never written, what is gone after erase, and when a conversation expires."""
from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from groundwork.storage.conversation_store import ConversationStore
from tests.storage.opened import kept_text, on_disk, traces

HOUR = 3600.0
PLANTED = "zebrafinch"


@pytest.fixture
def domain() -> Domain:
    slots = {name: {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]} for name in ("consent", "erase_requested", "answers")}
    return Domain.from_dict({"intents": ["inform"], "entities": ["danger"], "slots": slots, "actions": [], "responses": {}})


def said(text: str, at: float, entities: Optional[List[Dict[str, Any]]] = None) -> UserUttered:
    parse = {"text": text, "intent": {"name": "inform", "confidence": 0.5}, "entities": entities or [], "intent_ranking": [{"name": text}]}
    return UserUttered(text, parse["intent"], parse["entities"], parse, timestamp=at, input_channel="rest", metadata={"note": text})


def save(store: ConversationStore, domain: Domain, sender: str, *events: Event) -> None:
    async def run() -> None:
        tracker = await store.retrieve(sender) or DialogueStateTracker(sender, domain.slots)
        for event in events:
            tracker.update(event, domain)
        await store.save(tracker)

    asyncio.run(run())


def load(store: ConversationStore, sender: str) -> Optional[DialogueStateTracker]:
    return asyncio.run(store.retrieve(sender))


def gone(store: ConversationStore, marks: List[bytes]) -> bool:
    """Whether none of these bytes is on disk any more."""
    disk = on_disk(store)
    return bool(marks) and not any(mark in disk for mark in marks)


def test_words_before_consent_are_never_written_but_a_danger_class_is(store: ConversationStore, domain: Domain) -> None:
    save(store, domain, "a", ActionExecuted("action_listen"), said(PLANTED, 999_000.0, [{"entity": "danger", "value": "self_harm"}, {"entity": "choice", "value": PLANTED}]))
    assert PLANTED not in kept_text(store)
    kept = load(store, "a")
    assert kept and kept.latest_message.text is None
    assert [entity["value"] for entity in kept.latest_message.entities] == ["self_harm"]


def test_words_after_consent_are_kept_once_without_the_ranking(store: ConversationStore, domain: Domain) -> None:
    save(store, domain, "a", SlotSet("consent", True), said("hello there", 999_000.0))
    kept = load(store, "a")
    assert kept and kept.latest_message.text == "hello there"
    assert "intent_ranking" not in kept.latest_message.parse_data and not kept.latest_message.metadata


def test_erase_removes_every_word_from_the_file_and_its_log(store: ConversationStore, domain: Domain) -> None:
    for number in range(30):
        save(store, domain, "a", SlotSet("consent", True), said(f"{PLANTED} {number}", 999_000.0), BotUttered(PLANTED), SlotSet("answers", {"facts": PLANTED}))
    assert kept_text(store).count(PLANTED) > 90 and PLANTED.encode() not in on_disk(store)
    marks = traces(store)
    save(store, domain, "a", said(PLANTED, 999_001.0), SlotSet("erase_requested", "all"), BotUttered("gone"))
    assert gone(store, marks) and load(store, "a") is None


def test_start_over_removes_what_was_said_before_and_keeps_the_consent(store: ConversationStore, domain: Domain) -> None:
    save(store, domain, "a", SlotSet("consent", True), said(PLANTED, 999_000.0), SlotSet("answers", {"facts": PLANTED}))
    marks = [mark for mark in traces(store) if len(mark) == 24]
    save(store, domain, "a", said("start over", 999_001.0), SlotSet("answers", {}), SlotSet("erase_requested", "earlier"), BotUttered("anew"))
    assert PLANTED not in kept_text(store) and len([mark for mark in marks if mark in on_disk(store)]) <= 3  # the wrapped key stays
    kept = load(store, "a")
    assert kept and kept.get_slot("consent") and not kept.get_slot("erase_requested") and kept.latest_message.text == "start over"
    save(store, domain, "a", said("and on", 999_002.0))
    assert load(store, "a").latest_message.text == "and on"


def test_erase_leaves_others_alone(store: ConversationStore, domain: Domain) -> None:
    for sender in ("a", "b"):
        save(store, domain, sender, SlotSet("consent", True), said("words", 999_000.0))
    asyncio.run(store.erase("a"))
    assert load(store, "a") is None and load(store, "b") is not None


@pytest.mark.parametrize("silence_hours, kept", [(61 / 60, True), (23, True), (25, False)])
def test_silence(store: ConversationStore, domain: Domain, silence_hours: float, kept: bool) -> None:
    save(store, domain, "a", SlotSet("consent", True, timestamp=1_800_000_000.0), said(PLANTED, 1_800_000_000.0))
    store._clock.now = 1_800_000_000.0 + silence_hours * HOUR
    assert (load(store, "a") is not None) is kept
    assert (PLANTED in kept_text(store)) is kept


def test_expired_conversations_of_others_are_swept(store: ConversationStore, domain: Domain) -> None:
    save(store, domain, "old", SlotSet("consent", True, timestamp=1_800_000_000.0), said(PLANTED, 1_800_000_000.0))
    marks = traces(store)
    store._clock.now = 1_800_000_000.0 + 30 * HOUR
    save(store, domain, "new", SlotSet("consent", True, timestamp=store._clock.now), said("words", store._clock.now))
    store.remove_expired()
    assert gone(store, marks) and load(store, "new") is not None


def test_a_restart_finds_the_same_conversation(store: ConversationStore, domain: Domain, address: str) -> None:
    save(store, domain, "a", SlotSet("consent", True), said("words", 999_000.0))
    again = ConversationStore(domain, path=address, life_hours=24, clock=store._clock)
    kept = load(again, "a")
    assert kept and kept.latest_message.text == "words"


def test_the_file_is_its_owners_alone(tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GROUNDWORK_KEYS")
    file = tmp_path / "kept" / "c.sqlite3"
    ConversationStore(domain, path=str(file), life_hours=24)
    assert {part.name: part.stat().st_mode & 0o077 for part in file.parent.iterdir()}.items() >= {"c.sqlite3": 0, "conversations.keys": 0}.items()


def test_several_may_open_a_new_file_at_once(tmp_path: Path, domain: Domain) -> None:
    for number in range(6):
        path = str(tmp_path / f"{number}.sqlite3")
        with ThreadPoolExecutor(8) as pool:
            stores = list(pool.map(lambda _: ConversationStore(domain, path=path, life_hours=24), range(8)))
        assert len(stores) == 8 and Path(path).stat().st_mode & 0o777 == 0o600
