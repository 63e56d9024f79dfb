"""A person at the page: finds things as a screen reader does, by role and name, and uses them by mouse, touch or keyboard.

The chat lives in a closed shadow root, which no script reaches. The browser's accessibility tree does, so nothing has to be opened up for the tests.
"""
from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Tuple

from playwright.sync_api import CDPSession, Page

#: Seconds to wait for something to appear; generous, because it is only used up where something is wrong.
PATIENCE = 20.0


@dataclass(frozen=True)
class Node:
    """A node of the accessibility tree. backend: the browser's id of the DOM node. depth: how deep in the tree."""

    role: str
    name: str
    backend: int
    properties: Dict[str, Any]
    depth: int
    value: str = ""


class Screen:
    """One page as a person meets it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp: CDPSession = page.context.new_cdp_session(page)

    def nodes(self) -> List[Node]:
        """All nodes that a screen reader is shown, in reading order."""
        tree = {node["nodeId"]: node for node in self.cdp.send("Accessibility.getFullAXTree")["nodes"]}
        roots = [node for node in tree.values() if "parentId" not in node]
        return [node for root in roots for node in _walk(tree, root, 0)]

    def find(self, role: str, name: Optional[str] = None) -> List[Node]:
        """Nodes of a role whose name matches the regular expression `name` from its beginning to its end."""
        return [node for node in self.nodes() if node.role == role and (name is None or re.fullmatch(name, node.name, re.DOTALL))]

    def wait(self, role: str, name: Optional[str] = None) -> Node:
        """The last such node, once there is one."""
        return self.until(lambda: self.find(role, name), f"{role} named {name}")[-1]

    def until(self, look: Any, what: str) -> Any:
        """What `look` gives, once that is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = look()
            if found:
                return found
            self.page.wait_for_timeout(40)
        raise AssertionError(f"not seen within {PATIENCE} s: {what}. On the screen: {self.outline()}")

    def outline(self) -> str:
        """Roles and names, for a failure's message."""
        return "; ".join(f"{node.role} {node.name!r}" for node in self.nodes() if node.name and node.role not in ("InlineTextBox", "StaticText"))[-3000:]

    def click(self, role: str, name: str) -> None:
        """Click in the middle of it."""
        self.page.mouse.click(*self.middle(self.wait(role, name)))

    def tap(self, role: str, name: str) -> None:
        """Tap in the middle of it with a finger."""
        self.page.touchscreen.tap(*self.middle(self.wait(role, name)))

    def middle(self, node: Node) -> Tuple[float, float]:
        """Its middle on the screen, scrolled into view, at rest."""
        self.cdp.send("DOM.scrollIntoViewIfNeeded", {"backendNodeId": node.backend})
        before, box = None, self.box(node)
        while box != before:
            self.page.wait_for_timeout(30)
            before, box = box, self.box(node)
        return box[0] + box[2] / 2, box[1] + box[3] / 2

    def box(self, node: Node) -> Tuple[float, float, float, float]:
        """x, y, width, height in CSS pixels."""
        xs_ys = self.cdp.send("DOM.getBoxModel", {"backendNodeId": node.backend})["model"]["border"]
        xs, ys = xs_ys[0::2], xs_ys[1::2]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    def focused(self) -> Node:
        """Where the focus is, as a screen reader is told; a node without role and name where it is on nothing of the page."""
        return ([Node("", "", 0, {}, 0)] + [node for node in self.nodes() if node.properties.get("focused")])[-1]

    def css(self, node: Node, *names: str) -> List[str]:
        """Computed styles of a node."""
        return list(self.ask(node, "function(...names) { const s = getComputedStyle(this); return names.map((n) => s[n]); }", *names))

    def ask(self, node: Node, function: str, *arguments: Any) -> Any:
        """What a JavaScript function gives with the DOM node as `this`."""
        found = self.cdp.send("DOM.resolveNode", {"backendNodeId": node.backend})["object"]["objectId"]
        answer = self.cdp.send(
            "Runtime.callFunctionOn",
            {"objectId": found, "functionDeclaration": function, "arguments": [{"value": one} for one in arguments], "returnByValue": True},
        )
        self.cdp.send("Runtime.releaseObject", {"objectId": found})
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self, role: str, name: Optional[str] = None) -> str:
        """All text inside such a node."""
        return str(self.ask(self.wait(role, name), "function() { return this.textContent; }"))


def _walk(tree: Dict[str, Dict[str, Any]], node: Dict[str, Any], depth: int) -> Iterator[Node]:
    if not node.get("ignored") and "backendDOMNodeId" in node:
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        names = {key: str(node.get(key, {}).get("value", "")) for key in ("role", "name", "value")}
        yield Node(names["role"], names["name"], node["backendDOMNodeId"], properties, depth, names["value"])
    for child in node.get("childIds", []):
        if child in tree:
            yield from _walk(tree, tree[child], depth + 1)
