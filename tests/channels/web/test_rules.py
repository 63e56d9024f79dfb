"""The pure parts of the channel: tokens, limits, origins, codes, ids, pauses, what is read of an event, keys."""
from __future__ import annotations

import ipaddress
import math
import random
from pathlib import Path
from typing import Any, Dict, Optional

import pytest

from groundwork.channels.choice_ids import UNKNOWN_CHOICE, choice_id, resolve_choice
from groundwork.channels.web.events import Refused, read_choose, read_hello, read_say
from groundwork.channels.web.keys import KEY_FILE, Keys, secret_from
from groundwork.channels.web.limits import Buckets, Limits, Rates
from groundwork.channels.web.origins import address_of, origin_allowed, read_networks
from groundwork.channels.web.pacing import LONGEST, MOST, SHORTEST, pauses
from groundwork.channels.web.return_codes import digest_of, make_code, read_code
from groundwork.channels.web.tokens import LONGEST_TOKEN, new_conversation, read_token, write_token
from groundwork.channels.web.wire import message_event
from groundwork.dialogue.choices import read_payload
from groundwork.dialogue.message import RETURN_CODE_MARK
from groundwork.storage.open_conversations import Grant
from groundwork.storage.transcript import Said, transcript

KEYS = Keys.derived_from(b"secret" * 8)


def test_a_token_says_what_it_was_made_for_and_fits() -> None:
    grant = Grant(new_conversation(), "0123456789abcdef", 7)
    token = write_token(grant, KEYS.token)
    assert read_token(token, KEYS.token) == grant and len(token) < LONGEST_TOKEN
    assert read_token(token, KEYS.choice) is None


def test_ids_are_of_128_bits_and_never_the_same() -> None:
    ids = {new_conversation() for _ in range(1000)}
    assert len(ids) == 1000 and all(name.startswith("web:") and len(name) == 4 + 32 for name in ids)


def test_keys_differ_by_purpose_and_by_secret() -> None:
    other = Keys.derived_from(b"other" * 8)
    keys = [*vars(KEYS).values(), *vars(other).values()]
    assert len(set(keys)) == len(keys) and Keys.derived_from(b"secret" * 8) == KEYS


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    secret = secret_from("", folder)
    assert len(secret) == 32 and secret_from("", folder) == secret
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600 and [file.name for file in folder.iterdir()] == [KEY_FILE]
    assert secret_from("a" * 40, folder) == b"a" * 40


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    buckets = Buckets(3, 0.5)
    assert [buckets.take("a", 0.0) for _ in range(4)] == [0.0, 0.0, 0.0, 2.0]
    assert buckets.take("b", 0.0) == 0.0
    assert buckets.take("a", 1.9) > 0 and buckets.take("a", 2.0) == 0.0 and buckets.take("a", 2.0) > 0


def test_whoever_waits_as_told_is_let_in() -> None:
    chance, buckets, now = random.Random(4), Buckets(5, 0.7), 0.0
    for _ in range(2000):
        wait = buckets.take("a", now)
        now += wait + chance.random() * 0.1 if wait else chance.random()
        assert not wait or buckets.take("a", now) == 0.0


def test_buckets_are_bounded() -> None:
    buckets = Buckets(1, 0.001, most_keys=10)
    for number in range(100):
        buckets.take(str(number), 0.0)
    assert len(buckets._left) == 10


def test_connections_are_counted_by_address_and_in_all() -> None:
    limits = Limits(Rates(), 3, 2)
    assert [limits.connected("a"), limits.connected("a")] == [0.0, 0.0] and limits.connected("a") > 0
    assert limits.connected("b") == 0.0 and limits.connected("c") > 0
    limits.disconnected("a")
    assert limits.connected("c") == 0.0
    for _ in range(5):
        limits.disconnected("nobody")


@pytest.mark.parametrize(
    "headers, allowed",
    [
        ({"origin": "https://chat.example.org", "host": "chat.example.org"}, True),
        ({"origin": "http://localhost:5005", "host": "localhost:5005"}, True),
        ({"origin": "HTTPS://WWW.Example.Org", "host": "x"}, True),
        ({"origin": "https://www.example.org.", "host": "x"}, False),
        ({"origin": "https://localhost:5005", "host": "localhost"}, False),
        ({"origin": "null", "host": "null"}, False),
        ({"origin": "", "host": ""}, False),
        ({"origin": "file://x", "host": "x"}, False),
        ({"host": "x"}, True),
        ({"host": "x", "sec-fetch-site": "cross-site"}, False),
        ({"host": "x", "sec-fetch-site": "same-site"}, False),
        ({"host": "x", "sec-fetch-site": "same-origin"}, True),
    ],
)
def test_which_pages_may_talk(headers: Dict[str, str], allowed: bool) -> None:
    assert origin_allowed(headers, ("https://www.example.org",)) is allowed


@pytest.mark.parametrize(
    "peer, forwarded, counted",
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.5", "10.0.0.5"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "nonsense", "unknown"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", None, "192.0.2.7"),
    ],
)
def test_whom_a_request_is_counted_for(peer: str, forwarded: Optional[str], counted: str) -> None:
    assert address_of(peer, forwarded, read_networks("10.0.0.0/8")) == counted


def test_a_code_has_80_bits_of_letters_that_cannot_be_mistaken() -> None:
    codes = {make_code(KEYS.code, new_conversation(), number) for number in range(2000)}
    assert len(codes) == 2000
    for code in codes:
        letters = code.replace("-", "")
        assert len(letters) == 16 and not set(letters) & set("ILOU") and any(letter.isdigit() for letter in letters)
        assert read_code(code) == code == read_code(f"  {code.lower()} ") == read_code(letters) == read_code(code.replace("-", " "))
    assert 16 * math.log2(32) >= 60


def test_look_alikes_are_read_as_meant() -> None:
    assert read_code("OIL0-AAAA-BBBB-CCCC") == "0110-AAAA-BBBB-CCCC"


@pytest.mark.parametrize(
    "words",
    ["that feel very hard", "incomprehensible", "hi", "", "7K3M-PQ9X-7K3M", "7K3M-PQ9X-7K3M-PQ9X and more", "UUUU-1111-2222-3333", "1" * 17, "he left in 2019 again"],
)
def test_words_are_not_codes(words: str) -> None:
    assert read_code(words) is None


def test_a_digest_does_not_hold_the_code() -> None:
    assert digest_of(KEYS.digest, "7K3M-PQ9X-7K3M-PQ9X") != digest_of(KEYS.code, "7K3M-PQ9X-7K3M-PQ9X")


def test_choices_are_found_by_their_names_alone() -> None:
    said = [Said(2, False, "Which?", choices=(("a/b:c", "C"), ("a/b:d", "D"))), Said(5, False, "Which?", choices=(("a/b:c", "C"),))]
    name = choice_id(KEYS.choice, "web:1", 2, "a/b:d")
    assert resolve_choice(KEYS.choice, "web:1", said, name) == ("a/b:d", "D")
    for other in (choice_id(KEYS.choice, "web:2", 2, "a/b:d"), choice_id(KEYS.choice, "web:1", 3, "a/b:d"), "x" * 22):
        assert resolve_choice(KEYS.choice, "web:1", said, other) == (UNKNOWN_CHOICE, None)
    assert read_payload(UNKNOWN_CHOICE)


def test_pauses_grow_with_what_is_read_and_are_bounded() -> None:
    short, long = Said(1, False, "a"), Said(2, False, "a" * 1000)
    assert pauses([short, short, long, short]) == [0.0, pytest.approx(SHORTEST + 0.004), pytest.approx(SHORTEST + 0.004), LONGEST]
    assert sum(pauses([long] * 9)) <= MOST + 1e-9
    assert pauses([long, Said(3, False, "a", urgent=True), long]) == [0.0] * 3 and pauses([]) == []


@pytest.mark.parametrize("auth", [None, 5, "x", [], {}, {"token": 5, "last": "7", "locale": 1, "zone": None}, {"token": "a" * 600, "last": -1}, {"last": True}, {"last": 2**60}])
def test_what_is_not_as_it_should_be_in_a_greeting_was_not_said(auth: Any) -> None:
    hello = read_hello(auth)
    assert (hello.token, hello.last, hello.metadata) == (None, 0, None)


def test_random_events_are_read_or_refused_and_never_anything_else() -> None:
    chance = random.Random(11)

    def anything(depth: int = 0) -> Any:
        kinds = [None, True, 0, 1.5, float("nan"), "", "a" * 16, "/x", "\ud800", "a" * 5000, b"x"]
        if depth < 3 and chance.random() < 0.5:
            return {key: anything(depth + 1) for key in ("id", "text", "choice")} if chance.random() < 0.7 else [anything(depth + 1)]
        return chance.choice(kinds)

    for _ in range(5000):
        data = anything()
        for read in (read_say, read_choose):
            try:
                sent = read(data)
            except Refused as refusal:
                assert refusal.code in ("bad_request", "too_long")
            else:
                assert 8 <= len(sent.id) <= 64 and (sent.text.strip() or sent.choice)


def test_an_event_shows_what_may_be_shown_and_no_payload() -> None:
    said = Said(4, False, f"Code: {RETURN_CODE_MARK}", choices=(("a/b:c", "C"),), progress=(2, 9), urgent=True)
    event = message_event(said, "web:1", KEYS)
    assert event == {
        "seq": 4, "from": "bot", "text": f"Code: {make_code(KEYS.code, 'web:1', 4)}", "progress": [2, 9], "urgent": True,
        "choices": [{"id": choice_id(KEYS.choice, "web:1", 4, "a/b:c"), "label": "C"}],
    }
    assert message_event(Said(5, True, "hi", message="x" * 16), "web:1", KEYS) == {"seq": 5, "from": "you", "text": "hi", "id": "x" * 16, "choices": []}


def test_a_transcript_names_choices_by_their_labels_and_leaves_out_what_was_not_kept() -> None:
    events = [
        {"event": "user", "text": None, "seq": 1}, {"event": "user", "text": "\u200b", "seq": 2},
        {"event": "bot", "text": "Which?", "seq": 3, "data": {"buttons": [{"title": "C", "payload": "a/b:c"}]}, "metadata": {"metadata": {"progress": [1, 2]}}},
        {"event": "user", "text": "a/b:c", "seq": 4, "message_id": "m"}, {"event": "user", "text": "x/y:z", "seq": 5}, {"event": "bot", "text": None, "seq": 6, "data": {}},
    ]
    assert transcript(events) == [
        Said(3, False, "Which?", choices=(("a/b:c", "C"),), progress=(1, 2)), Said(4, True, "C", message="m"), Said(5, True, "x/y:z"),
    ]


def test_networks_are_read_or_refused() -> None:
    assert read_networks(" 10.0.0.1/8 , ::1") == (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1/128"))
    with pytest.raises(ValueError):
        read_networks("somewhere")
