"""The two bots that are compared: how each is made, trained, started and asked whether it is ready."""
from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from bench.coached import coached_questions
from bench.sentences import sentences
from bench.talkers import GroundworkTalker, RasaInitTalker, Talker
from groundwork.running.processes import Process
from groundwork.running.ready import free_ports
from groundwork.running.training import OPTIONS
from groundwork.settings import PROJECT_ROOT

SEED = 20260101
DATABASE = "conversations.sqlite3"


@dataclass(frozen=True)
class Bot:
    """A bot that is ready to be started.

    train_seconds: a whole training from nothing. ready_at: addresses that answer 200 when it can be talked to. database: the file that
    keeps conversations, None if they are only in memory.
    """

    name: str
    process: Process
    address: str
    ready_at: List[str]
    train_seconds: float
    talkers: Callable[[int], List[Talker]]
    database: Optional[Path] = None


def groundwork_process(folder: Path, **settings: str) -> Tuple[Process, str, List[str]]:
    """This project as it is, trained if need be: its process, its address and the addresses that answer 200 when it is ready."""
    ports = free_ports(2)
    environment = {
        **_environment(), "GROUNDWORK_PORT": str(ports[0]), "GROUNDWORK_ACTIONS_PORT": str(ports[1]), "GROUNDWORK_HOST": "127.0.0.1",
        "GROUNDWORK_DATABASE": str(folder / DATABASE), **settings,
    }
    process = Process("Groundwork", [sys.executable, "-m", "groundwork.cli", "run"], folder / "groundwork.log", environment, PROJECT_ROOT)
    address = f"http://127.0.0.1:{ports[0]}"
    return process, address, [f"http://127.0.0.1:{ports[1]}/health", f"{address}/webhooks/ready/"]


def groundwork_bot(folder: Path) -> Bot:
    """This project as it is, with ports, database and a training cache of its own in `folder`."""
    process, address, ready_at = groundwork_process(folder, GROUNDWORK_CHANNELS="rest")
    python, environment = [sys.executable, "-m"], dict(process.environment)
    _check([*python, "groundwork.cli", "train"], environment, PROJECT_ROOT, folder / "groundwork.log")
    fresh = {**environment, "RASA_CACHE_DIRECTORY": str(folder / "cache")}
    train = [*python, "rasa", "train", "--force", "--out", str(folder / "models"), *OPTIONS]
    seconds = _check(train, fresh, PROJECT_ROOT, folder / "groundwork-training.log")
    return Bot("Groundwork", process, address, ready_at, seconds, _talkers_with_groundwork(), folder / DATABASE)


def rasa_init_bot(folder: Path) -> Bot:
    """A fresh `rasa init`, made and trained in `folder`. It has no action server."""
    home = folder / "rasa-init"
    home.mkdir()
    environment = _environment()
    python = [sys.executable, "-m"]
    _check([*python, "rasa", "init", "--no-prompt"], environment, home, folder / "rasa-init.log")
    fresh = {**environment, "RASA_CACHE_DIRECTORY": str(folder / "cache-of-rasa-init")}
    train = [*python, "rasa", "train", "--force", "--out", str(folder / "models-of-rasa-init")]
    seconds = _check(train, fresh, home, folder / "rasa-init-training.log")
    port = free_ports(1)[0]
    (home / "rest.yml").write_text(json.dumps({"rest": {}}), encoding="utf-8")
    command = [*python, "rasa", "run", "-i", "127.0.0.1", "-p", str(port), "--credentials", "rest.yml"]
    address = f"http://127.0.0.1:{port}"
    process = Process("rasa init", command, folder / "rasa-init.log", {**environment, "LOG_LEVEL": "WARNING"}, home)
    return Bot("rasa init", process, address, [f"{address}/"], seconds, _talkers_with_rasa_init())


def _talkers_with_groundwork() -> Callable[[int], List[Talker]]:
    """Makes people who talk; all that they write differs, over all calls."""
    texts, chance, coached = sentences(SEED), random.Random(SEED), coached_questions(PROJECT_ROOT / "data")
    return lambda count: [GroundworkTalker(texts, chance, coached) for _ in range(count)]


def _talkers_with_rasa_init() -> Callable[[int], List[Talker]]:
    texts = sentences(SEED)
    return lambda count: [RasaInitTalker(texts) for _ in range(count)]


def _environment() -> Dict[str, str]:
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


def _check(command: List[str], environment: Dict[str, str], folder: Path, log: Path) -> float:
    """Run a command to its end and return its seconds; raises if it fails."""
    started = time.monotonic()
    with log.open("ab") as file:
        subprocess.run(command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file, check=True)
    return round(time.monotonic() - started, 1)
