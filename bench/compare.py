"""`groundwork bench`: makes, starts, measures and ends each bot in turn, and writes the figures as JSON and as a table."""
from __future__ import annotations

import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from bench.bots import Bot, groundwork_bot, rasa_init_bot
from bench.measuring import AT_ONCE, Timed, percentiles, throughput, turn_times
from bench.memory import pss_in_mb
from bench.talkers import CHOICE, TEXT
from groundwork.running.processes import Processes
from groundwork.running.ready import wait_until_ready
from groundwork.running.signals import Stopped, stop_by_exception

#: Conversations that are timed, turns in each, and the windows of turns that are compared.
CONVERSATIONS = 5
TURNS = 120
WINDOWS: Tuple[Tuple[int, int], ...] = ((1, 20), (100, 120))
#: Conversations for throughput, and most turns of a kind in each.
CROWD = 150
TURNS_IN_CROWD = 8

BOTS: Dict[str, Callable[[Path], Bot]] = {"rasa-init": rasa_init_bot, "groundwork": groundwork_bot}


def main(report: Path, only: Optional[str] = None) -> int:
    """Measure and write `figures.json` and `figures.md` into `report`; returns the exit code.

    Args:
        report: folder for the figures.
        only: "groundwork" or "rasa-init" to measure one of the two.
    """
    stop_by_exception()
    figures: Dict[str, Any] = {}
    try:
        with tempfile.TemporaryDirectory(prefix="groundwork-bench-") as folder:
            for name in [only] if only else list(BOTS):
                print(f"{name}: preparing and training ...", flush=True)
                bot = BOTS[name](Path(folder))
                print(f"{name}: measuring ...", flush=True)
                figures[bot.name] = measure(bot)
    except Stopped:
        return 130
    except subprocess.CalledProcessError as error:
        print(f"Could not prepare the bot: {' '.join(map(str, error.cmd))} ended with {error.returncode}.", file=sys.stderr)
        return 1
    except BotNotReady as error:
        print(error, file=sys.stderr)
        return 1
    report.mkdir(parents=True, exist_ok=True)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    (report / "figures.json").write_text(json.dumps({"machine": machine, "bots": figures}, indent=1), encoding="utf-8")
    (report / "figures.md").write_text(table(figures), encoding="utf-8")
    print(table(figures))
    return 0


class BotNotReady(RuntimeError):
    """A bot could not be started; the text ends with the end of its log."""


def measure(bot: Bot) -> Dict[str, Any]:
    """All figures of one bot: seconds, MB, milliseconds, turns a second."""
    with Processes() as processes:
        started = time.monotonic()
        pid = processes.start(bot.process)
        if wait_until_ready(bot.ready_at, lambda: processes.first_ended() is None):
            log = bot.process.log.read_text(encoding="utf-8", errors="replace")
            raise BotNotReady(f"{bot.name} did not get ready. Its log ends:\n{log[-2000:]}")
        figures: Dict[str, Any] = {"train from nothing, s": bot.train_seconds, "start to ready, s": round(time.monotonic() - started, 1)}
        figures["memory when ready, MB"] = pss_in_mb(pid)
        times = asyncio.run(turn_times(bot.address, bot.talkers(CONVERSATIONS), TURNS))
        figures["turns"] = _by_window(times)
        figures["turns without an answer"] = sum(not turn.answered for turn in times)
        figures["turns a second"] = asyncio.run(throughput(bot.address, bot.talkers(CROWD), TURNS_IN_CROWD))
        figures["memory afterwards, MB"] = pss_in_mb(pid)
    return figures


def _by_window(times: List[Timed]) -> Dict[str, Any]:
    return {
        f"{kind}, turns {first}-{last}": percentiles([turn.milliseconds for turn in times if turn.kind == kind and first <= turn.number <= last])
        for kind in (CHOICE, TEXT)
        for first, last in WINDOWS
    }


def table(figures: Dict[str, Any]) -> str:
    """The figures side by side, as Markdown."""
    rows: Dict[str, List[str]] = {}
    for bot in figures.values():
        for name, value in _flat(bot):
            rows.setdefault(name, []).append(value)
    lines = ["| | " + " | ".join(figures) + " |", "| --- |" + " --- |" * len(figures)]
    return "\n".join(lines + [f"| {name} | " + " | ".join(values) + " |" for name, values in rows.items()]) + "\n"


def _flat(bot: Dict[str, Any]) -> List[Tuple[str, str]]:
    rows: List[Tuple[str, str]] = []
    for name, value in bot.items():
        if name == "turns":
            rows += [(f"{window}: p50 / p95 ms (of)", f"{of.get('p50', '-')} / {of.get('p95', '-')} ({of['turns']})") for window, of in value.items()]
        elif name == "turns a second":
            rows += [(f"{kind}: turns a second, {AT_ONCE} at once (of)", f"{value[kind]} ({value[f'{kind}, turns']})") for kind in (CHOICE, TEXT)]
        else:
            rows.append((name, str(value)))
    return rows
