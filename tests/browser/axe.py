"""axe-core, from the widget's development dependencies, run inside a page."""
from __future__ import annotations

from typing import List

from playwright.sync_api import Page

from groundwork.settings import PROJECT_ROOT

_SCRIPT = PROJECT_ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> List[str]:
    """Each rule that is broken, with the elements that break it. The shadow root has to be an open one."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", _TAGS)
    assert found["passes"], "axe looked at nothing"
    return [f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}" for rule in found["violations"] for node in rule["nodes"]]
