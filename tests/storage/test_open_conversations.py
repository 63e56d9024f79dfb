"""Conversations that the server opens: who may go on, what a turn leaves behind whatever happens meanwhile, and codes."""
from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Optional

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from groundwork.storage.conversation_store import ConversationStore
from groundwork.storage.open_conversations import MOST_LINES, Grant
from groundwork.storage.tables import TOKEN_LINES, conversation_tables
from groundwork.storage.turn import Saved, Turn, making
from tests.channels.web.standin import DOMAIN
from tests.clock import Clock
from tests.storage.opened import on_disk

HOUR = 3600.0
#: What makes a database refuse to write a turn, as a full disk would.
REFUSING = {
    "sqlite": ["CREATE TRIGGER refuse BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'full'); END"],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''full''; END'",
        "CREATE TRIGGER refuse BEFORE INSERT ON turns FOR EACH ROW EXECUTE FUNCTION refuse()",
    ],
}


@pytest.fixture
def domain() -> Domain:
    return DOMAIN


async def load(store: ConversationStore, turn: Turn) -> DialogueStateTracker:
    with making(turn):
        return await store.get_or_create_tracker(turn.conversation, append_action_listen=False)


async def save(store: ConversationStore, turn: Turn, tracker: DialogueStateTracker, slot: Optional[SlotSet] = None) -> None:
    for event in (UserUttered("hi", {"name": "inform"}, message_id=turn.message), BotUttered("Hello"), *([slot] if slot else [])):
        event.timestamp = store._clock()
        tracker.update(event, DOMAIN)
    with making(turn):
        await store.save(tracker)


def run(work: Awaitable[Any]) -> Any:
    async def wait() -> Any:
        return await work

    return asyncio.run(wait())


def say(store: ConversationStore, conversation: str, message: str, slot: Optional[SlotSet] = None) -> Turn:
    async def saying() -> Turn:
        turn = Turn(conversation, message)
        await save(store, turn, await load(store, turn), slot)
        return turn

    return run(saying())


def test_a_turn_is_written_with_its_numbers_and_its_mark(store: ConversationStore) -> None:
    run(store.open_conversations.open("web:a"))
    turns = [say(store, "web:a", f"message{number}") for number in range(3)]
    assert [(turn.saved, turn.first_seq, turn.last_seq) for turn in turns] == [(Saved.WRITTEN, 1, 2), (Saved.WRITTEN, 3, 4), (Saved.WRITTEN, 5, 6)]
    assert run(store.open_conversations.answered("web:a", "message1")) == (3, 4) and run(store.open_conversations.answered("web:a", "other")) is None
    assert [said.seq for said in run(store.open_conversations.said("web:a"))] == [2, 4, 6]
    assert [said.seq for said in run(store.open_conversations.said("web:a", 2))] == [6]


def test_nothing_is_written_of_a_conversation_that_was_not_opened_or_was_erased(store: ConversationStore) -> None:
    assert say(store, "web:a", "first").saved is Saved.GONE
    run(store.open_conversations.open("web:a"))

    async def erased_meanwhile() -> Turn:
        turn = Turn("web:a", "second")
        tracker = await load(store, turn)
        await store.erase("web:a")
        await save(store, turn, tracker)
        return turn

    assert asyncio.run(erased_meanwhile()).saved is Saved.GONE
    assert asyncio.run(store.retrieve("web:a")) is None


def test_of_two_processes_that_answer_at_once_the_second_writes_nothing(store: ConversationStore, clock: Clock, address: str) -> None:
    other = ConversationStore(DOMAIN, path=address, life_hours=24, clock=clock)
    run(store.open_conversations.open("web:a"))
    say(store, "web:a", "first")

    async def at_once() -> None:
        mine, theirs = Turn("web:a", "second"), Turn("web:a", "second")
        my_tracker, their_tracker = await load(store, mine), await load(other, theirs)
        await save(store, mine, my_tracker)
        await save(other, theirs, their_tracker)
        assert (mine.saved, theirs.saved) == (Saved.WRITTEN, Saved.OVERTAKEN)

    asyncio.run(at_once())
    assert len(run(store.open_conversations.said("web:a"))) == 2 and say(other, "web:a", "third").saved is Saved.WRITTEN


def test_a_failure_to_write_is_told_and_not_raised(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store.open_conversations.open("web:a"))
    with store.database.engine.begin() as connection:
        for statement in REFUSING[connection.dialect.name]:
            connection.execute(sa.text(statement))
    assert say(store, "web:a", "first").saved is Saved.FAILED
    assert run(store.open_conversations.answered("web:a", "first")) is None


def test_start_over_keeps_counting_and_forgets_what_was_answered(store: ConversationStore) -> None:
    run(store.open_conversations.open("web:a"))
    say(store, "web:a", "first")
    turn = say(store, "web:a", "second", SlotSet("erase_requested", "earlier"))
    assert turn.saved is Saved.WRITTEN and run(store.open_conversations.answered("web:a", "first")) is None
    assert run(store.open_conversations.answered("web:a", "second")) == (3, 4)
    assert [said.seq for said in run(store.open_conversations.said("web:a"))] == [4]


@pytest.mark.parametrize("how", ["erase", "said", "expiry"])
def test_every_row_of_a_conversation_goes_and_no_other(store: ConversationStore, clock: Clock, how: str) -> None:
    for conversation in ("web:a", "web:b"):
        run(store.open_conversations.open(conversation))
        say(store, conversation, "first")
        run(store.open_conversations.remember_code(f"digest of {conversation}", conversation))
    if how == "erase":
        run(store.erase("web:a"))
    elif how == "said":
        assert say(store, "web:a", "second", SlotSet("erase_requested", "all")).saved is Saved.ERASED
    else:
        clock.now += 23 * HOUR
        say(store, "web:b", "second")
        clock.now += 2 * HOUR
        store.remove_expired()
    with store.database.reading() as connection:
        for table in conversation_tables():
            assert {row.conversation for row in connection.execute(sa.select(table))} <= {store.vault.ids.conversation("web:b")}
    assert run(store.keys()) == ["web:b"] and store.vault.ids.conversation("web:a").encode() not in on_disk(store)


def test_a_grant_is_replaced_by_the_next_once_that_is_used(store: ConversationStore) -> None:
    opened = store.open_conversations
    first = run(opened.open("web:a"))
    second = run(opened.take_up(first, HOUR))
    assert second == Grant("web:a", first.line, 2)
    third = run(opened.take_up(first, HOUR))  # the second never arrived
    assert third is not None and run(opened.take_up(third, HOUR)) is not None
    assert run(opened.take_up(first, HOUR)) is None and run(opened.take_up(second, HOUR)) is None
    assert run(opened.take_up(Grant("web:b", first.line, 3), HOUR)) is None


def test_a_second_tab_gets_a_line_of_its_own(store: ConversationStore) -> None:
    opened = store.open_conversations
    first = run(opened.open("web:a"))
    other = run(opened.take_up(first, HOUR, in_use=[first.line]))
    assert other is not None and other.line != first.line
    for _ in range(5):
        other = run(opened.take_up(other, HOUR))
    assert run(opened.take_up(first, HOUR)) is not None


def test_a_line_ends_when_nobody_has_used_it_for_long(store: ConversationStore, clock: Clock) -> None:
    grant = run(store.open_conversations.open("web:a"))
    say(store, "web:a", "first")
    clock.now += HOUR - 1
    run(store.open_conversations.still_in_use([grant.line]))
    clock.now += HOUR - 1
    grant = run(store.open_conversations.take_up(grant, HOUR))
    assert grant is not None
    clock.now += HOUR
    assert run(store.open_conversations.take_up(grant, HOUR)) is None


def test_lines_are_bounded(store: ConversationStore, clock: Clock) -> None:
    grant = run(store.open_conversations.open("web:a"))
    for _ in range(3 * MOST_LINES):
        clock.now += 1
        run(store.open_conversations.take_up(grant, HOUR, in_use=[grant.line]))
    with store.database.reading() as connection:
        assert len(connection.execute(sa.select(TOKEN_LINES)).all()) == MOST_LINES


def test_a_code_works_once_for_one_message_and_ends_all_grants(store: ConversationStore) -> None:
    opened = store.open_conversations
    before = run(opened.open("web:a"))
    run(opened.remember_code("digest", "web:a"))
    grant = run(opened.redeem("digest", "message1"))
    assert grant is not None and grant.conversation == "web:a"
    run(opened.remember_code("digest", "web:a"))
    assert run(opened.redeem("digest", "message2")) is None and run(opened.redeem("other", "message1")) is None
    assert run(opened.redeem("digest", "message1")) is not None
    assert run(opened.take_up(before, HOUR)) is None and not run(opened.is_open(grant))
