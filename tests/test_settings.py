from __future__ import annotations

import re
from pathlib import Path

import pytest

from groundwork.settings import PROJECT_ROOT, SETTINGS, SettingsError, is_loopback, load_environment, load_settings


def test_every_default_is_a_right_value() -> None:
    settings = load_settings({})
    assert settings.on_loopback
    assert settings.channels
    assert Path(settings.database).is_absolute() and settings.folder.is_absolute()


def test_example_file_names_every_setting_with_its_default_and_meaning() -> None:
    text = (PROJECT_ROOT / ".env.example").read_text(encoding="utf-8")
    shown = re.findall(r"^# (.+)\n(GROUNDWORK_\w+)=(.*)$", text, re.MULTILINE)
    assert shown == [(setting.meaning, setting.name, setting.default) for setting in SETTINGS]
    assert len(re.findall(r"^\w+=", text, re.MULTILINE)) == len(SETTINGS)


@pytest.mark.parametrize(
    "name, value",
    [
        ("GROUNDWORK_PORT", "abc"), ("GROUNDWORK_PORT", "0"), ("GROUNDWORK_PORT", "70000"), ("GROUNDWORK_PORT", "-1"), ("GROUNDWORK_PORT", "５００５"),
        ("GROUNDWORK_HOST", "not a host"), ("GROUNDWORK_ACTIONS_PORT", "5055.0"), ("GROUNDWORK_CHANNELS", " , "),
        ("GROUNDWORK_LIFE_HOURS", "0"), ("GROUNDWORK_LIFE_HOURS", "337"), ("GROUNDWORK_LOG_LEVEL", "debug"),
    ],
)
def test_wrong_value_is_one_line_that_names_the_setting_and_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({name: value})
    (line,) = error.value.lines
    assert line.startswith(f"{name}:") and value.strip() in line and "\n" not in line


@pytest.mark.parametrize("name, value", [("GROUNDWORK_DATABASE", "groundwork"), ("GROUNDWORK_DATABASE", "mysql://me:hush@host/name"), ("GROUNDWORK_KEYS", "abc"), ("GROUNDWORK_SECRET", "abc")])
def test_a_wrong_secret_is_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({name: value})
    (line,) = error.value.lines
    assert line.startswith(f"{name}:") and value not in line


def test_a_database_on_a_server_has_its_files_in_the_project() -> None:
    settings = load_settings({"GROUNDWORK_DATABASE": "postgresql://me:hush@host/name"})
    assert settings.folder == PROJECT_ROOT / "var" and "hush" not in repr(settings)


def test_every_wrong_value_gets_its_line() -> None:
    with pytest.raises(SettingsError) as error:
        load_settings({"GROUNDWORK_PORT": "x", "GROUNDWORK_LOG_LEVEL": "loud"})
    assert len(error.value.lines) == 2


def test_two_servers_cannot_share_a_port() -> None:
    with pytest.raises(SettingsError):
        load_settings({"GROUNDWORK_PORT": "5100", "GROUNDWORK_ACTIONS_PORT": "5100"})


def test_values_are_read_and_an_empty_one_is_the_default() -> None:
    settings = load_settings({"GROUNDWORK_PORT": " 6001 ", "GROUNDWORK_CHANNELS": "REST, rest", "GROUNDWORK_HOST": "", "GROUNDWORK_DATABASE": "/data/words.db"})
    assert (settings.port, settings.channels, settings.host, settings.database) == (6001, ("rest",), "127.0.0.1", "/data/words.db")


def test_a_started_process_reads_the_same_settings() -> None:
    settings = load_settings({"GROUNDWORK_PORT": "6001", "GROUNDWORK_DATABASE": "var/other.sqlite3", "GROUNDWORK_LIFE_HOURS": "48"})
    assert load_settings(settings.as_environment()) == settings


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text('GROUNDWORK_PORT=6002\nGROUNDWORK_LIFE_HOURS="${HOME}"\n', encoding="utf-8")
    monkeypatch.setenv("GROUNDWORK_PORT", "6003")
    environment = load_environment(tmp_path)
    assert environment["GROUNDWORK_PORT"] == "6003"
    assert environment["GROUNDWORK_LIFE_HOURS"] == "${HOME}"


@pytest.mark.parametrize("host, own", [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("", False)])
def test_what_is_this_machine_only(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_configuration_files_need_no_variable() -> None:
    for name in ("endpoints.yml", "credentials.yml"):
        assert "${" not in (PROJECT_ROOT / name).read_text(encoding="utf-8")
