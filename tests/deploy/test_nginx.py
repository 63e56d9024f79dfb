"""nginx in front: TLS, what is let in, what is passed on, limits, one process or several, and what people see when none is there."""
from __future__ import annotations

import os
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List

import pytest
import requests
import yaml
from requests.adapters import HTTPAdapter

from groundwork.services.directory import FILE as SERVICES
from tests.deploy.nginx_server import MISSING, Nginx, StandIn, program

pytestmark = pytest.mark.skipif(program() is None, reason=MISSING)
PLANTED = "zebrafinch"


@pytest.fixture(scope="module")
def apps() -> Iterator[List[StandIn]]:
    apps = [StandIn("one"), StandIn("two")]
    yield apps
    for app in apps:
        app.shutdown()


@pytest.fixture(scope="module")
def nginx(apps: List[StandIn]) -> Iterator[Nginx]:
    server = Nginx(str(program()), "upstream-replicas.conf", [app.address for app in apps])
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def alone() -> Iterator[Nginx]:
    """In front of one process that is not there."""
    with nobody() as address:
        server = Nginx(str(program()), "upstream-one.conf", [address])
        try:
            server.start()
            yield server
        finally:
            server.remove()


@contextmanager
def nobody() -> Iterator[str]:
    """An address at which nothing listens, and nothing else can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


class _From(HTTPAdapter):
    """Requests that come from one of this machine's own addresses, as from different people."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, source_address=(self._address, 0), **options)


def person(nginx: Nginx, address: str = "127.0.0.1") -> requests.Session:
    session = requests.Session()
    session.mount("https://", _From(address))
    session.verify = nginx.certificate
    session.trust_env = False
    return session


def raw(nginx: Nginx, sent: bytes, until: bytes) -> bytes:
    """What comes back for these bytes, up to `until` or the end."""
    context = ssl.create_default_context(cafile=nginx.certificate)
    received = b""
    with socket.create_connection(("127.0.0.1", nginx.https), timeout=10) as plain, context.wrap_socket(plain, server_hostname="localhost") as secured:
        secured.sendall(sent)
        while until not in received:
            part = secured.recv(4096)
            if not part:
                break
            received += part
    return received


def ask(nginx: Nginx, path: str = "/", address: str = "127.0.0.1", method: str = "GET", **options: Any) -> requests.Response:
    with person(nginx, address) as session:
        return session.request(method, f"https://127.0.0.1:{nginx.https}{path}", timeout=10, allow_redirects=False, **options)


@pytest.mark.parametrize("upstream", ["upstream-one.conf", "upstream-replicas.conf"])
def test_the_configuration_is_one_that_nginx_takes(apps: List[StandIn], upstream: str) -> None:
    server = Nginx(str(program()), upstream, [app.address for app in apps])
    try:
        code, said = server.check()
    finally:
        server.remove()
    assert code == 0, said


def test_plain_http_leads_to_https_and_serves_only_proofs_for_a_certificate(nginx: Nginx) -> None:
    here = f"http://127.0.0.1:{nginx.http}"
    answer = requests.get(f"{here}/chat/?a=b", timeout=10, allow_redirects=False)
    assert answer.status_code == 308 and answer.headers["Location"].startswith("https://127.0.0.1/chat/?a=b")
    assert requests.get(f"{here}/.well-known/acme-challenge/token", timeout=10).text == "proof"
    assert requests.get(f"{here}/.well-known/acme-challenge/../../tls/privkey.pem", timeout=10, allow_redirects=False).status_code in (308, 400, 404)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_modern_tls_is_spoken(nginx: Nginx, version: ssl.TLSVersion) -> None:
    assert _handshake(nginx, version, version)


def test_old_tls_is_not(nginx: Nginx) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        _handshake(nginx, ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)


def _handshake(nginx: Nginx, least: ssl.TLSVersion, most: ssl.TLSVersion) -> bool:
    context = ssl.create_default_context(cafile=nginx.certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = least, most
    with socket.create_connection(("127.0.0.1", nginx.https), timeout=10) as plain, context.wrap_socket(plain, server_hostname="localhost") as secured:
        return secured.version() is not None


@pytest.mark.parametrize("path", ["/", "/widget.js", "/chat/?EIO=4&transport=polling", "/notes/abc", "/webhooks/telegram/webhook", "/webhooks/twilio/webhook"])
def test_what_people_and_platforms_need_is_let_in(nginx: Nginx, path: str) -> None:
    answer = ask(nginx, path)
    assert answer.status_code == 200 and answer.json()["path"] == path
    assert "max-age" in answer.headers["Strict-Transport-Security"] and answer.headers["Content-Security-Policy"] == "default-src 'self'"
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/healthz", "/readyz", "/webhooks/ready/", "/webhooks/rest/webhook", "/webhooks/web/", "/model", "/conversations/web:1/tracker", "/status", "/version", "/domain",
     "/chat", "//metrics", "/chat/../metrics", "/notes/%2e%2e/metrics", "/widget.js/../conversations/x/tracker", "/webhooks/telegram/../../metrics", "/.env", "/webhooks/telegramx/webhook"],
)
def test_everything_else_stays_inside(nginx: Nginx, path: str) -> None:
    request = requests.Request("GET", f"https://127.0.0.1:{nginx.https}/").prepare()
    request.url = f"https://127.0.0.1:{nginx.https}{path}"  # as it is, without being tidied up
    with person(nginx) as session:
        assert session.send(request, timeout=10, verify=nginx.certificate, allow_redirects=False).status_code in (301, 400, 404)


def test_where_a_person_comes_from_is_what_nginx_saw_and_not_what_the_browser_claims(nginx: Nginx) -> None:
    claims = {"X-Forwarded-For": "203.0.113.9, 10.0.0.1", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Forwarded-Proto": "http"}
    headers: Dict[str, str] = ask(nginx, address="127.0.0.7", headers=claims).json()["headers"]
    assert headers["x-forwarded-for"] == "127.0.0.7" and headers["x-forwarded-proto"] == "https"
    assert "203.0.113.9" not in str(headers) and headers["host"] == f"127.0.0.1:{nginx.https}"


def test_an_address_leads_to_the_same_process_and_several_share_the_work(nginx: Nginx) -> None:
    people = [f"127.0.{1 + number // 200}.{1 + number % 200}" for number in range(40)]
    first = {address: ask(nginx, address=address).json()["name"] for address in people}
    again = {address: ask(nginx, "/chat/", address=address).json()["name"] for address in people}
    assert first == again and set(first.values()) == {"one", "two"}


def test_a_websocket_goes_through(nginx: Nginx) -> None:
    asked = b"GET /chat/?transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello\n"
    received = raw(nginx, asked, b"hello")
    assert received.startswith(b"HTTP/1.1 101") and b"said back: hello" in received


def test_a_large_body_is_refused_and_a_long_message_is_not(nginx: Nginx) -> None:
    assert ask(nginx, "/chat/", method="POST", data="x" * 17000, address="127.0.3.1").json()["bytes"] == 17000
    assert raw(nginx, b"POST /chat/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 70000\r\n\r\n", b"\r\n\r\n").startswith(b"HTTP/1.1 413")


def test_a_flood_from_one_address_is_held_back_and_the_others_go_on(nginx: Nginx) -> None:
    with ThreadPoolExecutor(20) as at_once:
        codes = list(at_once.map(lambda _: ask(nginx, address="127.0.4.1").status_code, range(300)))
    assert set(codes) == {200, 429} and codes.count(200) >= 60
    assert ask(nginx, address="127.0.4.2").status_code == 200
    platform = [ask(nginx, "/webhooks/slack/webhook", address="127.0.4.3", method="POST").status_code for _ in range(90)]
    assert set(platform) == {200}


def test_where_one_process_is_gone_its_people_are_led_to_the_other(apps: List[StandIn]) -> None:
    with nobody() as address:
        server = Nginx(str(program()), "upstream-replicas.conf", [address, apps[1].address])
        try:
            server.start()
            answers = [ask(server, address=f"127.0.5.{number}") for number in range(1, 12)]
        finally:
            server.remove()
    assert {answer.status_code for answer in answers} == {200} and {answer.json()["name"] for answer in answers} == {"two"}


@pytest.mark.parametrize("path", ["/", "/notes/abc", "/chat/?EIO=4&transport=polling"])
def test_where_no_process_is_there_people_are_told_whom_to_turn_to(alone: Nginx, path: str) -> None:
    answer = ask(alone, path)
    directory = yaml.safe_load(SERVICES.read_text(encoding="utf-8"))["directory"]["web"]
    assert answer.status_code == 503 and directory in answer.text and answer.headers["Retry-After"]
    assert answer.headers["Content-Type"].startswith("text/html") and answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_written_down_of_who_came_and_with_what(nginx: Nginx, alone: Nginx) -> None:
    for server in (nginx, alone):
        ask(server, f"/notes/{PLANTED}", address="127.0.6.9", headers={"User-Agent": PLANTED})
        ask(server, f"/{PLANTED}", address="127.0.6.9", method="POST", data=PLANTED * 100)
        raw(server, f"POST /chat/{PLANTED} HTTP/1.1\r\nHost: {PLANTED}\r\nContent-Length: 70000\r\n\r\n".encode(), b"\r\n\r\n")
        raw(server, f"{PLANTED} {PLANTED}\r\n\r\n".encode(), b"\r\n\r\n")
        assert PLANTED not in server.written() and "127.0.6.9" not in server.written()
    assert os.path.exists(nginx.folder / "errors")
