from __future__ import annotations

import json
import os
import random
from itertools import islice
from pathlib import Path
from typing import Any, Dict

from bench.coached import coached_questions
from bench.measuring import percentiles
from bench.memory import pss_in_mb, tree
from bench.report import write
from bench.sentences import WORDS_A_SENTENCE, sentences
from bench.talkers import CHOICE, COACHED, TEXT, GroundworkTalker, RasaInitTalker
from groundwork.settings import PROJECT_ROOT


def test_sentences_have_fifteen_words_and_never_repeat_but_the_seed_repeats_them() -> None:
    some = list(islice(sentences(1), 3000))
    assert {len(sentence.split()) for sentence in some} == {WORDS_A_SENTENCE}
    assert len(set(some)) == len(some)
    assert some == list(islice(sentences(1), 3000)) != list(islice(sentences(2), 3000))


def test_groundworks_person_clicks_where_there_are_choices_and_never_ends_it() -> None:
    talker = GroundworkTalker(sentences(1), random.Random(1))
    assert talker.next([]).kind == TEXT
    asked = [{"text": "?", "buttons": [{"title": "Erase", "payload": "topic/utter_topic:erase_all"}, {"title": "On", "payload": "topic/utter_topic:on"}]}]
    assert {talker.next(asked) for _ in range(20)} == {talker.next(asked)}
    assert talker.next(asked).text.endswith(":on") and talker.next(asked).kind == CHOICE
    gate = [{"text": "?", "buttons": [{"title": title, "payload": f"gate/utter_gate:{title}"} for title in ("yes", "no", "unsure")]}]
    assert {talker.next(gate).text for _ in range(20)} == {"gate/utter_gate:no"}
    assert talker.next([{"text": "Say it."}]).kind == TEXT


def test_the_other_bots_person_uses_both_kinds() -> None:
    talker = RasaInitTalker(sentences(1))
    assert [talker.next([]).kind for _ in range(10)] == [CHOICE] * 5 + [TEXT] * 5


def test_percentiles_of_known_numbers() -> None:
    figures = percentiles([float(number) for number in range(101)])
    assert (figures["p50"], figures["p95"], figures["turns"]) == (50.0, 95.0, 101)
    assert percentiles([]) == {"turns": 0}


def test_memory_of_this_process_is_found() -> None:
    assert os.getpid() in tree(os.getpid())
    assert pss_in_mb(os.getpid()) > 1


def _bot(faster: float = 1.0) -> Dict[str, Any]:
    turns = {f"{kind}, turns {window}": {"p50": time / faster, "p95": 9.0, "turns": 20} for kind in (CHOICE, TEXT) for window, time in (("1-20", 10.0), ("380-400", 15.0))}
    return {
        "start to ready, s": 5.0, "turns": turns, "bytes stored a turn": "none, in memory only",
        "turns a second": {"50 at once": {CHOICE: {"a second": 100.0 * faster, "turns": 10}, TEXT: {"a second": 50.0 * faster, "turns": 5}}},
    }


def test_the_report_sets_the_bots_side_by_side(tmp_path: Path) -> None:
    lines = write(tmp_path, {"cores": 2}, {"one": _bot(), "two": _bot(faster=2.0)}).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    figures = json.loads((tmp_path / "figures.json").read_text())["ratios"]
    assert figures["two to one"]["choice, turns 1-20, p50 ms"] == 0.5 and figures["two to one"]["free text, turns a second, 50 at once"] == 2.0
    assert figures["p50 of turns 380-400 to turns 1-20"] == {name: {CHOICE: 1.5, TEXT: 1.5} for name in ("one", "two")}
    assert (tmp_path / "figures.png").read_bytes().startswith(b"\x89PNG")


def test_an_answer_that_a_custom_action_looks_at_counts_apart() -> None:
    questions = coached_questions(PROJECT_ROOT / "data")
    assert questions
    talker = GroundworkTalker(sentences(1), random.Random(1), questions)
    assert talker.next([{"text": sorted(questions)[0]}]).kind == COACHED
    assert talker.next([{"text": "Say it."}]).kind == TEXT
