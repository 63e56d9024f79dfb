"""Classes of words, one file each (`#` begins a comment)."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Dict, FrozenSet


@lru_cache(maxsize=None)
def words(name: str) -> FrozenSet[str]:
    """The base forms of a class, lower case; FileNotFoundError if there is no such class."""
    lines = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


@lru_cache(maxsize=1)
def topics() -> Dict[str, FrozenSet[str]]:
    """Subject -> the words that belong to it."""
    lines = (Path(__file__).parent / "topics.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("#")[0].split("=", 1) for line in lines if "=" in line.split("#")[0])
    return {name.strip(): frozenset(members.split()) for name, members in pairs}
