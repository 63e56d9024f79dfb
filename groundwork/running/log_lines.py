"""A log record -> the line that may be written: nothing that anybody typed, whoever made the record (pure).

A line is written as it is meant only if its wording is known: our own wordings, which are all fixed texts (a test sees to it), a few of the libraries', and the
names of Rasa's structured entries. Of what is filled in, numbers and codes stay. Of every other record its logger, level, place in the code and type of
error are written. So a library that begins to log more tomorrow tells nobody anything.
"""
from __future__ import annotations

import enum
import logging
import re
import traceback
from pathlib import PurePath
from typing import Any, List, Mapping, Optional, Set, Tuple

#: Ours: the wordings in the code are fixed texts, what is filled in is looked at.
OURS = ("groundwork", "actions")
#: Wordings of libraries that help whoever runs this: logger, wording.
KNOWN = frozenset(
    {
        ("sanic.root", "Starting worker [%s]"),
        ("sanic.root", "Stopping worker [%s]"),
        ("sanic.root", "Received signal %s. Shutting down."),
        ("sanic.root", "Server Stopped"),
        ("sanic.root", "KeepAlive Timeout. Closing connection."),
        ("rasa.core.agent", "No valid model found at %s"),
        ("rasa_sdk.endpoint", "Starting action endpoint server..."),
        ("rasa_sdk.endpoint", "Starting plugins..."),
    }
)
#: What is written in the place of something that is neither a number nor a code.
HIDDEN = "..."
#: Texts that say nothing about a person: names of channels, and of what is filled in elsewhere.
CODES = frozenset({"web", "rest", "telegram", "slack", "messenger", "twilio", "whatsapp", "sms", "SIGTERM", "SIGINT"})
_STRUCTURED = re.compile(r'\{"event": "([a-z_]{2,40}(?:\.[a-z_]{2,40}){1,5})"[^"]*(?:"level": "[a-z]+")?\}')
_error_names: Set[str] = set()


def line_of(record: logging.LogRecord) -> str:
    """The whole line, with the types and places of an error that belongs to the record."""
    said = _as_meant(record)
    line = said if said is not None else f"{record.name} {record.levelname} {PurePath(record.pathname).name}:{record.lineno}"
    error = record.exc_info[1] if record.exc_info else None
    return line if error is None else f"{line}\n{describe(error)}"


def describe(error: Optional[BaseException]) -> str:
    """The types of an error and of its causes, each with the code it came through, and none of the messages."""
    parts: List[str] = []
    while error is not None and len(parts) < 10:
        lines = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"{lines}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return "\nwhich came from:\n".join(parts)


def _as_meant(record: logging.LogRecord) -> Optional[str]:
    """The record's own wording, if it is a known one."""
    if not isinstance(record.msg, str):
        return None
    entry = _STRUCTURED.fullmatch(record.msg)
    if entry and not record.args:
        return f"{record.name} {record.levelname} {entry.group(1)}"
    if record.name.split(".")[0] not in OURS and (record.name, record.msg) not in KNOWN:
        return None
    try:
        return record.msg % _codes(record.args) if record.args else record.msg
    except (TypeError, ValueError, KeyError):
        return None


def _codes(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: _code(value) for name, value in args.items()}
    values: Tuple[Any, ...] = args if isinstance(args, tuple) else (args,)
    return tuple(_code(value) for value in values)


def _code(value: Any) -> Any:
    """A number or a code as it is; of an error or a class its name; nothing of anything else."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, BaseException):
        return type(value).__name__
    return value if isinstance(value, str) and (value in CODES or _is_error_name(value)) else HIDDEN


def _is_error_name(text: str) -> bool:
    """Whether a text is the name of a class of errors: `type(error).__name__` is what most of our lines fill in."""
    if text not in _error_names and text.isidentifier() and text[:1].isupper():
        waiting = [BaseException]
        while waiting:
            found = waiting.pop().__subclasses__()
            _error_names.update(one.__name__ for one in found)
            waiting += found
    return text in _error_names
