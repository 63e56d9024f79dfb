"""Install what `requirements.txt` pins, and the command `groundwork`, into the environment that runs this; again only when changed.

`python -m groundwork.running.install` needs nothing but the standard library.
"""
from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from typing import Callable, Optional

from groundwork.running.progress import ProgressLine, run_with_progress
from groundwork.running.signals import Stopped, stop_by_exception

_PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*==", re.MULTILINE)
_COLLECTING = re.compile(r"^Collecting (\S+?)(?:==|$)")


def fingerprint(root: Path) -> str:
    """What decides whether an installation is up to date: requirements, packaging and where the project lies."""
    content = b"\0".join((root / name).read_bytes() for name in ("requirements.txt", "pyproject.toml"))
    return hashlib.sha256(content + str(root.resolve()).encode()).hexdigest()


def stages(total: int) -> Callable[[str], Optional[str]]:
    """Reads pip's output: a line -> how far it is, of `total` packages."""
    seen = [0]

    def stage_of(line: str) -> Optional[str]:
        found = _COLLECTING.match(line)
        if found:
            seen[0] += 1
            return f"package {min(seen[0], total)} of {total} ({found.group(1)})"
        return f"unpacking {total} packages" if line.startswith("Installing collected") else None

    return stage_of


def install(root: Path, stamp: Path) -> int:
    """Bring the environment up to date; returns an exit code.

    Args:
        root: folder of the project.
        stamp: file that remembers what was installed last.
    """
    wanted = fingerprint(root)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return 0
    total = len(_PINNED.findall((root / "requirements.txt").read_text(encoding="utf-8")))
    line = ProgressLine("Installing")
    log = root / "var" / "logs" / "install.log"
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    for what in (["--require-hashes", "-r", "requirements.txt"], ["--no-deps", "--no-build-isolation", "-e", "."]):
        if run_with_progress([*pip, *what], log, line, stages(total), folder=root):
            line.done(f"Installing failed after {line.seconds} s. The end of {log.relative_to(root)}:")
            print("\n".join(log.read_text(encoding="utf-8").strip().splitlines()[-8:]), file=sys.stderr)
            return 1
    stamp.write_text(wanted, encoding="utf-8")
    line.done(f"Installed {total} packages in {line.seconds} s.")
    return 0


if __name__ == "__main__":
    stop_by_exception()
    try:
        sys.exit(install(Path(__file__).parents[2], Path(sys.prefix) / "groundwork-installed"))
    except Stopped:
        sys.exit(130)
