"""The page for print and the text file: every word there, none of it markup, each script in its own direction and letters."""
from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any, Dict, List, Optional, Tuple

import pytest
import yaml

from groundwork.plan.documents import door, language_of, print_page, text_file
from groundwork.plan.page import plan_of
from groundwork.settings import PROJECT_ROOT

RESPONSES: Dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "data" / "journeys" / "plan" / "responses.yml").read_text(encoding="utf-8"))["responses"]
ARABIC, JAPANESE, EMOJI = "لا أعرف ماذا أقول", "正直さと敬意がほしい", "tired 😢 👩🏽‍❤️‍👨🏻"
HOSTILE = "</p><script src=//evil.example></script>\" onload=alert(1) {{ 7*7 }} {% raw %} <img src=x onerror=alert(1)>"


def _answer(label: str, words: str, **more: Any) -> Dict[str, Any]:
    return {"label": label, "words": words, "journey": "red", "step": "utter_x", **more}


WHEN = {"day": "2026-11-29", "hour": "13:00", "about": True, "zone": None, "start": 0, "end": 6, "said_on": "2026-11-25"}
PLAN = plan_of({
    "a": _answer("First", f"{ARABIC}\n\nand in English"), "b": _answer("Second", JAPANESE), "c": _answer("Third", EMOJI), "d": _answer("Fourth", HOSTILE),
    "e": _answer("Fifth", "Sunday, kitchen", when=WHEN),
}, {})


class Reader(HTMLParser):
    """The elements with their attributes, and the text of each paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: List[Tuple[str, Dict[str, Optional[str]]]] = []
        self.texts: Dict[str, List[str]] = {}
        self._open: List[str] = []

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass


def _read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_every_line_is_a_section_with_a_heading_and_the_words() -> None:
    page = _read(print_page(PLAN, RESPONSES, "en"))
    assert page.texts["h2"] == ["First", "Second", "Third", "Fourth", "Fifth"]
    for words in (ARABIC, "and in English", JAPANESE, EMOJI, HOSTILE, "Sunday, kitchen"):
        assert words in page.texts["p"]
    assert any("29 November" in text for text in page.texts["p"])


def test_nothing_a_person_writes_is_markup() -> None:
    page = _read(print_page(PLAN, RESPONSES, "en"))
    allowed = {"html", "head", "meta", "title", "link", "body", "main", "h1", "h2", "p", "section"}
    assert {tag for tag, _ in page.tags} <= allowed
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]


def test_each_paragraph_has_its_own_direction_and_language() -> None:
    page = _read(print_page(PLAN, RESPONSES, "en"))
    paragraphs = [attributes for tag, attributes in page.tags if tag == "p" and "dir" in attributes]
    assert all(attributes["dir"] == "auto" for attributes in paragraphs)
    assert [attributes.get("lang") for attributes in paragraphs[:4]] == ["und-Arab", None, "ja", None]


@pytest.mark.parametrize("words, language", [
    ("hello 😢", None), ("日本語で", "ja"), ("中文", "zh"), ("한국어", "ko"), ("я позвоню", "und-Cyrl"), ("שלום", "he"), ("I say سلام to them every day", None), ("", None), ("12:30", None),
])
def test_language_of_a_script(words: str, language: Optional[str]) -> None:
    assert language_of(words) == language


def test_the_page_needs_no_script_and_names_no_other_host() -> None:
    for html in (print_page(PLAN, RESPONSES, "en"), door(RESPONSES, "en", "page"), door(RESPONSES, "en", None)):
        page = _read(html)
        assert "script" not in {tag for tag, _ in page.tags}
        addresses = [attributes.get("href") or attributes.get("src") for tag, attributes in page.tags if tag in ("link", "img")]
        assert all(address and re.fullmatch(r"/[a-z.]+", address) for address in addresses)


def test_the_title_says_nothing() -> None:
    titles = {_read(html).texts["title"][0] for html in (print_page(PLAN, RESPONSES, "en"), door(RESPONSES, "en", "page"), door(RESPONSES, "en", None))}
    assert titles == {RESPONSES["utter_page_title"][0]["text"]}


def test_the_text_file_holds_every_word_under_its_heading() -> None:
    text = text_file(PLAN, RESPONSES)
    for words in ("First\n" + ARABIC + "\nand in English", "Second\n" + JAPANESE, EMOJI, HOSTILE, "29 November"):
        assert words in text


def test_a_door_without_anything_behind_it_has_no_button() -> None:
    assert not [tag for tag, _ in _read(door(RESPONSES, "en", None)).tags if tag in ("form", "button", "a", "input")]
    assert all("form" in {tag for tag, _ in _read(door(RESPONSES, "en", kind)).tags} for kind in ("page", "text", "calendar"))
