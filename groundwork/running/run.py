"""`groundwork run`: check the settings, train if need be, start Rasa and the action server, tell when both are ready, end both."""
from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Dict, List

import yaml

from groundwork.channels.credentials import credentials_for, write_private
from groundwork.running.processes import Process, Processes
from groundwork.running.ready import is_free, wait_until_ready
from groundwork.running.signals import Stopped, stop_by_exception
from groundwork.running.supervising import watch_over
from groundwork.running.training import TrainingFailed, cause_of, up_to_date_model
from groundwork.settings import PROJECT_ROOT, Settings, SettingsError, load_environment, load_settings

LOOPBACK = "127.0.0.1"
_ANY_ADDRESS = {"localhost": LOOPBACK, "0.0.0.0": LOOPBACK, "::": "::1"}


def run(root: Path = PROJECT_ROOT) -> int:
    """Start everything and stay until it is stopped; returns the exit code (2: a setting is wrong, 1: something failed)."""
    try:
        environment = load_environment(root)
        settings = load_settings(environment)
        credentials = credentials_for(settings, environment)
        _check_ports(settings)
    except SettingsError as error:
        print("\n".join(error.lines), file=sys.stderr)
        return 2
    stop_by_exception()
    try:
        child_environment = process_environment(environment, settings)
        model = up_to_date_model(root, child_environment)
        file = write_private(root / "var" / "run" / "credentials.yml", credentials)
        with Processes() as processes:
            return _serve(processes, commands_for(root, settings, model, file, _endpoints(root, settings), child_environment), settings)
    except TrainingFailed as error:
        print(error, file=sys.stderr)
        return 1
    except Stopped:
        with suppress(OSError):  # the terminal may be gone
            print("\nGroundwork has stopped.", flush=True)
        return 0


def process_environment(environment: Dict[str, str], settings: Settings) -> Dict[str, str]:
    """Variables for Rasa's processes: ours, no telemetry, quiet libraries, one worker."""
    level = settings.log_level.upper()
    return {
        **environment,
        **settings.as_environment(),
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": level,
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "SANIC_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _check_ports(settings: Settings) -> None:
    wanted = {"GROUNDWORK_PORT": (settings.host, settings.port), "GROUNDWORK_ACTIONS_PORT": (LOOPBACK, settings.actions_port)}
    taken = [f"{name}: port {port} is in use already; end that program or choose another port." for name, (host, port) in wanted.items() if not is_free(host, port)]
    if taken:
        raise SettingsError(taken)


def commands_for(root: Path, settings: Settings, model: Path, credentials: Path, endpoints: Path, environment: Dict[str, str]) -> List[Process]:
    """Rasa and the action server, as they are started.

    Args:
        model, credentials, endpoints: the files that Rasa reads.
        environment: for both.
    """
    python = [sys.executable, "-m", "groundwork.running.served"]
    rasa = [
        *python, "rasa", "run", "--model", str(model), "--credentials", str(credentials), "--endpoints", str(endpoints),
        "-i", settings.host, "-p", str(settings.port),
    ]
    actions = [*python, "rasa_sdk", "--actions", "actions", "-p", str(settings.actions_port)] + ["--quiet"] * (settings.log_level != "info")
    logs = root / "var" / "logs"
    return [
        Process("Rasa", rasa, logs / "rasa.log", environment, root),
        Process("The action server", actions, logs / "actions.log", {**environment, "SANIC_HOST": LOOPBACK}, root),
    ]


def _endpoints(root: Path, settings: Settings) -> Path:
    """The project's endpoints file, or one that names another port of the action server."""
    endpoints = yaml.safe_load((root / "endpoints.yml").read_text(encoding="utf-8"))
    url = f"http://127.0.0.1:{settings.actions_port}/webhook"
    if endpoints["action_endpoint"]["url"] == url:
        return root / "endpoints.yml"
    return write_private(root / "var" / "run" / "endpoints.yml", {**endpoints, "action_endpoint": {"url": url}})


def _serve(processes: Processes, commands: List[Process], settings: Settings) -> int:
    started = time.monotonic()
    for command in commands:
        processes.start(command)
    here = _ANY_ADDRESS.get(settings.host, settings.host)
    address = f"http://[{here}]:{settings.port}" if ":" in here else f"http://{here}:{settings.port}"
    urls = [f"http://{LOOPBACK}:{settings.actions_port}/health", f"{address}/webhooks/ready/"]
    not_ready = wait_until_ready(urls, lambda: processes.first_ended() is None)
    if not_ready is None:
        print(_ready_text(settings, address, time.monotonic() - started), flush=True)
        process = watch_over(processes)
        print(f"{process.name} ended again and again, so Groundwork stops. See {process.log}", file=sys.stderr)
        return 1
    process, _ = processes.first_ended() or (commands[1] if not_ready == urls[0] else commands[0], None)
    log = process.log.read_text(encoding="utf-8", errors="replace")
    print(f"{process.name} could not get ready, so Groundwork stops. {process.log} ends with:\n{cause_of(log)}", file=sys.stderr)
    return 1


def _ready_text(settings: Settings, address: str, seconds: float) -> str:
    lines = [f"Groundwork is ready: {address} (channels: {', '.join(settings.channels)}), started in {seconds:.1f} s."]
    if "web" in settings.channels:
        lines.append(f"Open the chat in a browser: {address.replace(LOOPBACK, 'localhost')}/")
    if "rest" in settings.channels:
        command = Path(os.path.relpath(Path(sys.executable).parent / "groundwork"))
        lines.append(f"Talk to it in another terminal: {command} chat")
    if not settings.on_loopback:
        lines.append("Other machines can reach it. Put a proxy that speaks https in front before people use it: docs/web.md")
    return "\n".join([*lines, "Ctrl-C ends it."])
