from __future__ import annotations

import io
import logging
from typing import Iterator

import pytest
import structlog

from groundwork.running import wordless_logs

PLANTED = "plantedword"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a handler writes while words are kept out."""
    make, installed = logging.getLogRecordFactory(), set(wordless_logs._installed)
    wordless_logs.keep_words_out_of_logs()
    wordless_logs.keep_words_out_of_logs()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger("planted").addHandler(handler)
    yield out
    logging.getLogger("planted").removeHandler(handler)
    logging.setLogRecordFactory(make)
    wordless_logs._installed.clear()
    wordless_logs._installed.update(installed)


def fail(words: str) -> None:
    try:
        raise KeyError(words)
    except KeyError as error:
        raise ValueError(f"because of {words}") from error


def test_of_an_error_only_types_and_places_are_logged(log: io.StringIO) -> None:
    try:
        fail(PLANTED)
    except ValueError:
        logging.getLogger("planted").exception("Something failed.")
    text = log.getvalue()
    assert PLANTED not in text
    assert "Something failed." in text and "ValueError" in text and "KeyError" in text and "in fail" in text


def test_values_of_a_database_error_are_left_out(log: io.StringIO) -> None:
    error = f"(sqlite3.OperationalError) disk is full [SQL: INSERT INTO events VALUES (?)] [parameters: ('{PLANTED}',)]"
    logging.getLogger("planted").error("Could not save: %s", error)
    assert PLANTED not in log.getvalue() and "disk is full" in log.getvalue()


def test_ordinary_records_stay_as_they_are(log: io.StringIO) -> None:
    logging.getLogger("planted").warning("%d of %s", 3, "four")
    assert log.getvalue() == "3 of four\n"


def test_structured_entries_keep_safe_fields_only(log: io.StringIO) -> None:
    entry = {"event": "rest.message.received.failure", "text": PLANTED, "exc_info": True}
    for step in structlog.get_config()["processors"][:1]:
        entry = step(None, "error", entry)
    assert entry == {"event": "rest.message.received.failure"}
