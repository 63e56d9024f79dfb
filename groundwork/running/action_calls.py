"""Rasa's calls of the action server: tried again for a moment while it restarts, and answered by a scripted sentence where it cannot help.

Rasa alone waits up to five minutes, says nothing when a call fails, and opens a new connection for each. An action only reads and returns what it says, so it may be
asked twice.
"""
from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any, Callable, Collection, Dict, Optional, Text

import aiohttp
from rasa.core.agent import Agent
from rasa.utils.endpoints import EndpointConfig, concat_url

from groundwork.metrics import ACTION_CALLS

#: Seconds that one call may take, and that a turn waits in all before it goes on without.
CALL_SECONDS, PATIENCE_SECONDS = 5.0, 6.0
#: Seconds between tries; the first is at once, since a connection that was kept open may have ended unseen.
PAUSES = (0.0, 0.2, 0.4, 0.8, 1.6)
#: After a failure the next turns try once only, so that nobody waits for what is known to be away, for so many seconds.
KNOWN_SECONDS = 3.0
#: Names of the sentences said in an action's place begin so.
INSTEAD = "utter_without_"

logger = logging.getLogger(__name__)


class ActionFailed(Exception):
    """The action server answered that it could not."""


class ActionCalls(EndpointConfig):
    """In the place of Rasa's endpoint of the action server."""

    def __init__(self, url: Text, responses: Collection[str], clock: Callable[[], float] = time.monotonic) -> None:
        """url: of the action server. responses: names of all that can be said. clock: seconds; a test moves it."""
        super().__init__(url)
        self._responses = responses
        self._clock = clock
        self._away_until = 0.0
        self._session: Optional[aiohttp.ClientSession] = None

    async def request(
        self, method: Text = "post", subpath: Optional[Text] = None, content_type: Optional[Text] = "application/json", compress: bool = False, **kwargs: Any
    ) -> Any:
        """The action's answer, or one that says a sentence instead; nothing is raised."""
        call = kwargs["json"]
        body = json.dumps(call)
        try:
            answer = await asyncio.wait_for(self._try(method, concat_url(self.url, subpath), body), PATIENCE_SECONDS)
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError, ActionFailed, ValueError) as error:
            outcome = "failed" if isinstance(error, ActionFailed) else "away"
            ACTION_CALLS.labels(outcome).inc()
            logger.error("An action could not be carried out (%s).", type(error).__name__)
            if outcome == "away":
                self._away_until = self._clock() + KNOWN_SECONDS
            return self._instead(str(call.get("next_action")))
        ACTION_CALLS.labels("answered").inc()
        self._away_until = 0.0
        return answer

    async def is_there(self) -> bool:
        """Whether the action server answers."""
        async with self._connections().get(concat_url(self.url.rsplit("/", 1)[0], "health")) as response:
            return response.status == 200

    async def close(self) -> None:
        """End the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _try(self, method: str, url: str, body: str) -> Any:
        pauses = PAUSES if self._clock() >= self._away_until else ()
        for pause in pauses:
            try:
                return await self._send(method, url, body)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(pause)
        return await self._send(method, url, body)

    async def _send(self, method: str, url: str, body: str) -> Any:
        async with self._connections().request(method, url, data=body, headers={"Content-Type": "application/json"}) as response:
            if response.status >= 400:
                raise ActionFailed
            return await response.json()

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        return self._session

    def _instead(self, action: str) -> Dict[str, Any]:
        words = action.split("_")[1:]
        names = [INSTEAD + "_".join(words[:count]) for count in range(len(words), 0, -1)] + [INSTEAD + "action"]
        said = next((name for name in names if name in self._responses), None)
        return {"events": [], "responses": [{"response": said}] if said else []}


def watch_calls(agent: Agent) -> ActionCalls:
    """Let an agent call its action server like this from now on."""
    calls = ActionCalls(str(agent.action_endpoint.url), frozenset(agent.domain.responses))
    agent.action_endpoint = calls
    agent.processor.action_endpoint = calls
    return calls
