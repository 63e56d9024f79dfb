"""The plan behind a link: /notes/<token> shows a button, which opens the page, the text or the calendar file once.

GET changes nothing: previews, scanners and a browser's own looking ahead only see the button. What is opened is rendered from the store at that
moment and written nowhere. Used, guessed, too late, erased, or closed for safety: always the same answer.
"""
from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Dict, Mapping, Optional

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from groundwork.dialogue.state import DialogueState
from groundwork.dialogue.tracker_reading import ANSWERS_SLOT, STATE_SLOT
from groundwork.plan.calendar_file import calendar_file
from groundwork.plan.documents import STYLE, door, print_page, text_file
from groundwork.plan.links import PATH, digest_of, read_token
from groundwork.plan.page import Plan, Responses, chosen_journey, plan_of
from groundwork.storage.conversation_store import ConversationStore

_CSS = Path(__file__).parents[2] / "plan" / "static" / "notes.css"
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_SAFE = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
}
#: File names that say nothing.
_TEXT_NAME, _CALENDAR_NAME = "notes.txt", "reserved.ics"


def serve_plan(app: Sanic, store: Callable[[], ConversationStore], key: bytes) -> None:
    """Put the routes on the app. key: the server's key for these links."""
    routes = PlanRoutes(store, key)
    app.add_route(routes.show_door, f"{PATH}<token>", methods=["GET"], name="groundwork_notes_door")
    app.add_route(routes.open, f"{PATH}<token>", methods=["POST"], name="groundwork_notes_open")
    app.add_route(_style, STYLE, methods=["GET"], name="groundwork_notes_style")


class PlanRoutes:
    """The two sides of a link."""

    def __init__(self, store: Callable[[], ConversationStore], key: bytes) -> None:
        self._store, self._key = store, key

    async def show_door(self, request: Request, token: str) -> HTTPResponse:
        """The button, where the link leads somewhere."""
        kind = read_token(token, self._key)
        leads = kind is not None and await self._store().one_time_links.leads_somewhere(digest_of(self._key, token))
        return _html(door(_responses(request), _language(request), kind), 200) if leads else _nothing(request)

    async def open(self, request: Request, token: str) -> HTTPResponse:
        """What the link opens, to whoever is first."""
        kind = read_token(token, self._key)
        conversation = await self._store().one_time_links.use(digest_of(self._key, token)) if kind else None
        plan = await self._plan_of(conversation, _responses(request)) if conversation else None
        if kind is None or plan is None or (kind == "calendar" and plan.when is None):
            return _nothing(request)
        return _document(kind, plan, _responses(request), _language(request))

    async def _plan_of(self, conversation: str, responses: Responses) -> Optional[Plan]:
        """The plan as it is kept now; None where there is none, or where nothing that faces the partner may be shown."""
        tracker = await self._store().retrieve(conversation)
        if tracker is None:
            return None
        state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
        answers: Mapping[str, Any] = tracker.get_slot(ANSWERS_SLOT) or {}
        if not state.consent or state.partner_steps_closed:
            return None
        plan = plan_of(answers, responses, chosen_journey(answers))
        return plan if plan.lines else None


def _document(kind: str, plan: Plan, responses: Responses, language: str) -> HTTPResponse:
    if kind == "page":
        return _html(print_page(plan, responses, language), 200)
    if kind == "text":
        return _file(text_file(plan, responses).encode(), "text/plain; charset=utf-8", _TEXT_NAME)
    assert plan.when is not None
    title = str(responses["utter_calendar_title"][0]["text"])
    return _file(calendar_file(plan.when, title, datetime.now(timezone.utc)), "text/calendar; charset=utf-8", _CALENDAR_NAME)


def _nothing(request: Request) -> HTTPResponse:
    return _html(door(_responses(request), _language(request), None), 404)


def _html(content: str, status: int) -> HTTPResponse:
    return HTTPResponse(content, status, dict(_SAFE), "text/html; charset=utf-8")


def _file(content: bytes, content_type: str, name: str) -> HTTPResponse:
    headers: Dict[str, str] = {**_SAFE, "Content-Disposition": f'attachment; filename="{name}"'}
    return HTTPResponse(content, 200, headers, content_type)


def _responses(request: Request) -> Responses:
    responses: Responses = request.app.ctx.agent.domain.responses
    return responses


def _language(request: Request) -> str:
    return str(request.app.ctx.agent.processor.model_metadata.language or "en")


async def _style(_: Request) -> HTTPResponse:
    return HTTPResponse(_CSS.read_bytes(), 200, {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}, "text/css; charset=utf-8")
