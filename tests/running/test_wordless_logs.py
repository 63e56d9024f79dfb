"""What may be written of a record, an error, a warning and a print."""
from __future__ import annotations

import ast
import io
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest
import structlog

from groundwork.running import wordless_logs
from groundwork.running.log_lines import line_of
from groundwork.settings import PROJECT_ROOT

PLANTED = "plantedword"
#: A served process that does everything wrong that it can.
CARELESS = (
    "import asyncio, logging, sys, threading, traceback, warnings\n"
    "logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format='%(message)s')\n"
    "from groundwork.running import wordless_logs\n"
    "wordless_logs.SERVED.set()\n"
    "wordless_logs.keep_words_out_of_logs()\n"
    "print('plantedword'); print('plantedword', file=sys.stderr)\n"
    "warnings.warn('plantedword')\n"
    "logging.getLogger('sanic.access').info('', extra={'request': 'GET /plantedword', 'host': 'plantedword'})\n"
    "logging.getLogger('any').error('plantedword %s', 'plantedword', stack_info=True)\n"
    "logging.error('plantedword')\n"
    "try:\n"
    "    raise ValueError('plantedword')\n"
    "except ValueError:\n"
    "    traceback.print_exc(); logging.exception('plantedword')\n"
    "def fail(): raise KeyError('plantedword')\n"
    "thread = threading.Thread(target=fail, name='plantedword'); thread.start(); thread.join()\n"
    "class Lost:\n"
    "    def __del__(self): raise OSError('plantedword')\n"
    "Lost()\n"
    "async def never_awaited(): raise RuntimeError('plantedword')\n"
    "async def main():\n"
    "    asyncio.ensure_future(never_awaited()); await asyncio.sleep(0.01)\n"
    "asyncio.run(main())\n"
    "fail()\n"
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a handler writes while words are kept out."""
    handle, hooks, installed = logging.Logger.handle, (sys.excepthook, threading.excepthook, sys.unraisablehook), set(wordless_logs._installed)
    wordless_logs.keep_words_out_of_logs()
    wordless_logs.keep_words_out_of_logs()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)
    logging.Logger.handle = handle  # type: ignore[method-assign]
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
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
        logging.getLogger("groundwork.planted").exception("Something failed.")
    text = log.getvalue()
    assert PLANTED not in text
    assert "Something failed." in text and "ValueError" in text and "KeyError" in text and "in fail" in text


def test_of_another_s_record_its_logger_level_and_place_are_logged(log: io.StringIO) -> None:
    logging.getLogger("rasa.core.processor").error(f"Received user message '{PLANTED}'")
    logging.getLogger("some.library").warning("%s", PLANTED)
    lines = log.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == ["rasa.core.processor ERROR test_wordless_logs.py", "some.library WARNING test_wordless_logs.py"]


@pytest.mark.parametrize(
    "wording, arguments, line",
    [
        ("%d of %s took %.2f s.", (3, 4, 0.5), "3 of 4 took 0.50 s."),
        ("It failed (%s).", ("OperationalError",), "It failed (OperationalError)."),
        ("It failed (%s).", (ValueError(PLANTED),), "It failed (ValueError)."),
        ("The channel %s.", ("web",), "The channel web."),
        ("Said %s.", (PLANTED,), "Said ...."),
        ("Said %s.", ([PLANTED],), "Said ...."),
        ("Said %(what)s.", ({"what": PLANTED},), "Said ...."),
    ],
)
def test_of_what_our_lines_fill_in_numbers_and_codes_stay(wording: str, arguments: Tuple[object, ...], line: str) -> None:
    import sqlalchemy.exc  # noqa: F401  # so that there is an OperationalError

    assert line_of(logging.LogRecord("groundwork.storage", logging.ERROR, "there.py", 1, wording, arguments, None)) == line


def test_our_own_wordings_are_fixed_texts() -> None:
    """What is let through as it is written must not be put together while the program runs."""
    mixed: List[str] = []
    for file in [*(PROJECT_ROOT / "groundwork").rglob("*.py"), *(PROJECT_ROOT / "actions").rglob("*.py")]:
        mixed += [f"{file.relative_to(PROJECT_ROOT)}:{call.lineno}" for call in _log_calls(file) if not _is_fixed(call)]
    assert mixed == []


def _log_calls(file: Path) -> List[ast.Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [call for call in calls if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in ("logger", "logging")
            and call.func.attr in ("debug", "info", "warning", "error", "exception", "critical", "log")]


def _is_fixed(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)


def test_rasa_s_structured_entries_keep_their_name(log: io.StringIO) -> None:
    entry = {"event": "processor.message.parse", "text": PLANTED, "exc_info": True, "level": "error"}
    (step,) = structlog.get_config()["processors"][:1]
    assert step(None, "error", entry) == {"event": "processor.message.parse", "level": "error"}
    logging.getLogger("rasa.core.processor").error('{"event": "processor.message.parse", "level": "error"}')
    logging.getLogger("rasa.core.processor").error('{"event": "%s", "level": "error"}' % PLANTED)
    lines = log.getvalue().splitlines()
    assert lines[0] == "rasa.core.processor ERROR processor.message.parse" and PLANTED not in lines[1]


def test_a_careless_process_tells_nothing() -> None:
    ended = subprocess.run([sys.executable, "-c", CARELESS], cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=60)
    said = ended.stdout + ended.stderr
    assert PLANTED not in said
    for told in ("ValueError", "KeyError", "OSError", "RuntimeError", "printed WARNING <string>:6", "An error was not caught"):
        assert told in said
    assert ended.returncode == 1
