"""Reviewed patterns of danger, with what makes them harmless, past or another person's (reads one file, otherwise pure)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Pattern, Sequence, Tuple

import yaml

from groundwork.understanding.danger.classes import CHECK, CLASSES, HARD, PAST_STABLE, SOMEONE_ELSE
from groundwork.understanding.danger.examples import DangerDataError

_NAME = re.compile(r"<(\w+)>")
#: Words before a match in which a negation counts.
_NEGATION_REACH = 30
#: Guards that take a match back wherever they stand in the sentence: a figure of speech, a person who has died.
_HARMLESS_GUARDS = ("figurative", "bereaved")


@dataclass(frozen=True)
class Hit:
    """A danger that a pattern found, and in which tier."""

    danger: str
    tier: str


@dataclass(frozen=True)
class DangerPattern:
    """One reviewed pattern; `unless` names the guards that take it back."""

    danger: str
    tier: str
    regex: Pattern[str]
    unless: Tuple[str, ...]


class DangerPatterns:
    """All patterns and guards of `patterns.yml`."""

    def __init__(self, patterns: Sequence[DangerPattern], guards: Mapping[str, Pattern[str]]) -> None:
        """`guards`: negated, plain_fear, figurative, bereaved, past, still, third_person -> what says so."""
        self._patterns = patterns
        self._guards = guards

    @classmethod
    def load(cls, path: Path) -> DangerPatterns:
        """Reads and checks the file; DangerDataError says what is wrong."""
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        words = {name: _alternatives(texts, {}) for name, texts in (content.get("words") or {}).items()}
        guards = {name: re.compile(_alternatives(texts, words), re.I) for name, texts in (content.get("guards") or {}).items()}
        return cls([_pattern(entry, words, guards) for entry in content.get("patterns") or []], guards)

    def find(self, sentence: str, message: str) -> List[Hit]:
        """Hits in one sentence; `message` is the whole of it, where "that is long over" may stand in another sentence."""
        hits = [hit for pattern in self._patterns for hit in [self._read(pattern, sentence, message)] if hit]
        return sorted(set(hits), key=lambda hit: (hit.tier != HARD, CLASSES.index(hit.danger)))

    def is_figurative(self, text: str) -> bool:
        """Whether a known harmless figure of speech stands in the text."""
        return bool(self._guards["figurative"].search(text))

    def is_plain_fear(self, text: str) -> bool:
        """Whether the text is no more than the fear of being left, judged or found out."""
        return bool(self._guards["plain_fear"].search(text))

    def is_denied(self, text: str) -> bool:
        """Whether the text says plainly that there is no danger."""
        return bool(self._guards["denied"].search(text))

    def is_past(self, message: str) -> bool:
        """Whether the message says that it is long over and that they are well now, and nothing in it says otherwise."""
        return bool(self._guards["past"].search(message)) and not self._guards["still"].search(message)

    def _read(self, pattern: DangerPattern, sentence: str, message: str) -> Optional[Hit]:
        match = next((match for match in pattern.regex.finditer(sentence) if not self._harmless(pattern, match, sentence)), None)
        if match is None:
            return None
        if "past" in pattern.unless and self.is_past(message):
            return Hit(PAST_STABLE, CHECK)
        if "third_person" in pattern.unless and self._guards["third_person"].search(sentence[: match.end()]):
            return Hit(SOMEONE_ELSE, pattern.tier)
        return Hit(pattern.danger, pattern.tier)

    def _harmless(self, pattern: DangerPattern, match: re.Match[str], sentence: str) -> bool:
        ends = (match.start(), match.start() + match.group(0).rstrip().rfind(" ") + 1)
        before = [sentence[max(0, end - _NEGATION_REACH) : end] for end in ends]
        if "negated" in pattern.unless and any(self._guards["negated"].search(text) for text in before):
            return True
        return any(name in pattern.unless and self._guards[name].search(sentence) for name in _HARMLESS_GUARDS)


def _pattern(entry: Dict[str, Any], words: Mapping[str, str], guards: Mapping[str, Pattern[str]]) -> DangerPattern:
    danger, tier, unless = entry.get("danger"), entry.get("tier"), tuple(entry.get("unless") or ())
    if danger not in CLASSES or tier not in (HARD, CHECK) or not entry.get("match"):
        raise DangerDataError(f"patterns.yml: a pattern needs a known danger, a tier (hard, check) and match: {entry}")
    unknown = set(unless) - set(guards)
    if unknown:
        raise DangerDataError(f"patterns.yml: unknown guard {', '.join(sorted(unknown))}")
    return DangerPattern(danger, tier, re.compile(_filled(entry["match"], words), re.I), unless)


def _alternatives(texts: Sequence[str], words: Mapping[str, str]) -> str:
    return "(?:" + "|".join(_filled(str(text), words) for text in texts) + ")"


def _filled(text: str, words: Mapping[str, str]) -> str:
    """The regular expression with `<name>` replaced by that list of words."""
    missing = [name for name in _NAME.findall(text) if name not in words]
    if missing:
        raise DangerDataError(f"patterns.yml: no list of words called {', '.join(missing)}")
    return _NAME.sub(lambda match: words[match.group(1)], text)
