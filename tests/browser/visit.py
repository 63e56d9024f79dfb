"""One browser profile at one page, and what that page did: requests, policy violations, errors."""
from __future__ import annotations

from typing import Any, List
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser.screen import Screen

#: Where Leave now goes unless the page says otherwise; the tests answer for it, nothing is fetched.
NEUTRAL_PAGE = "https://www.bbc.com/weather"
_NOTE_VIOLATIONS = "addEventListener('securitypolicyviolation', (event) => console.error('policy violation: ' + event.violatedDirective + ' ' + event.blockedURI), true);"
_OPEN_ROOTS = "const attach = Element.prototype.attachShadow; Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: 'open' }); };"


class Visit:
    """page: Playwright's. screen: the page as a person meets it."""

    def __init__(self, browser: Browser, address: str, open_roots: bool, **options: Any) -> None:
        """open_roots: opens closed shadow roots, which only axe needs; everything else is tested as it is served."""
        self.context = browser.new_context(**{"viewport": {"width": 1000, "height": 760}, **options})
        self.context.add_init_script(_NOTE_VIOLATIONS + (_OPEN_ROOTS if open_roots else ""))
        self.context.route(f"{NEUTRAL_PAGE}**", lambda route: route.fulfill(content_type="text/html", body="<title>Weather</title><p>Weather</p>"))
        self.requests: List[str] = []
        self.problems: List[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.context.on("console", lambda message: self.problems.append(message.text) if "policy violation" in message.text else None)
        self.page = self.context.new_page()
        self.page.on("websocket", lambda opened: self.requests.append(opened.url))
        self.page.goto(address)
        self.screen = Screen(self.page)

    @property
    def other_hosts(self) -> List[str]:
        """Requests to any host but this machine, without the page that one leaves to."""
        return [url for url in self.requests if urlsplit(url).hostname not in ("localhost", "127.0.0.1") and url != NEUTRAL_PAGE]

    def close(self) -> None:
        """End the visit."""
        self.context.close()

    def check(self) -> None:
        """Nothing went wrong, no policy was violated, nobody else was asked for anything."""
        assert self.problems == []
        assert self.other_hosts == []
