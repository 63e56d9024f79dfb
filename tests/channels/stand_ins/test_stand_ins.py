"""The stand-ins refuse what the platforms refuse, in their form, and suffer what they are told to."""
from __future__ import annotations

import asyncio
import json
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Tuple, Type

import aiohttp
import pytest
from aiohttp import BasicAuth, web
from twilio.request_validator import RequestValidator

from tests.channels.stand_ins.messenger import Messenger
from tests.channels.stand_ins.person import Person, numbered_lines
from tests.channels.stand_ins.platform import Platform
from tests.channels.stand_ins.slack import Slack
from tests.channels.stand_ins.telegram import Telegram
from tests.channels.stand_ins.twilio import Sms, WhatsApp

TELEGRAM, SLACK, MESSENGER, SMS, WHATSAPP = Telegram(), Slack(), Messenger(), Sms(), WhatsApp()
MESSAGES = f"/2010-04-01/Accounts/{SMS.account}/Messages.json"


async def call(platform: Platform, path: str, **request: Any) -> Tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.post(platform.address + path, **request) as answer:
        return answer.status, json.loads(await answer.text())


async def telegram(platform: Platform, method: str = "sendMessage", **given: Any) -> Tuple[int, Any]:
    return await call(platform, f"/bot{TELEGRAM.token}/{method}", json=given)


async def slack(platform: Platform, **given: Any) -> Tuple[int, Any]:
    return await call(platform, "/api/chat.postMessage", json=given, headers={"Authorization": f"Bearer {SLACK.token}"})


async def messenger(platform: Platform, **given: Any) -> Tuple[int, Any]:
    body = {"recipient": {"id": "77"}, "messaging_type": "RESPONSE", **given}
    return await call(platform, "/v19.0/me/messages", json=body, headers={"Authorization": f"Bearer {MESSENGER.page_token}"})


async def twilio(platform: Platform, prefix: str = "", **given: str) -> Tuple[int, Any]:
    fields = {"To": f"{prefix}+15551230001", "From": prefix + SMS.number, **given}
    return await call(platform, MESSAGES, data=fields, auth=BasicAuth(SMS.account, SMS.auth_token))


def on(kind: Type[Platform], work: Callable[[Any], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with kind() as platform:
            return await work(platform)

    return asyncio.run(run())


def button(text: str = "One", data: str = "c:1") -> Dict[str, str]:
    return {"text": text, "callback_data": data}


def keyboard(*rows: List[Dict[str, str]]) -> Mapping[str, Any]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    "given, words",
    [
        ({"text": "a" * 4097}, "too long"), ({"text": "\U0001F600" * 2049}, "too long"), ({"text": " "}, "empty"), ({}, "empty"), ({"chat_id": 5, "text": "a"}, "not found"),
        ({"text": "a", "reply_markup": keyboard([button(data="")])}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard([button(data="\u00e9" * 33)])}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keyboard([button(text="")])}, "text buttons"),
        ({"text": "a", "reply_markup": keyboard(*[[button()]] * 101)}, "too long"),
        ({"text": "a", "reply_markup": [1]}, "object expected"), ({"text": "a", "colour": "red"}, "unknown parameter"),
    ],
)
def test_telegram_refuses(given: Dict[str, Any], words: str) -> None:
    status, body = on(Telegram, lambda platform: telegram(platform, **{"chat_id": 7, **given}))
    assert status == 400 and body["ok"] is False and body["error_code"] == 400 and words in body["description"]


def test_telegram_takes_what_is_at_the_limits_and_shows_it() -> None:
    async def work(platform: Telegram) -> None:
        assert (await telegram(platform, chat_id=7, text="a" * 4096, reply_markup=keyboard([button(data="c" * 64)], [button("Two")])))[0] == 200
        assert [choice.label for choice in platform.shown_to("7")[0].choices] == ["One", "Two"] and not platform.refusals
        platform.token = "other"
        assert (await telegram(platform, chat_id=7, text="a"))[0] == 401

    on(Telegram, work)


def test_telegram_wants_each_query_answered_once() -> None:
    async def work(platform: Telegram) -> None:
        await telegram(platform, chat_id=7, text="a", reply_markup=keyboard([button()]))
        shown = platform.shown_to("7")[0]
        query = json.loads(platform.tapped("7", shown, shown.choices[0]).body)["callback_query"]
        assert query["data"] == "c:1"
        assert (await telegram(platform, "answerCallbackQuery", callback_query_id=query["id"]))[0] == 200
        assert "too old" in (await telegram(platform, "answerCallbackQuery", callback_query_id=query["id"]))[1]["description"]
        assert "not modified" in (await telegram(platform, "editMessageReplyMarkup", chat_id=7, message_id=int(shown.id), reply_markup=keyboard([button()])))[1]["description"]

    on(Telegram, work)


def actions(count: int = 1, text: str = "One", value: str = "c:1") -> Dict[str, Any]:
    elements = [{"type": "button", "text": {"type": "plain_text", "text": text}, "value": value, "action_id": f"a{number}"} for number in range(count)]
    return {"type": "actions", "elements": elements}


@pytest.mark.parametrize(
    "given, error",
    [
        ({"blocks": [actions(26)]}, "invalid_blocks"), ({"blocks": [actions(0)]}, "invalid_blocks"), ({"blocks": [actions(text="a" * 76)]}, "invalid_blocks"),
        ({"blocks": [actions(value="v" * 2001)]}, "invalid_blocks"), ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"), ({"blocks": [{"type": "carpet"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}]}, "invalid_blocks"), ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]}, "invalid_blocks"),
        ({"blocks": "nonsense"}, "invalid_blocks_format"), ({"text": ""}, "no_text"), ({"text": "a" * 40_001}, "msg_too_long"), ({"channel": "D404", "text": "a"}, "channel_not_found"),
    ],
)
def test_slack_refuses(given: Dict[str, Any], error: str) -> None:
    status, body = on(Slack, lambda platform: slack(platform, **{"channel": "D7", "text": "a", **given}))
    assert status == 200 and body["ok"] is False and body["error"] == error


def test_slack_takes_what_is_at_the_limits_and_signs_what_it_sends() -> None:
    async def work(platform: Slack) -> None:
        section = {"type": "section", "text": {"type": "mrkdwn", "text": "a &lt; b" + "c" * 2900}}
        assert (await slack(platform, channel="D7", text="a", blocks=[section, actions(25, "a" * 75, "v" * 2000)]))[1]["ok"]
        shown = platform.shown_to("U7")[0]
        assert shown.text.startswith("a < b") and len(shown.choices) == 25
        delivery = platform.tapped("U7", shown, shown.choices[0])
        assert delivery.body.startswith(b"payload=") and delivery.headers["X-Slack-Signature"].startswith("v0=")
        assert platform.again(platform.typed("U7", "a"), 1).headers["X-Slack-Retry-Num"] == "1"
        platform.token = "other"
        assert (await slack(platform, channel="D7", text="a"))[1]["error"] == "invalid_auth"

    on(Slack, work)


def replies(count: int = 1, title: str = "One", payload: str = "c:1") -> List[Dict[str, str]]:
    return [{"content_type": "text", "title": title, "payload": payload}] * count


@pytest.mark.parametrize(
    "given, code",
    [
        ({"message": {"text": "a" * 2001}}, 100), ({"message": {"text": ""}}, 100), ({"message": {"text": "a", "quick_replies": replies(14)}}, 105), ({"message": {"text": "a", "quick_replies": []}}, 105),
        ({"message": {"text": "a", "quick_replies": replies(title="a" * 21)}}, 100), ({"message": {"text": "a", "quick_replies": replies(payload="a" * 1001)}}, 100),
        ({"message": {"text": "a", "quick_replies": replies(title=" ")}}, 100), ({"message": {"text": "a"}, "messaging_type": "OTHER"}, 100), ({"message": {"text": "a"}, "colour": 1}, 100),
        ({"message": {"text": "a"}, "recipient": {"id": "404"}}, 100), ({"message": {"text": "a"}, "recipient": None}, 100), ({"sender_action": "wink"}, 100),
    ],
)
def test_messenger_refuses(given: Dict[str, Any], code: int) -> None:
    async def work(platform: Messenger) -> None:
        platform.typed("77", "hi")
        status, body = await messenger(platform, **given)
        assert status == 400 and body["error"]["code"] == code and not platform.shown

    on(Messenger, work)


def test_messenger_has_a_window_and_wants_its_token() -> None:
    async def work(platform: Messenger) -> None:
        platform.typed("77", "hi")
        assert (await messenger(platform, message={"text": "a" * 2000, "quick_replies": replies(13, "a" * 20, "a" * 1000)}))[0] == 200
        platform.clock_offset = 24 * 3600 + 1
        status, body = await messenger(platform, message={"text": "a"})
        assert status == 400 and (body["error"]["code"], body["error"]["error_subcode"]) == (10, 2018278)
        platform.page_token = "other"
        assert (await messenger(platform, message={"text": "a"}))[1]["error"]["code"] == 190

    on(Messenger, work)


@pytest.mark.parametrize(
    "given, code",
    [
        ({"Body": "a" * 1601}, 21617), ({"Body": " "}, 21619), ({}, 21619), ({"Body": "a", "To": ""}, 21604), ({"Body": "a", "To": "5551230001"}, 21211), ({"Body": "a", "From": ""}, 21603),
        ({"Body": "a", "From": "+15005550007"}, 21606), ({"Body": "a", "To": "whatsapp:+15551230001"}, 21910), ({"ContentSid": "HX1"}, 21655), ({"Body": "a", "Colour": "red"}, 20001),
    ],
)
def test_sms_refuses(given: Dict[str, str], code: int) -> None:
    status, body = on(Sms, lambda platform: twilio(platform, **given))
    assert status == 400 and body["code"] == code and body["more_info"].endswith(str(code))


def test_a_number_that_said_stop_is_not_written_to_until_start() -> None:
    async def work(platform: Sms) -> None:
        assert (await twilio(platform, Body="a" * 1600))[0] == 201
        platform.typed("+15551230001", "Stop")
        assert (await twilio(platform, Body="a"))[1]["code"] == 21610
        platform.typed("+15551230001", "START")
        assert (await twilio(platform, Body="a"))[0] == 201

    on(Sms, work)


def list_picker(count: int) -> Dict[str, Any]:
    items = [{"item": f"{{{{l{number}}}}}", "id": f"{{{{i{number}}}}}"} for number in range(count)]
    variables = {"b": "body", **{f"{kind}{number}": "x" for kind in "li" for number in range(count)}}
    return {"friendly_name": "list", "language": "en", "variables": variables, "types": {"twilio/list-picker": {"body": "{{b}}", "button": "Choose", "items": items}}}


def quick_reply(count: int) -> Dict[str, Any]:
    named = [{"title": f"{{{{l{number}}}}}", "id": f"{{{{i{number}}}}}"} for number in range(count)]
    return {**list_picker(count), "friendly_name": "reply", "types": {"twilio/quick-reply": {"body": "{{b}}", "actions": named}}}


@pytest.mark.parametrize(
    "content, body, label, code",
    [
        (list_picker(10), "a" * 1024, "l" * 22, 0), (list_picker(10), "a" * 1025, "l", 63013), (list_picker(2), "a", "l" * 24, 63013), (quick_reply(3), "a", "l" * 18, 0), (quick_reply(4), "a", "l", 63013),
        (quick_reply(3), "a", "l" * 20, 63013), (quick_reply(3), "two\nlines", "l", 21656),
    ],
)
def test_whatsapp_takes_choices_within_its_limits(content: Dict[str, Any], body: str, label: str, code: int) -> None:
    async def work(platform: WhatsApp) -> None:
        status, made = await call(platform, "/v1/Content", json=content, auth=BasicAuth(SMS.account, SMS.auth_token))
        assert status == 201
        platform.typed("+15551230001", "hi")
        values = {"b": body, **{f"l{number}": f"{label}{number:02d}"[: len(label) + 2] for number in range(10)}, **{f"i{number}": f"c:{number}" for number in range(10)}}
        status, answer = await twilio(platform, "whatsapp:", ContentSid=made["sid"], ContentVariables=json.dumps(values))
        assert (status == 201 and platform.shown[0].choices[1].data == "c:1") if not code else answer["code"] == code

    on(WhatsApp, work)


def test_whatsapp_accepts_and_drops_outside_of_the_session() -> None:
    async def work(platform: WhatsApp) -> None:
        platform.typed("+15551230001", "hi")
        assert (await twilio(platform, "whatsapp:", Body="a"))[0] == 201 and platform.shown
        platform.clock_offset = 24 * 3600 + 1
        assert (await twilio(platform, "whatsapp:", Body="a"))[0] == 201 and platform.undelivered == [("+15551230001", 63016)]

    on(WhatsApp, work)


def test_twilios_signature_is_the_one_that_twilios_own_library_makes() -> None:
    platform = WhatsApp(public_url="https://chat.example.org/webhooks/whatsapp/webhook")
    fields = {"Body": "h\u00e9 & =", "MessageSid": "SM1", "NumMedia": "0"}
    delivery = platform.signed(fields)
    assert RequestValidator(platform.auth_token).validate(platform.public_url, fields, delivery.headers["X-Twilio-Signature"])


@pytest.mark.parametrize("kind", [Telegram, Slack, Messenger, Sms, WhatsApp])
def test_each_can_be_down_slow_busy_or_cut_after_having_accepted(kind: Type[Platform]) -> None:
    async def work(platform: Platform) -> None:
        sends: Dict[str, Callable[[], Awaitable[Tuple[int, Any]]]] = {
            "telegram": lambda: telegram(platform, chat_id=7, text="a"), "slack": lambda: slack(platform, channel="D7", text="a"), "messenger": lambda: messenger(platform, message={"text": "a"}),
            "sms": lambda: twilio(platform, Body="a"), "whatsapp": lambda: twilio(platform, "whatsapp:", Body="a"),
        }
        send = sends[platform.name]
        platform.typed({"telegram": "7", "slack": "U7", "messenger": "77"}.get(platform.name, "+15551230001"), "hi")
        platform.faults.down = True
        with pytest.raises(aiohttp.ClientError):
            await send()
        platform.faults.down, platform.faults.busy, platform.faults.retry_after = False, 1, 3
        async with aiohttp.ClientSession() as session, session.post(platform.address + "/any") as answer:
            assert answer.status == 429 and "3" in (answer.headers["Retry-After"], str(await answer.json()))
        assert not platform.shown and not platform.refusals
        platform.faults.cut_after = 1
        with pytest.raises(aiohttp.ClientError):
            await send()
        assert len(platform.shown) == 1
        started = asyncio.get_running_loop().time()
        platform.faults.slow = 0.2
        await send()
        assert len(platform.shown) == 2 and asyncio.get_running_loop().time() - started >= 0.2

    on(kind, work)


def test_what_a_webhook_does_not_take_is_delivered_anew() -> None:
    async def work(platform: Slack) -> None:
        seen: List[str] = []

        async def webhook(request: web.Request) -> web.Response:
            seen.append(request.headers.get("X-Slack-Retry-Num", "first"))
            return web.Response(status=200 if len(seen) == 3 else 500)

        app = web.Application()
        app.router.add_post("/hook", webhook)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        platform.webhook = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        assert (await platform.deliver(platform.typed("U7", "hi"), retries=3)).ok and seen == ["first", "1", "2"]
        await runner.cleanup()
        assert (await platform.deliver(platform.typed("U7", "hi"))).status == 0

    on(Slack, work)


def test_a_person_reads_buttons_and_numbers() -> None:
    assert numbered_lines("Which one?\n1. The first\n2. The second") == ["The first", "The second"]
    assert numbered_lines("7 days\n1 day") == []

    async def work(platform: Sms) -> None:
        platform.webhook = "http://127.0.0.1:9/"
        person = Person(platform, "+15551230001", lambda: asyncio.sleep(0))
        await person.say("hi")
        assert person.last.status == 0
        await twilio(platform, Body="Which?\n1. The first\n2. The second")
        assert [(offer.number, offer.label, offer.tap) for offer in person.offers] == [(1, "The first", None), (2, "The second", None)]

    on(Sms, work)
