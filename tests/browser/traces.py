"""Where words of a person could be left in a browser: the document, storage, the script engine's memory, the addresses."""
from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List

from tests.browser.visit import Visit


def traces(there: Visit, word: str) -> List[str]:
    """Every place of the page in which the word is found."""
    found = {
        "document": word in " ".join(_texts(there.screen.cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"])),
        "what a screen reader is shown": any(word in node.name or word in node.value for node in there.screen.nodes()),
        "storage": word in json.dumps(storage(there)),
        "memory": word in heap(there),
        "addresses": any(word in url for url in there.requests),
    }
    return [place for place, has in found.items() if has]


def storage(there: Visit) -> Dict[str, Any]:
    """All that the page's origin has stored."""
    return dict(there.page.evaluate(
        "async () => ({ session: { ...sessionStorage }, local: { ...localStorage }, cookies: document.cookie, databases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys() })"
    ))


def heap(there: Visit) -> str:
    """A snapshot of the script engine's memory, after a garbage collection."""
    chunks: List[str] = []
    cdp = there.page.context.new_cdp_session(there.page)
    cdp.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    cdp.send("HeapProfiler.enable")
    cdp.send("HeapProfiler.collectGarbage")
    cdp.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    cdp.detach()
    return "".join(chunks)


def _texts(node: Dict[str, Any]) -> Iterator[str]:
    yield str(node.get("nodeValue", ""))
    yield from (str(value) for value in node.get("attributes", []))
    for name in ("children", "shadowRoots"):
        for child in node.get(name, []):
            yield from _texts(child)
