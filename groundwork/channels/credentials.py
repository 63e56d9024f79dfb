"""Which channels are served: from the setting GROUNDWORK_CHANNELS to the credentials file that Rasa reads."""
from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping

from groundwork.settings import Settings, SettingsError


@dataclass(frozen=True)
class Channel:
    """How a channel is served.

    class_path: its class. secrets: what its credentials need -> the variable that holds it. local_only: served on loopback alone.
    """

    class_path: str
    secrets: Mapping[str, str] = field(default_factory=dict)
    local_only: bool = False


CHANNELS: Mapping[str, Channel] = {
    "web": Channel("groundwork.channels.web.channel.WebInput"),
    "rest": Channel("groundwork.channels.rest.RestInput", local_only=True),
    "telegram": Channel("groundwork.channels.telegram.channel.TelegramInput", {"token": "GROUNDWORK_TELEGRAM_TOKEN", "secret": "GROUNDWORK_TELEGRAM_SECRET"}),
    "slack": Channel("groundwork.channels.slack.channel.SlackInput", {"token": "GROUNDWORK_SLACK_TOKEN", "signing_secret": "GROUNDWORK_SLACK_SIGNING_SECRET"}),
}

#: Always served: it tells whether the server is ready, and nothing else.
READY = "groundwork.channels.ready.ReadyInput"


def credentials_for(
    settings: Settings, environment: Mapping[str, str], known: Mapping[str, Channel] = CHANNELS
) -> Dict[str, Dict[str, str]]:
    """The credentials of the chosen channels: class path -> what the class needs.

    Args:
        settings: names the channels and the address to listen on.
        environment: holds the secrets.
        known: the channels that there are.

    Raises:
        SettingsError: with one line for each unknown channel, missing secret, or channel that may not listen on this address.
    """
    wrong: List[str] = []
    chosen: Dict[str, Dict[str, str]] = {READY: {}}
    for name in settings.channels:
        if name not in known:
            wrong.append(f'GROUNDWORK_CHANNELS: there is no channel "{name}"; known: {", ".join(sorted(known))}.')
            continue
        channel = known[name]
        if channel.local_only and not settings.on_loopback:
            wrong.append(f'GROUNDWORK_HOST: "{settings.host}" can be reached from elsewhere, and {name} may only be served on 127.0.0.1.')
        wrong += [f"{variable}: not set, and the channel {name} needs it." for variable in channel.secrets.values() if not environment.get(variable)]
        chosen[channel.class_path] = {key: environment.get(variable, "") for key, variable in channel.secrets.items()}
    if wrong:
        raise SettingsError(wrong)
    return chosen


def write_private(path: Path, content: Mapping[str, Any]) -> Path:
    """Write a configuration file (JSON, which is YAML too) that only its owner may read; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    return path
