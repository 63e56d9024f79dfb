"""`groundwork bench`: makes, starts, measures and ends each bot in turn, and writes what it found (see `report`)."""
from __future__ import annotations

import asyncio
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from bench.bots import Bot, groundwork_bot, rasa_init_bot
from bench.measuring import Timed, percentiles, throughput, turn_times
from bench.memory import pss_in_mb
from bench.report import write
from bench.talkers import CHOICE, COACHED, TEXT
from groundwork.running.processes import Processes
from groundwork.running.ready import wait_until_ready
from groundwork.running.signals import Stopped, stop_by_exception

#: Conversations that are timed, turns in each, and the windows of turns that are compared.
CONVERSATIONS = 4
TURNS = 400
WINDOWS: Tuple[Tuple[int, int], ...] = ((1, 20), (100, 120), (380, 400))
#: So many talk at once -> so many conversations are held; and most turns of a kind in each.
CROWDS: Dict[int, int] = {1: 20, 10: 60, 50: 150, 200: 300}
TURNS_IN_CROWD = 8

BOTS: Dict[str, Callable[[Path], Bot]] = {"rasa-init": rasa_init_bot, "groundwork": groundwork_bot}


def main(report: Path, only: Optional[str] = None) -> int:
    """Measure and write the figures into `report`; returns the exit code.

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
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    print(write(report, machine, figures))
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
        before = _size(bot.database)
        times = asyncio.run(turn_times(bot.address, bot.talkers(CONVERSATIONS), TURNS))
        figures["turns"] = _by_window(times)
        figures["turns without an answer"] = sum(not turn.answered for turn in times)
        figures["bytes stored a turn"] = round((_size(bot.database) - before) / len(times)) if bot.database else "none, in memory only"
        figures["turns a second"] = {
            f"{at_once} at once": asyncio.run(throughput(bot.address, bot.talkers(crowd), at_once, TURNS_IN_CROWD)) for at_once, crowd in CROWDS.items()
        }
        figures["memory afterwards, MB"] = pss_in_mb(pid)
    return figures


def _size(database: Optional[Path]) -> int:
    """Bytes of a database file with its write-ahead log."""
    return sum(file.stat().st_size for file in database.parent.glob(f"{database.name}*")) if database else 0


def _by_window(times: List[Timed]) -> Dict[str, Any]:
    return {
        f"{kind}, turns {first}-{last}": percentiles([turn.milliseconds for turn in times if turn.kind == kind and first <= turn.number <= last])
        for kind in (CHOICE, TEXT, COACHED)
        for first, last in WINDOWS
    }
