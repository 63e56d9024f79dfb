"""Keeps people's words out of the logs of Rasa and of the action server, whatever goes wrong there.

Their messages hold no words at the levels that `GROUNDWORK_LOG_LEVEL` allows, but the errors that are logged with them do: Rasa quotes a failed
action's whole request, SQLAlchemy the values it was to write, an action's own error whatever it looked at. So of an error only its type and the
lines of code stay.
"""
from __future__ import annotations

import logging
import re
import traceback
from typing import Any, Dict, List, MutableMapping, Optional, Set

#: Fields of Rasa's structured log entries that never hold words.
_SAFE_FIELDS = frozenset({"event", "event_info", "event_key", "level", "placeholder_key", "filename", "host"})
_VALUES_OF_SQL = re.compile(r"\s*\[(?:SQL|parameters):.*", re.DOTALL)
_installed: Set[str] = set()


def keep_words_out_of_logs() -> None:
    """From now on, in this process, no log record holds an error's message. May be called again."""
    if "records" not in _installed:
        _installed.add("records")
        make = logging.getLogRecordFactory()
        logging.setLogRecordFactory(lambda *arguments, **fields: _without_words(make(*arguments, **fields)))
    _clean_structured_entries()


def describe(error: Optional[BaseException]) -> str:
    """The types of an error and of its causes, each with the code it came through, and none of the messages."""
    parts: List[str] = []
    while error is not None and len(parts) < 10:
        lines = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{lines}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\nwhich came from:\n".join(parts)


def _without_words(record: logging.LogRecord) -> logging.LogRecord:
    if record.exc_info:
        record.exc_text = describe(record.exc_info[1])
        record.exc_info = None
    message = record.getMessage() if record.levelno >= logging.WARNING else ""
    if "[SQL:" in message or "[parameters:" in message:
        record.msg, record.args = _VALUES_OF_SQL.sub("", message), ()
    return record


def _clean_structured_entries() -> None:
    """Put our step first in structlog's list; changed in place, since loggers already in use share it."""
    try:
        import structlog
    except ImportError:
        return
    steps = structlog.get_config()["processors"]
    if isinstance(steps, list) and _only_safe_fields not in steps:
        steps.insert(0, _only_safe_fields)


def _only_safe_fields(_: Any, __: str, entry: MutableMapping[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in entry.items() if name in _SAFE_FIELDS}
