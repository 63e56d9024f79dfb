from __future__ import annotations

from pathlib import Path
from typing import Dict

import pytest
import yaml
from rasa.shared.utils.common import class_from_module_path

from groundwork.channels.credentials import CHANNELS, READY, Channel, credentials_for, write_private
from groundwork.settings import SettingsError, load_settings

KNOWN = {**CHANNELS, "pigeon": Channel("somewhere.Pigeon", {"ring": "GROUNDWORK_PIGEON_RING", "loft": "GROUNDWORK_PIGEON_LOFT"})}


def chosen(channels: str, environment: Dict[str, str], host: str = "127.0.0.1") -> Dict[str, Dict[str, str]]:
    return credentials_for(load_settings({"GROUNDWORK_CHANNELS": channels, "GROUNDWORK_HOST": host}), environment, KNOWN)


def test_every_known_channel_is_a_class_of_that_name() -> None:
    for name, channel in CHANNELS.items():
        assert class_from_module_path(channel.class_path).name() == name
    class_from_module_path(READY)


def test_only_what_is_chosen_is_served() -> None:
    assert set(chosen("rest", {"GROUNDWORK_PIGEON_RING": "x"})) == {READY, CHANNELS["rest"].class_path}


def test_secrets_come_from_the_environment() -> None:
    credentials = chosen("pigeon", {"GROUNDWORK_PIGEON_RING": "r", "GROUNDWORK_PIGEON_LOFT": "l"})
    assert credentials["somewhere.Pigeon"] == {"ring": "r", "loft": "l"}


def test_each_missing_secret_is_named() -> None:
    with pytest.raises(SettingsError) as error:
        chosen("rest,pigeon", {"GROUNDWORK_PIGEON_RING": ""})
    assert [line.split(":")[0] for line in error.value.lines] == ["GROUNDWORK_PIGEON_RING", "GROUNDWORK_PIGEON_LOFT"]


def test_an_unknown_channel_is_named() -> None:
    with pytest.raises(SettingsError) as error:
        chosen("rest,telepathy", {})
    (line,) = error.value.lines
    assert line.startswith("GROUNDWORK_CHANNELS:") and "telepathy" in line


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_rest_is_refused_where_others_can_reach_it(host: str) -> None:
    with pytest.raises(SettingsError) as error:
        chosen("rest", {}, host)
    (line,) = error.value.lines
    assert line.startswith("GROUNDWORK_HOST:")


def test_the_file_is_yaml_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "run" / "credentials.yml"
    path.parent.mkdir()
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    write_private(path, {"somewhere.Pigeon": {"ring": "r: 1"}})
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == {"somewhere.Pigeon": {"ring": "r: 1"}}
    assert path.stat().st_mode & 0o777 == 0o600
