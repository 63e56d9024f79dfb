"""What the check knows about the program, from `known.yml` and `article_points.yml` (read once)."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, FrozenSet, Sequence

import yaml

_HERE = Path(__file__).parent


@lru_cache(maxsize=None)
def known(name: str) -> Any:
    """An entry of `known.yml`; KeyError where there is none."""
    return _content("known.yml")[name]


@lru_cache(maxsize=None)
def names(name: str) -> FrozenSet[str]:
    """A list of `known.yml` as a set of names."""
    return frozenset(str(entry) for entry in known(name))


def keys(where: str) -> Sequence[str]:
    """The keys that may stand in a place ("step", "button" …)."""
    found: Sequence[str] = known("keys")[where]
    return found


def points() -> Dict[str, Dict[str, str]]:
    """Each point of the article -> how sound it is, and what it says."""
    found: Dict[str, Dict[str, str]] = _content("article_points.yml")["points"]
    return found


@lru_cache(maxsize=None)
def _content(file: str) -> Dict[str, Any]:
    content: Dict[str, Any] = yaml.load((_HERE / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 (a safe loader)
    return content
