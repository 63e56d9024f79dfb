"""All content of a folder -> findings. Everything is read and compared; nothing is trained and Rasa is not started."""
from __future__ import annotations

import datetime
import gc
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Iterator, List, Optional, Sequence, Tuple

from groundwork.authoring.checks import (
    choices, config, credentials, domain, ease, examples, journeys, keys, links as link_forms, repetition, responses, services, sources, spelling, steps, telling,
    test_stories, voice,
)  # fmt: skip
from groundwork.authoring.files import CONFIG, CONTENT, DOMAIN, files_of
from groundwork.authoring.findings import ERROR, Finding, finding
from groundwork.authoring.nodes import Place
from groundwork.authoring.project import Project

_CHECKS: Tuple[Callable[[Project], Iterable[Finding]], ...] = (
    keys.check, responses.check, choices.check, telling.check, journeys.check, steps.check, examples.check, domain.check, config.check,
    credentials.check, test_stories.check, sources.check, voice.check, link_forms.check, ease.check, spelling.check, repetition.check,
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What a check found. findings: in the order of files and lines; files: how many were read; broken: some could not be read, so that nothing
    was compared; project: what was compared, for figures."""

    findings: Tuple[Finding, ...]
    files: int
    broken: bool
    project: Optional[Project] = None

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(found.severity == ERROR for found in self.findings)


def check(root: Path, only: Sequence[Path] = (), today: Optional[datetime.date] = None, links: bool = False) -> Checked:
    """Check the project in a folder.

    Args:
        root: the folder with `data/`, `domain.yml` and `config.yml`.
        only: files or folders whose findings are wanted; everything is read all the same, since content hangs together.
        today: the day that services are compared with.
        links: also open every address in the texts, over the network.
    """
    missing = [finding("G113", Place(name), name=name, folder=root.name) for name in (CONTENT, DOMAIN, CONFIG) if not (root / name).exists()]
    if missing:
        return Checked(tuple(missing), 0, True)
    with _without_collecting():
        files = files_of(root)
        found: List[Finding] = [one for file in files.values() for one in file.findings]
        broken = any(file.broken for file in files.values())
        project = None if broken else Project(root, files)
        if project is not None:
            found += [one for each in _CHECKS for one in each(project)]
            found += services.check(project, today or datetime.date.today())
    if project is not None and links:
        from groundwork.authoring.open_links import dead_links

        found += dead_links(project)
    wanted = [one for one in found if _is_wanted(root, one, only)]
    return Checked(tuple(sorted(wanted, key=lambda one: (one.place, one.code))), len(files), broken, project)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nearly all that is made here is kept until the end: to look for garbage meanwhile takes a third of the time and finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _is_wanted(root: Path, one: Finding, only: Sequence[Path]) -> bool:
    if not only:
        return True
    file = (root / one.place.file).resolve()
    return any(file == path.resolve() or path.resolve() in file.parents for path in only)
