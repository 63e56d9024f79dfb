"""The check of the helplines: errors and warnings, each with its line."""
from __future__ import annotations

import datetime
from typing import List

from groundwork.services.check import OLDEST_DAYS, Finding, check, report

GOOD = """kinds_for:
  self_harm: [suicide]
countries:
  AA:
    name: "Aland"
    also: ["aland"]
    emergency: {numbers: ["112"], seen: 2026-11-23, confirmed: true}
    services:
    - kind: suicide
      name: "Line"
      number: "0800 1"
      hours: "day and night"
      languages: [en]
      source: "https://example.org"
      seen: 2026-11-23
      confirmed: true
"""
DAY = datetime.date(2026, 11, 25)


def _found(*replaced: str, today: datetime.date = DAY) -> List[Finding]:
    text = GOOD
    for old, new in zip(replaced[::2], replaced[1::2]):
        assert old in text
        text = text.replace(old, new, 1)
    return check(text, today)


def test_a_complete_confirmed_and_new_file_has_no_findings() -> None:
    assert _found() == []


def test_unconfirmed_and_old_entries_are_warned_of_with_their_line() -> None:
    unconfirmed = _found("      confirmed: true", "      confirmed: false")
    assert [(finding.line, finding.is_error) for finding in unconfirmed] == [(9, False)]
    old = _found(today=DAY + datetime.timedelta(days=OLDEST_DAYS))
    assert [finding.line for finding in old] == [7, 9] and not any(finding.is_error for finding in old)


def test_what_would_show_a_wrong_number_is_an_error() -> None:
    for change in [
        ('"0800 1"', "116123"), ('["112"]', "[112]"), ("kind: suicide", "kind: sucide"), ('      number: "0800 1"\n', ""), ('source: "https', 'source: "http'),
        ("      seen: 2026-11-23\n", ""), ("self_harm: [suicide]", "self_harm: [sucide]"), ("countries:\n", "countries:\n  BB: {name: B, also: [Aland], emergency: {numbers: ['1'], seen: 2026-11-23, confirmed: true}}\n"),
        ('name: "Aland"', 'name: "Aland'),
    ]:
        assert any(finding.is_error and finding.line > 0 for finding in _found(*change)), change


def test_the_project_s_own_file_can_be_used() -> None:
    lines, usable = report()
    assert usable, "\n".join(line for line in lines if ": error: " in line)
