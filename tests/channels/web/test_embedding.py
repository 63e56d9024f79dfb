"""What README.md and docs/web.md tell a site to embed is the script that is served."""
from __future__ import annotations

import base64
import hashlib
import re

import pytest

from groundwork.channels.web import pages
from groundwork.settings import PROJECT_ROOT

_NAMED = re.compile(r'integrity="(sha384-[^"]*)"')


@pytest.mark.parametrize("document", ["README.md", "docs/web.md"])
def test_the_hash_to_embed_is_that_of_the_script(document: str) -> None:
    script = (pages.STATIC / "widget.js").read_bytes()
    right = "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()
    named = _NAMED.findall((PROJECT_ROOT / document).read_text(encoding="utf-8"))
    assert named and set(named) == {right}, f'{document} names {named or "no hash"}. Write integrity="{right}" there: a browser refuses the script otherwise.'
