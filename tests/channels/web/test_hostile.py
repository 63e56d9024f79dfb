"""What a hostile page, program or person may try: each is refused as docs/web.md says, and the owner's conversation stays as it was."""
from __future__ import annotations

import asyncio
import json
import logging
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Awaitable, Callable, Dict, List, Optional

import aiohttp
import jwt
import pytest
from socketio.exceptions import ConnectionError

from groundwork.channels.web.keys import Keys
from groundwork.channels.web.limits import Rates
from groundwork.channels.web.tokens import new_conversation, read_token, write_token
from groundwork.storage.open_conversations import Grant
from tests.channels.web.standin import FREE, Server, serving
from tests.channels.web.widget_model import Widget, new_id

PLANTED = "zebrafinch"
Attack = Callable[[Server, Widget], Awaitable[None]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


def attacked(file: Path, attack: Attack, rates: Rates = FREE, **settings: str) -> None:
    """Run an attack beside a conversation, whose owner must not notice it."""

    async def run() -> None:
        async with serving(file, rates, **settings) as server:
            owner = await (await Widget(server.address).connect()).begin()
            await owner.say("yes")
            await owner.say(PLANTED)
            before, said = list(owner.texts), len(server.agent.messages)
            conversation = server.agent.messages[0].sender_id
            await attack(server, owner)
            assert owner.texts == before and not owner.gone
            assert [message.sender_id for message in server.agent.messages].count(conversation) == said
            assert (await owner.say("still here"))[0] == "You said still here"
            await owner.close()

    asyncio.run(run())


class RawSocket:
    """A websocket that sends whatever it likes."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.closed = False

    async def answers(self, seconds: float = 0.4) -> List[str]:
        """What has come until nothing comes any more."""
        received: List[str] = []
        while True:
            try:
                message = await self.socket.receive(seconds)
            except asyncio.TimeoutError:
                return received
            if message.type is not aiohttp.WSMsgType.TEXT:
                self.closed = True
                return received
            received.append(message.data)


@asynccontextmanager
async def raw(server: Server, hello: Optional[str] = "40", **headers: str) -> AsyncIterator[RawSocket]:
    """A websocket on which socket.io was greeted (or not)."""
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{server.address}/chat/?EIO=4&transport=websocket", headers=headers) as socket:
            opened = RawSocket(socket)
            if hello is not None:
                await socket.send_str(hello)
            yield opened


def other_tokens(real: str) -> Dict[str, Any]:
    """Tokens that are none of ours, by what is wrong with them."""
    claims = jwt.decode(real, options={"verify_signature": False})
    keys, others = Keys.derived_from(b"s" * 32), Keys.derived_from(b"t" * 32)
    head, body, signature = real.split(".")
    return {
        "an id instead of a token": claims["c"],
        "signed with another key": write_token(Grant(claims["c"], claims["l"], claims["n"]), others.token),
        "signed with the key for choices": write_token(Grant(claims["c"], claims["l"], claims["n"]), keys.choice),
        "unsigned": jwt.encode(claims, "", algorithm="none"),
        "its signature cut off": f"{head}.{body}.",
        "its body changed": f"{head}.{body[:-2]}AA.{signature}",
        "for another purpose": jwt.encode({**claims, "aud": "other"}, keys.token, algorithm="HS256"),
        "without a purpose": jwt.encode({key: claims[key] for key in "cln"}, keys.token, algorithm="HS256"),
        "another line": write_token(Grant(claims["c"], "0" * 16, 1), keys.token),
        "a later number": write_token(Grant(claims["c"], claims["l"], 99), keys.token),
        "a conversation that never was": write_token(Grant(new_conversation(), claims["l"], claims["n"]), keys.token),
        "not a text": 7,
        "an object": {"c": claims["c"]},
        "nothing": "",
        "very long": "a" * 5000,
    }


@pytest.mark.parametrize("which", list(other_tokens(write_token(Grant("web:x", "y", 1), b"k" * 32))))
def test_a_token_that_is_not_ours_opens_a_new_conversation_and_shows_nothing(file: Path, which: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        assert owner.token is not None
        thief = Widget(server.address)
        thief.auth = {"token": other_tokens(owner.token)[which]}
        await thief.connect()
        await thief.begin()
        assert not thief.sessions[0]["resumed"] and not any(PLANTED in text for text in thief.texts)
        await thief.say("mine")
        await thief.close()

    attacked(file, attack)


def test_an_expired_and_a_replaced_token_open_nothing(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        first = owner.token
        for _ in range(2):
            await owner.close()
            await owner.connect()
        thief = await Widget(server.address).connect(first)
        assert not thief.sessions[0]["resumed"]
        await owner.close()
        await thief.close()
        await asyncio.sleep(0.1)
        server.clock_offset = 13 * 3600.0
        late = await Widget(server.address).connect(owner.token)
        assert not late.sessions[0]["resumed"]
        await late.close()
        server.clock_offset = 0.0
        await owner.connect()

    attacked(file, attack)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", "https://www.example.org.evil.example", "https://www.example.org:444"])
def test_pages_of_other_sites_are_refused_with_a_code(file: Path, transport: str, origin: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        page = Widget(server.address, (transport,), {"Origin": origin}, patience=0.3)
        with pytest.raises((ConnectionError, asyncio.TimeoutError)):
            await page.connect(owner.token)
        assert page.refused == {"message": "refused", "data": {"code": "origin"}} and not page.sessions

    attacked(file, attack, GROUNDWORK_WEB_ORIGINS="https://www.example.org")


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_the_own_page_and_the_pages_that_are_named_are_let_in(file: Path, transport: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        for origin in (server.address, "https://www.example.org"):
            page = await Widget(server.address, (transport,), {"Origin": origin}).connect()
            assert page.sessions
            await page.close()
        async with aiohttp.ClientSession() as session:
            for origin, allowed in (("https://www.example.org", "https://www.example.org"), ("https://evil.example", None)):
                async with session.get(f"{server.address}/chat/?EIO=4&transport=polling", headers={"Origin": origin}) as answer:
                    assert answer.headers.getall("Access-Control-Allow-Origin", [None]) == [allowed]

    attacked(file, attack, GROUNDWORK_WEB_ORIGINS="https://www.example.org")


MALFORMED = [
    [], [None], ["text"], [5], [["a"]], [{}], [{"id": "a" * 16}], [{"text": "hi"}], [{"id": 5, "text": "hi"}], [{"id": "short", "text": "hi"}],
    [{"id": "a" * 65, "text": "hi"}], [{"id": "a b c d e f", "text": "hi"}], [{"id": "a" * 16, "text": None}], [{"id": "a" * 16, "text": 7}],
    [{"id": "a" * 16, "text": ["hi"]}], [{"id": "a" * 16, "text": {"a": 1}}], [{"id": "a" * 16, "text": ""}], [{"id": "a" * 16, "text": "  \n"}],
]


@pytest.mark.parametrize("event", ["say", "choose"])
def test_malformed_events_get_their_code_and_reach_nobody(file: Path, event: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await Widget(server.address).connect()
        before = len(server.agent.messages)
        for data in MALFORMED:
            payload = [{("choice" if key == "text" else key): value for key, value in data[0].items()}] if data and isinstance(data[0], dict) and event == "choose" else data
            assert await stranger.client.call(event, tuple(payload) if payload else None) == {"ok": False, "code": "bad_request"}, data
        assert await stranger.client.call("nonsense", {"id": "a" * 16}) == {"ok": False, "code": "bad_request"}
        assert await stranger.client.call(event, ({"id": "a" * 16}, "more", "still more")) == {"ok": False, "code": "bad_request"}
        assert len(server.agent.messages) == before
        await stranger.close()

    attacked(file, attack)


def test_a_long_text_is_too_long_and_the_longest_is_not(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await Widget(server.address).connect()
        assert await stranger.call("say", {"id": new_id(), "text": "a" * 4001}) == {"ok": False, "code": "too_long"}
        assert (await stranger.say("a" * 4000))[0] == "You said " + "a" * 4000
        await stranger.close()

    attacked(file, attack)


def test_the_longest_text_fits_in_any_script(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        async with raw(server) as socket:
            await socket.answers()
            await socket.socket.send_str("421" + json.dumps(["say", {"id": "a" * 16, "text": "😢" * 4000}], ensure_ascii=False))
            assert '431[{"ok":true}]' in await socket.answers()

    attacked(file, attack)


@pytest.mark.parametrize(
    "frame", ["42" + json.dumps(["say", {"id": "a" * 16, "text": "a" * 1_000_000}]), "a" * 1_000_000, "42" + "[" * 500_000], ids=["say", "letters", "brackets"]
)
def test_a_frame_of_a_megabyte_ends_the_connection_and_nothing_else(file: Path, frame: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        async with raw(server) as socket:
            await socket.answers()
            await socket.socket.send_str(frame)
            await socket.answers()
            assert socket.closed
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{server.address}/chat/?EIO=4&transport=polling") as opened:
                sid = json.loads((await opened.text())[1:])["sid"]
            async with session.post(f"{server.address}/chat/?EIO=4&transport=polling&sid={sid}", data=frame) as answer:
                assert answer.status == 413

    attacked(file, attack)


@pytest.mark.parametrize(
    "frames",
    [
        ["42[]", "42{}", "42", "42nonsense", "42[5]", '42[["a"]]', '42[null,{}]', '421[{"a":1}]'], ["9", "", "x", "40", "40/admin,", '40{"token":'],
        ['451-["say",{"_placeholder":true,"num":0}]'], ['452-["say"]', "43[1]", "44", "41", "42[\"say\"]"], ["2probe", "3probe", "5", "6", "1"], ["bAAAA", "\x00\x1e\x1e"],
    ],
)
def test_broken_packets_do_no_harm(file: Path, frames: List[str], caplog: pytest.LogCaptureFixture) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        for greeting in ("40", None):
            async with raw(server, greeting) as socket:
                for frame in frames:
                    if not socket.socket.closed:
                        await socket.socket.send_str(frame.replace("nonsense", PLANTED))
                        await socket.socket.send_bytes(b"\x00\xff" + PLANTED.encode())
                await socket.answers(0.1)

    with caplog.at_level(logging.INFO):
        attacked(file, attack)
    assert PLANTED not in caplog.text


def test_of_300_messages_at_once_few_are_taken_and_the_rest_told_to_wait(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await (await Widget(server.address).connect()).begin()
        before = len(server.agent.messages)
        answers = await asyncio.gather(*[stranger.call("say", {"id": new_id(), "text": f"message {number}"}) for number in range(300)])
        taken = [answer for answer in answers if answer["ok"]]
        refused = [answer for answer in answers if not answer["ok"]]
        assert len(taken) <= 12 and all(answer["code"] in ("too_many", "busy") and answer["wait"] > 0 for answer in refused)
        await stranger.until(lambda: len(stranger.done) == len(taken))
        assert len(server.agent.messages) - before == len(taken)
        await stranger.close()

    attacked(file, attack, Rates())


def test_many_conversations_of_one_address_share_its_limit(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        strangers = [await Widget(server.address).connect() for _ in range(10)]
        answers = await asyncio.gather(*[stranger.call("say", {"id": new_id(), "text": "hi"}) for stranger in strangers for _ in range(5)])
        assert 0 < sum(answer["ok"] for answer in answers) <= 25
        for stranger in strangers:
            await stranger.close()
        await asyncio.sleep(0.6)

    attacked(file, attack, Rates(conversation=(1e9, 1e9), address=(20, 2.0), connects=(1e9, 1e9)))


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_more_connections_than_there_is_room_for_are_refused_with_a_code(file: Path, transport: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        first = await Widget(server.address, (transport,)).connect()
        second = Widget(server.address, (transport,), patience=0.3)
        with pytest.raises((ConnectionError, asyncio.TimeoutError)):
            await second.connect()
        assert second.refused == {"message": "refused", "data": {"code": "too_many", "wait": 30000}}
        await first.close()
        await asyncio.sleep(0.1)
        third = await Widget(server.address, (transport,)).connect()
        await third.close()

    attacked(file, attack, GROUNDWORK_WEB_CONNECTIONS_PER_ADDRESS="2")


def test_sockets_that_never_say_who_they_are_do_not_fill_the_server(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        async with aiohttp.ClientSession() as session:
            answers = [(await session.get(f"{server.address}/chat/?EIO=4&transport=polling")).status for _ in range(12)]
        assert answers.count(200) == 9 and answers.count(503) == 3

    attacked(file, attack, GROUNDWORK_WEB_CONNECTIONS="5")


@pytest.mark.parametrize("typed", ["/restart", '/inform{"choice": "yes"}', "  /session_start", "/", "here/utter_which:first", "welcome/utter_consent:yes"])
def test_typed_commands_and_payloads_are_words(file: Path, typed: str) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await (await Widget(server.address).connect()).begin()
        await stranger.say(typed)
        sent = server.agent.messages[-1]
        assert sent.parse_data is None and not str(sent.text).startswith("/") and str(sent.text) not in ("here/utter_which:first", "welcome/utter_consent:yes")
        await stranger.close()

    attacked(file, attack)


def test_choices_of_another_conversation_and_invented_ones_are_answered_as_old(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await (await Widget(server.address).connect()).begin()
        for choice in (owner.choices[0]["id"], "A" * 22, "gone_gone_gone"):
            assert await stranger.choose(choice) == ["That choice is old"]
        assert await stranger.call("choose", {"id": new_id(), "choice": "here/utter_which:first"}) == {"ok": False, "code": "bad_request"}
        await stranger.close()

    attacked(file, attack)


def test_a_click_that_is_sent_again_is_made_once(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await (await Widget(server.address).connect()).begin()
        event = {"id": new_id(), "choice": stranger.choices[0]["id"]}
        before = len(server.agent.messages)
        for _ in range(5):
            while not (await stranger.call("choose", event))["ok"]:
                await asyncio.sleep(0.01)  # the server has enough of them waiting
        await stranger.until(lambda: len(stranger.done) == 5)
        assert len(server.agent.messages) == before + 1
        await stranger.close()

    attacked(file, attack)


def test_of_what_a_browser_tells_about_itself_only_locale_and_zone_are_taken(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        for auth, taken in (
            ({"locale": "de-AT", "zone": "Europe/Vienna", "name": PLANTED, "sender": "web:x"}, {"locale": "de-AT", "zone": "Europe/Vienna"}),
            ({"locale": PLANTED * 9, "zone": f"<{PLANTED}>"}, None), ({"locale": 5, "zone": ["Europe/Vienna"]}, None),
        ):
            stranger = await (await Widget(server.address, **auth).connect()).begin()
            assert server.agent.messages[-1].metadata == taken
            await stranger.close()

    attacked(file, attack)


def test_another_version_of_the_contract_is_refused(file: Path) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        old = Widget(server.address, patience=0.3, v=0)
        with pytest.raises((ConnectionError, asyncio.TimeoutError)):
            await old.connect()
        assert old.refused == {"message": "refused", "data": {"code": "bad_request"}}

    attacked(file, attack)


def test_logs_hold_no_word_no_id_and_no_token(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def attack(server: Server, owner: Widget) -> None:
        stranger = await (await Widget(server.address).connect()).begin()
        server.agent.broken = 1
        await stranger.say(f"boom {PLANTED}")
        secrets = [PLANTED, str(stranger.token), server.agent.messages[-1].sender_id, *stranger.done]
        await stranger.call("forget", {})
        await stranger.close()
        assert caplog.records and not any(secret in caplog.text for secret in secrets)

    with caplog.at_level(logging.INFO):
        attacked(file, attack)


def test_time_is_not_wasted_on_a_token_before_its_signature_is_right() -> None:
    started = time.monotonic()
    for _ in range(500):
        assert read_token("a." * 200, b"k" * 32) is None
    assert time.monotonic() - started < 5
