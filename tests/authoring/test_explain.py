"""What the findings say, their forms for programs, and `groundwork explain`."""
from __future__ import annotations

import json
import re
import string
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Iterator

import pytest

from groundwork.authoring.check import Checked
from groundwork.authoring.checks.ease import ease_of, syllables
from groundwork.authoring.checks.spelling import DICTIONARY, is_known, suggestion
from groundwork.authoring.findings import catalogue, finding
from groundwork.authoring.nodes import Place
from groundwork.authoring.open_links import problem_of
from groundwork.authoring.report import as_github, as_json, as_text
from groundwork.cli import main

CODES = sorted(catalogue())
#: Words that an author who does not program should not have to know.
JARGON = re.compile(r"\b(?:parse|parser|scalar|mapping|token|syntax|regex|schema|null|boolean|sequence|exception|node|YAMLError)\b", re.IGNORECASE)


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_whole_and_plain(code: str) -> None:
    entry = catalogue()[code]
    assert entry["severity"] in ("error", "advice")
    assert all(str(entry[key]).strip() for key in ("title", "what", "mend", "meaning", "wrong", "right"))
    assert entry["wrong"] != entry["right"]
    assert not JARGON.search(f"{entry['what']} {entry['mend']} {entry['meaning']}")
    assert not re.search(r"\w!", f"{entry['what']} {entry['mend']} {entry['meaning']}")


@pytest.mark.parametrize("code", CODES)
def test_explain_shows_meaning_a_wrong_and_a_right_example(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code.lower()]) == 0
    said = capsys.readouterr().out
    for part in (catalogue()[code]["meaning"], *catalogue()[code]["wrong"].split("\n"), *catalogue()[code]["right"].split("\n")):
        assert part.strip() in said


def test_explain_without_a_code_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(catalogue())


def test_explain_offers_the_nearest_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "G2002"]) == 2
    assert "G20" in capsys.readouterr().err


def test_check_refuses_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere/at_all.yml"]) == 2
    assert "nowhere/at_all.yml" in capsys.readouterr().err


@pytest.fixture()
def checked() -> Checked:
    """One error with signs that GitHub's commands must not be broken by, and one piece of advice."""
    values = {name: "100%: a,b\nc" for name in _names("G202")} | {"meant": "utter_x"}
    return Checked((finding("G202", Place("data/a,b.yml", 3, 5), **values), finding("G722", Place("data/c.yml", 1, 2), word="teh")), 2, False)


def _names(code: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(catalogue()[code]["what"] + catalogue()[code]["mend"]) if name}


def test_json_has_code_place_what_and_mend(checked: Checked) -> None:
    read = json.loads(as_json(checked))
    assert read["errors"] == 1 and read["files"] == 2
    first = read["findings"][0]
    assert (first["code"], first["severity"], first["file"], first["line"], first["column"]) == ("G202", "error", "data/a,b.yml", 3, 5)
    assert "utter_x" in first["mend"] and first["what"]


def test_github_annotations_stand_on_one_line_each_and_are_escaped(checked: Checked) -> None:
    error, advice = as_github(checked).split("\n")[:2]
    assert error.startswith("::error file=data/a%2Cb.yml,line=3,col=5,title=G202::") and "100%25: a,b%0Ac" in error
    assert advice.startswith("::notice file=data/c.yml,line=1,col=2")


def test_text_names_place_and_code_and_the_sum(checked: Checked) -> None:
    said = as_text(checked)
    assert "data/a,b.yml:3:5" in said and "G202" in said and "explain G202" in said


@pytest.mark.parametrize("word, count", [("talk", 1), ("table", 2), ("happened", 2), ("conversation", 4), ("believe", 2), ("wanted", 2), ("areas", 2), ("the", 1)])
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_longer_words_and_sentences_are_read_later() -> None:
    plain = ease_of("Say the smallest true thing first. They can ask for more.")
    office = ease_of("Articulating expectations comprehensively facilitates subsequent constructive conversation regarding responsibilities.")
    assert plain.age < 12 < office.age and plain.longest == 6


@pytest.mark.parametrize("wrong, right", [("recieve", "receive"), ("seperate", "separate"), ("definately", "definitely"), ("becuase", "because"), ("tommorow", "tomorrow")])
def test_usual_misspellings_are_found_and_mended(wrong: str, right: str) -> None:
    assert not is_known(wrong) and is_known(right) and suggestion(wrong) == right


@pytest.mark.parametrize("word", ["don't", "unhappiest", "carried", "stopping", "hoping", "someone's", "apologising", "practised", "helplines"])
def test_inflections_are_known(word: str) -> None:
    assert is_known(word)


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/here": 200, "/members": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture()
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_links_are_opened_when_asked(site: str) -> None:
    assert problem_of(f"{site}/here") is None and problem_of(f"{site}/members") is None
    assert problem_of(f"{site}/gone") == "404"
    assert problem_of("http://127.0.0.1:9/nobody") and problem_of("http://")


def test_the_dictionary_is_in_order_and_has_no_word_twice() -> None:
    lines = [line for line in DICTIONARY.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines == sorted(set(lines))
