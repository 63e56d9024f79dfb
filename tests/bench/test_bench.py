from __future__ import annotations

import os
import random
from itertools import islice

from bench.compare import table
from bench.measuring import percentiles
from bench.memory import pss_in_mb, tree
from bench.sentences import WORDS_A_SENTENCE, sentences
from bench.talkers import CHOICE, TEXT, GroundworkTalker, RasaInitTalker


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


def test_the_table_has_a_column_for_each_bot() -> None:
    bot = {
        "start to ready, s": 5.0,
        "turns": {"choice, turns 1-20": {"p50": 1.0, "p95": 2.0, "turns": 20}},
        "turns a second": {CHOICE: 100.0, f"{CHOICE}, turns": 10, TEXT: 50.0, f"{TEXT}, turns": 5},
    }
    lines = table({"one": bot, "two": bot}).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert lines[0].count("one") == lines[0].count("two") == 1
