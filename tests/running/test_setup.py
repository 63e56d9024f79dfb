"""The scripts of `script/`, as far as they can be tried without installing anything."""
from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from groundwork.settings import PROJECT_ROOT

SCRIPTS = ["script/setup", "script/run", "script/test", "script/soak", ".ci/run"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(PROJECT_ROOT / name, os.X_OK)
    assert subprocess.run(["bash", "-n", name], cwd=PROJECT_ROOT, check=False).returncode == 0


def test_without_python_3_10_setup_says_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname", "env"):
        os.symlink(str(shutil.which(tool)), tools / tool)
    (tmp_path / "script").mkdir()
    shutil.copy(PROJECT_ROOT / "script" / "setup", tmp_path / "script" / "setup")
    environment = {"PATH": str(tools), "HOME": str(tmp_path)}
    ended = subprocess.run([str(tmp_path / "script" / "setup")], env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "3.10" in ended.stderr and "install" in ended.stderr.lower()
    assert not (tmp_path / ".venv").exists()
