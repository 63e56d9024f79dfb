"""Findings as text, as JSON, and as annotations of GitHub (pure)."""
from __future__ import annotations

import json
from collections import Counter
from typing import Dict, List, Sequence

from groundwork.authoring.check import Checked
from groundwork.authoring.checks.ease import figures
from groundwork.authoring.findings import ERROR, Finding, catalogue, phrases


#: Findings of one code that are shown in full on a terminal.
MOST_OF_ONE_CODE = 8


def as_text(checked: Checked, with_figures: bool = False) -> str:
    """For an author: what and how to mend it; errors after advice, since the end is what is in sight; the sum last."""
    blocks = _blocks(sorted(checked.findings, key=lambda found: found.severity == ERROR))
    lines = ["\n\n".join(blocks), ""] if blocks else []
    if with_figures and checked.project is not None:
        lines += [str(phrases()["figures"]).format(*figures(checked.project)).rstrip(), ""]
    if checked.broken and checked.files:
        lines.append(phrases()["broken"])
    lines.append(_sum(checked))
    return "\n".join(lines)


def _blocks(findings: Sequence[Finding]) -> List[str]:
    """The first of each code in full, then how many more there are: one mistake may be found in a hundred places."""
    count, blocks = Counter(found.code for found in findings), []
    shown: Dict[str, int] = {}
    for found in findings:
        shown[found.code] = shown.get(found.code, 0) + 1
        if shown[found.code] <= MOST_OF_ONE_CODE:
            blocks.append(_block(found))
        elif shown[found.code] == count[found.code]:
            blocks.append(phrases()["more"].format(count=count[found.code] - MOST_OF_ONE_CODE, code=found.code))
    return blocks


def _block(found: Finding) -> str:
    place = found.place
    return f"{place.file}:{place.line}:{place.column}  {phrases()[found.severity]} {found.code}\n  {found.what}\n  {found.mend}"


def _sum(checked: Checked) -> str:
    errors, advice = checked.errors, len(checked.findings) - checked.errors
    if not checked.findings:
        return str(phrases()["clean"]).format(files=checked.files)
    code = next((found.code for found in checked.findings if found.severity == ERROR), checked.findings[0].code)
    return str(phrases()["sum"]).format(files=checked.files, errors=errors, advice=advice, code=code)


def as_json(checked: Checked) -> str:
    """For programs: one object with the findings and the sums."""
    found = [one.as_dict() for one in checked.findings]
    return json.dumps({"errors": checked.errors, "files": checked.files, "findings": found}, ensure_ascii=False, indent=1)


def as_github(checked: Checked) -> str:
    """One workflow command a finding; GitHub shows it at its line."""
    return "\n".join([_annotation(found) for found in checked.findings] + [_sum(checked)])


def _annotation(found: Finding) -> str:
    level, place = "error" if found.severity == ERROR else "notice", found.place
    properties = f"file={_property(place.file)},line={place.line},col={place.column},title={found.code}"
    return f"::{level} {properties}::{_data(f'{found.what} {found.mend}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def contents() -> List[str]:
    """All codes, one a line."""
    return [f"{code}  {entry['title']}" for code, entry in catalogue().items()]


def explanation(code: str) -> List[str]:
    """The lines of `groundwork explain CODE`; KeyError for a code that there is not."""
    entry, words = catalogue()[code], phrases()
    lines = [f"{code} ({words[entry['severity']]}): {entry['title']}", "", str(entry["meaning"]).strip(), ""]
    for name in ("wrong", "right"):
        lines += [words[name], *(f"    {line}" for line in str(entry[name]).rstrip().split("\n")), ""]
    return lines[:-1]
