"""The built file in the repository is what the sources give, byte for byte, and small."""
from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

from groundwork.settings import PROJECT_ROOT

BUILT = PROJECT_ROOT / "groundwork" / "channels" / "web" / "static" / "widget.js"
#: Bytes of gzip -9: the budget, and what the nearest others weigh (measured in 2026: their JavaScript as they ship it).
BUDGET, RASA_CHAT_WIDGET, DEEP_CHAT = 30 * 1024, 52_700, 110_600


def test_a_build_from_the_sources_gives_the_same_file(tmp_path: Path) -> None:
    again = tmp_path / "widget.js"
    subprocess.run(["node", "build.mjs", str(again)], cwd=PROJECT_ROOT / "widget", check=True, capture_output=True)
    assert again.read_bytes() == BUILT.read_bytes(), "The sources have changed: npm --prefix widget run build"


def test_it_is_smaller_than_the_budget_and_than_others() -> None:
    size = len(gzip.compress(BUILT.read_bytes(), 9, mtime=0))
    assert size <= BUDGET < RASA_CHAT_WIDGET < DEEP_CHAT


def test_a_build_that_is_too_large_is_refused(tmp_path: Path) -> None:
    build = (PROJECT_ROOT / "widget" / "build.mjs").read_text(encoding="utf-8").replace("30 * 1024", "1024")
    script = PROJECT_ROOT / "widget" / "build-too-large.test.mjs"
    script.write_text(build, encoding="utf-8")
    try:
        ended = subprocess.run(["node", script.name, str(tmp_path / "widget.js")], cwd=script.parent, capture_output=True, text=True)
    finally:
        script.unlink()
    assert ended.returncode == 1 and not (tmp_path / "widget.js").exists()


def test_the_lock_file_names_no_address() -> None:
    packages = json.loads((PROJECT_ROOT / "widget" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(packages) > 5 and not any("resolved" in package for package in packages.values())
