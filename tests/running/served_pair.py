"""Rasa and the action server as `groundwork run` starts them, on ports and with a store of their own; the action server can be taken away and given back."""
from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List

import requests

from groundwork.channels.credentials import credentials_for, write_private
from groundwork.running.processes import Process, Processes
from groundwork.running.ready import free_ports, wait_until_ready
from groundwork.running.run import commands_for, process_environment
from groundwork.running.training import up_to_date_model
from groundwork.settings import PROJECT_ROOT, load_settings

#: From the welcome to a step that the coach looks at: an apology's first sentence.
INTO_A_COACHED_STEP = ("hi", "yes", "trust was broken", "1", "no", "no", "no", "short")


class ServedPair:
    """Talks over the channel rest. Everything that the two processes write is in `logs`."""

    def __init__(self, folder: Path, processes: Processes, **given: str) -> None:
        self.folder, self.processes, self._starts = folder, processes, 0
        port, self.actions_port = free_ports(2)
        variables = {
            **os.environ, "GROUNDWORK_PORT": str(port), "GROUNDWORK_ACTIONS_PORT": str(self.actions_port), "GROUNDWORK_CHANNELS": "web,rest",
            "GROUNDWORK_DATABASE": str(folder / "conversations.sqlite3"), **given,
        }
        settings = load_settings(variables)
        environment = process_environment(variables, settings)
        model = up_to_date_model(PROJECT_ROOT, environment)
        credentials = write_private(folder / "credentials.yml", credentials_for(settings, variables))
        endpoints = folder / "endpoints.yml"
        endpoints.write_text((PROJECT_ROOT / "endpoints.yml").read_text(encoding="utf-8").replace(":5055", f":{self.actions_port}"), encoding="utf-8")
        self.address = f"http://127.0.0.1:{port}"
        self.rasa, self.actions = (
            Process(one.name, [*one.command, *(["--debug"] if given.get("LOG_LEVEL") == "DEBUG" else [])], folder / one.log.name, {**one.environment, **given}, PROJECT_ROOT)
            for one in commands_for(PROJECT_ROOT, settings, model, credentials, endpoints, environment)
        )

    def start(self) -> "ServedPair":
        """Start both and wait until they are ready."""
        self.processes.start(self.rasa)
        self.start_actions()
        self.wait(f"{self.address}/webhooks/ready/")
        return self

    def start_actions(self) -> None:
        """Start the action server and wait until it is ready."""
        self._starts += 1
        self.processes.start(replace(self.actions, log=self.folder / f"actions {self._starts}.log"))
        self.wait(f"http://127.0.0.1:{self.actions_port}/health")

    def wait(self, url: str) -> None:
        assert wait_until_ready([url], lambda: self.processes.first_ended() is None) is None, self.logs()[-2000:]

    def end_actions(self) -> None:
        """Take the action server away at once."""
        process = self.processes._running.pop(self.actions.name)[1]
        process.kill()
        process.wait()

    def say(self, sender: str, *messages: str) -> List[Dict[str, Any]]:
        """Send messages one after the other; the answer to the last."""
        for message in messages:
            answered = requests.post(f"{self.address}/webhooks/rest/webhook", json={"sender": sender, "message": message}, timeout=30)
            answered.raise_for_status()
        return list(answered.json())

    def logs(self) -> str:
        """All that both have written."""
        return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in sorted(self.folder.glob("*.log")))


def words(answer: List[Dict[str, Any]]) -> str:
    """What an answer says."""
    return "\n".join(str(message.get("text") or "") for message in answer)


