"""How it sounds: words that are never said, and exclamation marks (pure). The list is `never.yml`."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Pattern, Tuple

import yaml

from groundwork.authoring.content import Named, Response
from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.project import Project

_LIST = Path(__file__).parents[1] / "never.yml"
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")


def check(project: Project) -> Iterator[Finding]:
    """Every text and every label against the list; what stands in quotation marks is somebody else's words, and only looked at where it says so."""
    for response in project.content.responses.values():
        for text in _said(response):
            yield from _text(response, text)


def _said(response: Response) -> List[Named]:
    found = [variation.text for variation in response.variations]
    found += [label for variation in response.variations for button in variation.buttons for label in (button.title, button.short)]
    label = response.setting("label")
    return [text for text in (*found, label) if text is not None]


def _text(response: Response, text: Named) -> Iterator[Finding]:
    own = _QUOTED.sub(" ", text.name)
    for pattern, rule in _rules() if _any_rule().search(text.name) else ():
        if any(part in response.name for part in rule.get("except", ())) or not (found := pattern.search(text.name if rule.get("quoted") else own)):
            continue
        yield finding("G710", text.place, words=found.group(0).strip(), why=rule["why"], instead=rule["instead"])
    if "!" in own:
        yield finding("G711", text.place, name=response.name)


@lru_cache(maxsize=1)
def _any_rule() -> Pattern[str]:
    """All of the list at once: most texts hold none of it."""
    return re.compile("(?i)" + "|".join(pattern.pattern.removeprefix("(?i)") for pattern, _ in _rules()))


@lru_cache(maxsize=1)
def _rules() -> Tuple[Tuple[Pattern[str], Dict[str, Any]], ...]:
    content: Dict[str, Any] = yaml.load(_LIST.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 (a safe loader)
    return tuple((re.compile(r"(?i)\b(?:" + "|".join(rule["words"]) + ")"), rule) for rule in content["never"])
