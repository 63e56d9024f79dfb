"""A finding: what is wrong where. Its wording is in `findings.yml` (pure but for reading that file, once)."""
from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterable, Mapping, Optional

import yaml

from groundwork.authoring.nodes import Place

CATALOGUE = Path(__file__).with_name("findings.yml")
ERROR, ADVICE = "error", "advice"
#: How alike (0 to 1) a name must be to be offered instead of an unknown one.
_ALIKE = 0.75
#: From how many letters on the beginning of a name may stand for it.
_BEGINNING = 4


@dataclass(frozen=True)
class Finding:
    """One thing to mend. code: its key in `findings.yml`; values: what its sentences name."""

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """`error` (the check fails) or `advice`."""
        return str(catalogue()[self.code]["severity"])

    @property
    def what(self) -> str:
        """One sentence: what is wrong."""
        return str(catalogue()[self.code]["what"]).format_map(self.values).strip()

    @property
    def mend(self) -> str:
        """One sentence: what to do, with the nearest name where one is meant."""
        meant = self.values.get("meant")
        hint = str(phrases()["did_you_mean"]).format(meant=meant) + " " if meant else ""
        return hint + str(catalogue()[self.code]["mend"]).format_map(self.values).strip()

    def as_dict(self) -> Dict[str, Any]:
        """For `--json`: code, severity, file, line, column (both from 1), what, mend."""
        place = {"file": self.place.file, "line": self.place.line, "column": self.place.column}
        return {"code": self.code, "severity": self.severity, **place, "what": self.what, "mend": self.mend}


def finding(code: str, place: Place, **values: object) -> Finding:
    """A finding with its values as text."""
    return Finding(code, place, {name: str(given) for name, given in values.items() if given is not None})


def nearest(name: str, known: Iterable[str]) -> Optional[str]:
    """The known name that an unknown one is most like, or the only one that begins with it; None where there is neither."""
    names = list(known)
    begun = [one for one in names if len(name) >= _BEGINNING and one.startswith(f"{name}_")]
    return next(iter(get_close_matches(name, names, n=1, cutoff=_ALIKE)), begun[0] if len(begun) == 1 else None)


@lru_cache(maxsize=1)
def _written() -> Dict[str, Any]:
    content: Dict[str, Any] = yaml.load(CATALOGUE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 (a safe loader)
    return content


def catalogue() -> Dict[str, Dict[str, Any]]:
    """code -> severity, what, mend, meaning, wrong, right."""
    codes: Dict[str, Dict[str, Any]] = _written()["codes"]
    return codes


def phrases() -> Dict[str, str]:
    """The words around the findings: headings, sums."""
    words: Dict[str, str] = _written()["phrases"]
    return words
