"""Contact data in stored events: masked where a person typed it or the bot repeats it, and the positions in the text still fit."""
from __future__ import annotations

import copy
import random
from typing import Any, Dict, List

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

from groundwork.contact_data.words import contact_words
from groundwork.dialogue.filling import shorten
from groundwork.storage.masking import masked, masked_text, masked_value
from tests.contact_data.test_contact_data import SETS, lines_of, marked

PHONE = "07700 900123"
MARK = contact_words()["marks"]["phone"]
SEED = 11


def said(text: str, *entities: Dict[str, Any]) -> Dict[str, Any]:
    tokens = [(0, len(text))]
    parse = {"text": text, "intent": {"name": "inform", "confidence": 0.9}, "entities": list(entities), "text_tokens": tokens, "message_id": "447700900123"}
    return dict(UserUttered(text, parse["intent"], list(entities), parse, message_id="447700900123", input_channel="rest").as_dict())


def test_a_persons_words_are_masked_with_their_copy_and_their_entities() -> None:
    text = f"her number is {PHONE}, she is scared"
    danger = {"entity": "danger", "value": "violence", "start": text.index("scared"), "end": len(text)}
    number = {"entity": "phone", "value": PHONE, "start": text.index(PHONE), "end": text.index(PHONE) + len(PHONE)}
    event = masked([said(text, danger, number)])[0]
    assert PHONE not in str(event) and event["text"] == event["parse_data"]["text"] == f"her number is {MARK}, she is scared"
    read = {entity["entity"]: event["text"][entity["start"] : entity["end"]] for entity in event["parse_data"]["entities"]}
    assert read == {"danger": "scared", "phone": MARK}
    assert event["parse_data"]["text_tokens"] == [[0, len(event["text"])]]
    assert [entity["value"] for entity in event["parse_data"]["entities"]] == ["violence", MARK]


def test_ids_intents_and_other_events_are_left_alone_and_nothing_given_is_changed() -> None:
    events = [dict(ActionExecuted("action_listen").as_dict()), said(f"call {PHONE}"), dict(SlotSet("answers", {"facts": {"words": PHONE}}).as_dict())]
    before = copy.deepcopy(events)
    after = masked(events)
    assert events == before and after[0] == before[0]
    assert after[1]["message_id"] == "447700900123" and after[1]["parse_data"]["intent"] == {"name": "inform", "confidence": 0.9}
    assert PHONE not in str(after)


def test_kept_answers_are_masked_and_the_time_read_in_them_is_still_where_it_was() -> None:
    words = f"text her on {PHONE}, then saturday at 7"
    when = {"day": "2026-11-28", "hour": "19:00", "start": words.index("saturday"), "end": len(words), "about": False, "zone": None, "said_on": "2026-11-25"}
    kept = masked_value({"time": {"words": words, "choices": ["own"], "step": "utter_time_place", "when": when, "number": None}})["time"]
    assert PHONE not in str(kept) and kept["words"][kept["when"]["start"] : kept["when"]["end"]] == "saturday at 7"
    assert {key: kept["when"][key] for key in ("day", "hour", "said_on")} == {key: when[key] for key in ("day", "hour", "said_on")}


def test_the_bot_repeats_no_contact_data_and_keeps_its_own_numbers() -> None:
    own = "You can call 1-800-799-7233, or 0800 555 0199 at example.org, at any hour."
    quote = BotUttered(f'"My sister, {PHONE}" is on your page. {own}', {"buttons": [{"title": f"Call {PHONE}", "payload": "plan/utter_x:a"}]})
    events = masked([said(f"My sister,\n {PHONE}"), dict(quote.as_dict())])
    assert PHONE not in str(events[1]) and own in events[1]["text"] and events[1]["data"]["buttons"][0]["payload"] == "plan/utter_x:a"


def test_a_service_that_the_person_named_stays_in_both() -> None:
    events = masked([said("I called 1-800-799-7233"), dict(BotUttered("Then call 1-800-799-7233 again.").as_dict())])
    assert "1-800-799-7233" in events[0]["text"] and "1-800-799-7233" in events[1]["text"]


@pytest.mark.parametrize("limit", range(15, 45))
def test_a_quotation_that_is_cut_short_shows_no_part_of_a_number(limit: int) -> None:
    words = f"I wrote it to +44 {PHONE[1:]} that evening, and to nobody else"
    quoted = shorten(words, limit)
    bot = masked([said(words), dict(BotUttered(f'"{quoted}" is one fact.').as_dict())])[1]["text"]
    assert not set("0123456789") & set(bot)


def test_what_was_kept_earlier_is_not_repeated_either() -> None:
    bot = masked([dict(BotUttered(f"You said {PHONE}.").as_dict())], kept={"answers": {"support": {"words": f"call {PHONE}"}}})
    assert bot[0]["text"] == f"You said {MARK}."


@pytest.mark.parametrize("line", lines_of("found.txt"))
def test_masking_twice_is_masking_once_and_nothing_else_is_touched(line: str) -> None:
    text, kind, expected = marked(line)
    once = masked_text(text)
    assert masked_text(once) == once
    for words in expected:
        text = text.replace(words, contact_words()["marks"][kind])
    assert once == text


def test_positions_fit_whatever_is_typed() -> None:
    """Every word of a message is an entity: after masking each one reads as it did, or is a mark."""
    chance = random.Random(SEED)
    pieces = [marked(line)[0] for line in lines_of("found.txt")] + lines_of("kept.txt")
    for round_ in range(400):
        text = " ".join(chance.choice(pieces) for _ in range(chance.randint(1, 5)))
        words: List[Dict[str, Any]] = []
        for word in text.split(" "):
            start = words[-1]["end"] + 1 if words else 0
            words.append({"entity": "word", "value": word, "start": start, "end": start + len(word)})
        event = masked([said(text, *words)])[0]
        for before, after in zip(words, event["parse_data"]["entities"]):
            reads = event["text"][after["start"] : after["end"]]
            assert reads == before["value"] or any(mark in reads for mark in contact_words()["marks"].values()), f"seed {SEED}, round {round_}: {before}"


def test_every_mark_is_said_in_words_and_masked_no_further() -> None:
    assert SETS.exists() and all(mark.strip() and masked_text(f"it is {mark}") == f"it is {mark}" for mark in contact_words()["marks"].values())
