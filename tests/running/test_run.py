"""`groundwork run` stops early, with one clear line, when it cannot work; what it starts is given what it needs."""
from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from groundwork.running import run as running
from groundwork.settings import PROJECT_ROOT, load_settings


def groundwork_run(**variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "groundwork.cli", "run"]
    return subprocess.run(command, env={**os.environ, **variables}, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "name, value",
    [("GROUNDWORK_PORT", "many"), ("GROUNDWORK_LOG_LEVEL", "debug"), ("GROUNDWORK_CHANNELS", "telepathy"), ("GROUNDWORK_SECRET", "short")],
)
def test_a_wrong_setting_stops_the_start_with_one_line(name: str, value: str) -> None:
    ended = groundwork_run(**{name: value})
    assert ended.returncode == 2
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith(f"{name}:")


def test_rest_is_not_started_where_others_can_reach_it() -> None:
    ended = groundwork_run(GROUNDWORK_HOST="0.0.0.0", GROUNDWORK_CHANNELS="web,rest")
    assert ended.returncode == 2
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith("GROUNDWORK_HOST:")


def test_a_port_in_use_is_named_before_anything_is_started() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = groundwork_run(GROUNDWORK_ACTIONS_PORT=str(taken.getsockname()[1]), GROUNDWORK_PORT="0" * 4 + "1024")
    assert ended.returncode == 2
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith("GROUNDWORK_ACTIONS_PORT:")


def test_the_api_is_never_on_and_everything_listens_on_loopback() -> None:
    settings = load_settings({})
    rasa, actions = running.commands_for(
        PROJECT_ROOT, settings, Path("model"), Path("credentials"), Path("endpoints"), running.process_environment({}, settings)
    )
    assert "--enable-api" not in rasa.command
    assert rasa.command[rasa.command.index("-i") + 1] == "127.0.0.1"
    assert actions.environment["SANIC_HOST"] == "127.0.0.1"


def test_processes_send_nothing_home_and_log_no_more_than_is_set() -> None:
    environment = running.process_environment({"LOG_LEVEL": "DEBUG", "RASA_TELEMETRY_ENABLED": "true"}, load_settings({}))
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["LOG_LEVEL"] == "WARNING"


def test_another_port_of_the_action_server_reaches_rasa(tmp_path: Path) -> None:
    original = PROJECT_ROOT / "endpoints.yml"
    (tmp_path / "endpoints.yml").write_bytes(original.read_bytes())
    assert running._endpoints(tmp_path, load_settings({})) == tmp_path / "endpoints.yml"
    written = yaml.safe_load(running._endpoints(tmp_path, load_settings({"GROUNDWORK_ACTIONS_PORT": "5077"})).read_text(encoding="utf-8"))
    expected = yaml.safe_load(original.read_text(encoding="utf-8"))
    expected["action_endpoint"]["url"] = "http://127.0.0.1:5077/webhook"
    assert written == expected
