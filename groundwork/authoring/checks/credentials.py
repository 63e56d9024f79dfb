"""`credentials.yml`: channels that do not exist, and secrets that stand in it in plain words (pure)."""
from __future__ import annotations

from typing import Iterator

from groundwork.authoring.checks.config import exists
from groundwork.authoring.files import CREDENTIALS
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import names
from groundwork.authoring.nodes import key_of, pairs, place_of, text
from groundwork.authoring.project import Project
from groundwork.channels.credentials import CHANNELS, READY


def check(project: Project) -> Iterator[Finding]:
    """Each channel of the file, and each of its values."""
    ours = [channel.class_path for channel in CHANNELS.values()] + [READY]
    for key, settings in pairs(project.credentials):
        name = key_of(key)
        if name in names("rasa_channels"):
            yield finding("G807", place_of(CREDENTIALS, key), name=name)
        elif "." not in name or not exists(name):
            yield finding("G806", place_of(CREDENTIALS, key), name=name, meant=nearest(name, ours))
        for setting, written in pairs(settings):
            if key_of(setting) in names("secret_keys") and text(written) and not (text(written) or "").startswith("${"):
                yield finding("G808", place_of(CREDENTIALS, written), key=key_of(setting))
