"""`data/rehearsal/replies.yml`: what is heard in an answer, and what it does at which reaction (pure but for reading the file)."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Tuple

import yaml
from spacy.matcher import Matcher
from spacy.tokens import Span
from spacy.util import filter_spans

from groundwork.coaching.model import shared_model
from groundwork.coaching.parse import Sentence
from groundwork.coaching.phrases import pattern
from groundwork.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "data" / "rehearsal" / "replies.yml"


class RepliesError(ValueError):
    """The file cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Setting:
    """A reaction or a journey. answered_by: signs that answer it, the first ones best. escalated_by: signs that make it worse here.
    not_good: signs that are not praised here. calm: not hitting back is praised here. quiet: what staying quiet does, as `comments.yml` names it."""

    answered_by: Tuple[str, ...] = ()
    escalated_by: Tuple[str, ...] = ()
    not_good: Tuple[str, ...] = ()
    calm: bool = False
    quiet: str = ""


class Replies:
    """A replies file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._matchers: Dict[str, Matcher] = {name: _matcher(name, lines) for name, lines in data["signs"].items()}
        self._settings = {name: _setting(entry) for part in ("reactions", "journeys") for name, entry in data[part].items()}
        self.always_escalates: Tuple[str, ...] = tuple(data["always_escalates"])
        self.remarks_in_order: List[str] = list(data["remarks_in_order"])
        self.unless: Dict[str, Tuple[str, ...]] = {code: tuple(signs) for code, signs in data["unless"].items()}
        self.longest_reply = int(data["longest_reply"])
        self._check()

    def setting(self, name: str) -> Setting:
        """What is known of a reaction or a journey; nothing for another name."""
        return self._settings.get(name, Setting())

    def heard(self, sentence: Sentence) -> Iterator[Tuple[str, Span]]:
        """The signs in the person's own words, the longest where two of one kind overlap."""
        for name, matcher in self._matchers.items():
            spans = filter_spans([sentence.doc[start:end] for _, start, end in matcher(sentence.doc)])
            yield from ((name, span) for span in spans if not any(token.i in sentence.quoted for token in span))

    def _check(self) -> None:
        escalating = {name for setting in self._settings.values() for name in setting.escalated_by} | set(self.always_escalates)
        for name in sorted(escalating - set(self.remarks_in_order)):
            raise RepliesError(f"{FILE.name}: {name} escalates somewhere, but is not in remarks_in_order. Add it there, where it shall come.")


def _setting(entry: Mapping[str, Any]) -> Setting:
    return Setting(**{name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()})


def _matcher(name: str, lines: List[str]) -> Matcher:
    matcher = Matcher(shared_model().vocab)
    matcher.add(name, [pattern(str(line)) for line in lines])
    return matcher


def read_replies(path: Path) -> Replies:
    """Read a replies file.

    Raises:
        RepliesError: what is wrong in it, and what to do.
    """
    return Replies(yaml.safe_load(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def shared_replies() -> Replies:
    """The project's replies, read once in this process."""
    return read_replies(FILE)
