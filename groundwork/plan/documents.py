"""The plan as a page for print and as a text file, and the small pages around them (pure but for reading the templates).

All wording comes from the responses; a person's words are escaped by the template engine and never read as markup.
"""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional, Pattern, Sequence, Tuple

from groundwork.plan.page import Line, Plan, Responses

TEMPLATES = Path(__file__).parent / "templates"
#: Where the style of all these pages is served.
STYLE = "/notes.css"
#: Scripts whose letters need another font or voice than the page's language -> the language, or only the script where several share it.
_SCRIPTS: Sequence[Tuple[str, Pattern[str]]] = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("und-Arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("und-Cyrl", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("und-Deva", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)


def print_page(plan: Plan, responses: Responses, language: str) -> str:
    """The page as HTML. It needs no script, and no style but `STYLE`; the browser's own print makes a tagged PDF of it.

    Args:
        language: of the wording ("en"); words in another script get that script's.
    """
    words = {name: _text(responses, f"utter_page_{name}") for name in ("title", "heading", "how_to_print", "closing")}
    return _render("page.html", language=language, lines=plan.lines, language_of=language_of, **words)


def text_file(plan: Plan, responses: Responses) -> str:
    """The same lines as plain text, each under its heading."""
    parts = [_text(responses, "utter_page_heading"), *(_block(line) for line in plan.lines), _text(responses, "utter_page_closing")]
    return "\n\n".join(parts) + "\n"


def door(responses: Responses, language: str, opens: Optional[str]) -> str:
    """The page behind a link: a button that opens it once, or that there is nothing.

    Args:
        opens: "page", "text" or "calendar"; None where the link leads nowhere.
    """
    button = _text(responses, f"utter_page_open_{opens}") if opens else ""
    text = _text(responses, "utter_page_open" if opens else "utter_page_nothing_here")
    return _render("door.html", language=language, title=_text(responses, "utter_page_title"), text=text, button=button)


def language_of(words: str) -> Optional[str]:
    """What to call the language of words in another script than the Latin one; Chinese characters beside kana are Japanese."""
    counts = {name: len(pattern.findall(words)) for name, pattern in _SCRIPTS}
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    most = max(counts, key=lambda name: counts[name])
    latin = len(re.findall(r"[A-Za-z\u00c0-\u024f]", words))
    return most if counts[most] > latin else None


def _block(line: Line) -> str:
    return "\n".join([line.label, *line.paragraphs, *([f"({line.note})"] if line.note else [])])


def _text(responses: Responses, name: str) -> str:
    return str(responses[name][0]["text"])


def _render(template: str, **values: Any) -> str:
    return str(_templates().get_template(template).render(style=STYLE, **values))


@lru_cache(maxsize=1)
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only the process that serves pages needs it

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
