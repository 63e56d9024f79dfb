"""One running Groundwork with its real model, one Chromium; every visit is checked for what a page must never do."""
from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: script/test installs it")
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from groundwork.running.ready import free_ports  # noqa: E402
from tests.browser.cutting_proxy import CuttingProxy  # noqa: E402
from tests.browser.host_pages import HostPages  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.visit import Visit  # noqa: E402

#: Seconds.
LONGEST_TEST = 120
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def host_pages() -> Iterator[HostPages]:
    with HostPages(*free_ports(1)) as pages:
        yield pages


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, host_pages: HostPages) -> Iterator[Server]:
    with Server(*free_ports(2), tmp_path_factory.mktemp("conversations"), host_pages.address) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}: script/test installs it, or set CHROMIUM")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield launched
        launched.close()


@pytest.fixture(autouse=True)
def no_endless_test() -> Iterator[None]:
    """A browser that never answers fails the test instead of holding up everything after it."""

    def give_up(*_: Any) -> None:
        raise TimeoutError(f"a test took longer than {LONGEST_TEST} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST_TEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def proxy(server: Server) -> Iterator[CuttingProxy]:
    with CuttingProxy(server.port, *free_ports(1)) as cutting:
        yield cutting


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """Opens a page in a fresh browser profile: visit(address, open_roots, **options of Playwright's new_context)."""
    visits: List[Visit] = []

    def go(address: Optional[str] = None, open_roots: bool = False, **options: Any) -> Visit:
        visits.append(Visit(browser, address or server.address, open_roots, **options))
        return visits[-1]

    yield go
    for one in visits:
        one.close()
    for one in visits:
        one.check()
