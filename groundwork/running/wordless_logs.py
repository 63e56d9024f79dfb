"""Keeps people's words out of everything that Rasa and the action server write, whatever goes wrong there, in debug mode too.

They log far more than they should: Rasa a failed action's whole request, its interpolation a whole answer, SQLAlchemy the values it was to write, an
action's own error whatever it looked at. What may be written instead is decided in `log_lines`.
"""
from __future__ import annotations

import logging
import sys
import threading
import warnings
from types import TracebackType
from typing import Any, Dict, MutableMapping, Optional, Set, Type

from groundwork.metrics import ERRORS
from groundwork.running.log_lines import line_of
from groundwork.running.output_gate import shut_output

#: Set by `served`, whose process does nothing but serve: there prints are kept back as well.
SERVED = threading.Event()
_LEVELS = frozenset({"event", "level"})
_installed: Set[str] = set()

logger = logging.getLogger(__name__)


def keep_words_out_of_logs() -> None:
    """From now on, in this process, nothing that was typed is logged, or written by an error that nobody catches. May be called again."""
    _clean_structured_entries()
    if SERVED.is_set():
        shut_output()
    if "records" in _installed:
        return
    _installed.add("records")
    handle = logging.Logger.handle

    def handle_line(self: logging.Logger, record: logging.LogRecord) -> None:
        handle(self, as_line(record))

    logging.Logger.handle = handle_line  # type: ignore[method-assign]  # the one door for every record of every logger, with all its fields
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    threading.excepthook = lambda gone: _uncaught(gone.exc_type, gone.exc_value or gone.exc_type(), gone.exc_traceback)
    sys.unraisablehook = lambda lost: _uncaught(lost.exc_type, lost.exc_value or lost.exc_type(), lost.exc_traceback)


def as_line(record: logging.LogRecord) -> logging.LogRecord:
    """A record that holds the line that may be written, and nothing else of the first."""
    if record.levelno >= logging.ERROR:
        ERRORS.labels(".".join(record.name.split(".")[:3])).inc()
    line = logging.LogRecord(record.name, record.levelno, record.pathname, record.lineno, line_of(record), (), None, record.funcName)
    line.created, line.msecs = record.created, record.msecs
    return line


def _uncaught(kind: Type[BaseException], error: BaseException, trace: Optional[TracebackType]) -> None:
    logger.critical("An error was not caught.", exc_info=(kind, error, trace))


def _warned(message: Any, category: Type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    if issubclass(category, (DeprecationWarning, PendingDeprecationWarning)):
        return
    record = logging.LogRecord("warnings", logging.WARNING, filename, lineno, "", (), None)
    logging.getLogger("warnings").handle(record)


def _clean_structured_entries() -> None:
    """Put our step first in structlog's list; changed in place, since loggers already in use share it."""
    try:
        import structlog
    except ImportError:
        return
    steps = structlog.get_config()["processors"]
    if isinstance(steps, list) and _only_the_name not in steps:
        steps.insert(0, _only_the_name)


def _only_the_name(_: Any, __: str, entry: MutableMapping[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in entry.items() if name in _LEVELS}
