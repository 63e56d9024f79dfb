"""Opens the addresses in the texts, for `check --links`: from the author's machine, when asked, and never while people are served."""
from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Dict, List, Optional

from groundwork.authoring.checks.links import addresses
from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.project import Project

_SECONDS, _AT_ONCE = 10, 8
#: Answers that say that the page is there, but not for programs.
_THERE = frozenset({401, 403, 405, 406, 429, 999})


def dead_links(project: Project) -> List[Finding]:
    """Each address that does not answer, at the text that holds it."""
    found = addresses(project)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        unique = list(dict.fromkeys(address for _, address in found))
        answers: Dict[str, Optional[str]] = dict(zip(unique, pool.map(problem_of, unique)))
    return [finding("G733", text.place, address=address, answer=answers[address]) for text, address in found if answers[address]]


def problem_of(address: str) -> Optional[str]:
    """What is wrong with an address, or None where something answers."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):
            return None
    except urllib.error.HTTPError as error:
        return None if error.code in _THERE else str(error.code)
    except (OSError, ValueError, http.client.HTTPException) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
