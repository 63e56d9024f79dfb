"""The real nginx in front of two real processes, over TLS, as people reach them. Needs a trained model."""
from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Iterator

import pytest
import requests

from tests.channels.web.test_real import Replicas, into_a_journey, replicas  # noqa: F401 (a fixture)
from tests.channels.web.widget_model import Widget
from tests.deploy.nginx_server import MISSING, Nginx, program

pytestmark = pytest.mark.skipif(program() is None, reason=MISSING)
_ESTABLISHED = "01"


@pytest.fixture(scope="module")
def nginx(replicas: Replicas) -> Iterator[Nginx]:  # noqa: F811
    server = Nginx(str(program()), "upstream-replicas.conf", [address[len("http://"):] for address in replicas.addresses])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", server.certificate)  # what the client trusts, from its first connection on
        try:
            server.start()
            yield server
        finally:
            server.remove()


def is_connected(address: str) -> bool:
    """Whether anybody holds a connection to this port of this machine."""
    port = f"{int(address.rpartition(':')[2]):04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(fields[2].endswith(":" + port) and fields[3] == _ESTABLISHED for fields in lines)


def test_the_page_comes_with_the_apps_own_policies_and_the_insides_do_not(nginx: Nginx) -> None:
    here = f"https://127.0.0.1:{nginx.https}"
    page = requests.get(f"{here}/", verify=nginx.certificate, timeout=10)
    assert page.status_code == 200 and "default-src" in page.headers["Content-Security-Policy"] and "max-age" in page.headers["Strict-Transport-Security"]
    assert requests.get(f"{here}/widget.js", verify=nginx.certificate, timeout=10).headers["Content-Type"].startswith("text/javascript")
    for path in ("/readyz", "/healthz", "/metrics", "/webhooks/rest/webhook", "/conversations/x/tracker"):
        assert requests.get(f"{here}{path}", verify=nginx.certificate, timeout=10).status_code == 404


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_conversation_goes_through_and_on_at_the_other_process_when_one_dies(replicas: Replicas, nginx: Nginx, transport: str) -> None:  # noqa: F811
    async def run() -> None:
        widget = await Widget(f"https://127.0.0.1:{nginx.https}", transports=(transport,)).connect()
        await into_a_journey(widget)
        if transport == "websocket":
            replicas.kill(0 if is_connected(replicas.addresses[0]) else 1)
            await asyncio.wait_for(widget.lost.wait(), 10)
            shown = dict(widget.shown)
            await widget.connect()
            assert widget.sessions[-1]["resumed"] and widget.shown == shown
        assert await widget.say("angry")
        assert (await widget.call("forget", {}))["ok"]
        await widget.close()

    asyncio.run(run())
    assert "127.0.0.1" not in nginx.written()
