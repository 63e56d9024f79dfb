"""Reviewed words and phrases that name a feeling, with negation and with whose feeling it is (reads one file, otherwise pure)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, FrozenSet, Mapping, Match, Pattern, Sequence

from groundwork.understanding.feelings.examples import FeelingDataError, read_yaml
from groundwork.understanding.feelings.labels import FEELINGS

#: A negation counts within so many words before the word for a feeling.
NEGATION_WORDS = 5
#: No clause is read further back than so many characters, so that the cost of a long text stays in proportion.
CLAUSE_CHARACTERS = 120
GUARDS = ("denied_by", "denied_after", "clause_ends", "someone_else", "figurative")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


@dataclass(frozen=True)
class NamedFeelings:
    """The feelings that a text names as the writer's own, denies, and gives to someone else."""

    own: FrozenSet[str]
    denied: FrozenSet[str]
    others: FrozenSet[str]


class FeelingWords:
    """All patterns of `patterns.yml`; that file says what each list is for."""

    def __init__(
        self, states: Mapping[str, Pattern[str]], expressions: Mapping[str, Pattern[str]], guards: Mapping[str, Pattern[str]]
    ) -> None:
        """`states`, `expressions`: one regular expression per feeling; `guards`: one for each name in GUARDS."""
        self._states, self._expressions, self._guards = states, expressions, guards

    @classmethod
    def load(cls, path: Path) -> FeelingWords:
        """Reads and checks the file; FeelingDataError says what is wrong."""
        content: Dict[str, Any] = read_yaml(path) or {}
        states, expressions = content.get("states") or {}, content.get("expressions") or {}
        if set(states) != set(FEELINGS) or set(expressions) != set(FEELINGS):
            raise FeelingDataError(f"{path.name}: states and expressions must each hold exactly {', '.join(FEELINGS)}.")
        guards = {name: _edged(path, content.get(name)) for name in GUARDS}
        guards["someone_else"] = re.compile(guards["someone_else"].pattern + r"\s*$", re.I)
        return cls(
            {feeling: _edged(path, states[feeling]) for feeling in FEELINGS},
            {feeling: _edged(path, expressions[feeling]) for feeling in FEELINGS},
            guards,
        )

    def read(self, text: str) -> NamedFeelings:
        """What the words alone say. A feeling that is named once as the writer's own is neither denied nor another's."""
        plain = self._guards["figurative"].sub(" ", " ".join(text.translate(_QUOTES).split()))
        own = {feeling for feeling, pattern in self._expressions.items() if pattern.search(plain)}
        denied, others = set(), set()
        for feeling, pattern in self._states.items():
            for match in pattern.finditer(plain):
                place = denied if self._is_denied(plain, match) else others if self._is_anothers(plain, match) else own
                place.add(feeling)
        return NamedFeelings(frozenset(own), frozenset(denied - own), frozenset(others - own - denied))

    def _is_denied(self, text: str, match: Match[str]) -> bool:
        clause = " ".join(self._clause_before(text, match).split()[-NEGATION_WORDS:])
        return bool(self._guards["denied_by"].search(clause) or self._guards["denied_after"].match(text[match.end() :].lstrip()))

    def _is_anothers(self, text: str, match: Match[str]) -> bool:
        return bool(self._guards["someone_else"].search(self._clause_before(text, match)))

    def _clause_before(self, text: str, match: Match[str]) -> str:
        before = text[max(0, match.start() - CLAUSE_CHARACTERS) : match.start()]
        ends = [end.end() for end in self._guards["clause_ends"].finditer(before)]
        return before[ends[-1] :] if ends else before


def _edged(path: Path, patterns: Sequence[str]) -> Pattern[str]:
    """One regular expression for a list; a word in it begins and ends at a word's edge, punctuation stands anywhere."""
    try:
        return re.compile("(?:" + "|".join(_at_edges(str(pattern)) for pattern in patterns) + ")", re.I)
    except (TypeError, re.error) as problem:
        raise FeelingDataError(f"{path.name}: a list of patterns is missing or cannot be read ({problem}).") from None


def _at_edges(pattern: str) -> str:
    return pattern if pattern.startswith("[") else rf"(?<!\w)(?:{pattern})(?!\w)"
