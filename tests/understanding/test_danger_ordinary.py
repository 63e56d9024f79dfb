"""What people ordinarily say is harmless to danger detection, unless a pattern says otherwise."""
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from groundwork.understanding.danger.examples import Example
from groundwork.understanding.danger.ordinary import ORDINARY, nlu_texts, ordinary_examples
from groundwork.understanding.danger.patterns import DangerPatterns
from groundwork.understanding.danger.reading import DangerDetector, Thresholds
from groundwork.understanding.encoder import DIMENSIONS, encode_many, shared_encoder
from groundwork.understanding.sentence_encoder import known_vectors


def test_ordinary_text_is_harmless_and_taken_once(patterns: DangerPatterns) -> None:
    found = ordinary_examples([("leave", "bye"), ("leave", "Bye"), ("skip", "skip it")], [], patterns)
    assert [(example.text, example.danger, example.kind) for example in found] == [("bye", "none", ORDINARY), ("skip it", "none", ORDINARY)]


@pytest.mark.parametrize("intent, text", [("help_now", "please help me"), ("inform", "I want to kill myself"), ("inform", "gate/length:long"), ("inform", " ")])
def test_what_may_be_danger_or_is_no_talk_is_left_out(patterns: DangerPatterns, intent: str, text: str) -> None:
    assert ordinary_examples([(intent, text)], [], patterns) == []


def test_an_example_of_danger_stays_one(patterns: DangerPatterns) -> None:
    own = [Example("nobody would notice", "self_harm", "implicit")]
    assert ordinary_examples([("inform", "Nobody would notice")], own, patterns) == []


def test_nlu_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text('version: "3.1"\nnlu:\n- intent: leave\n  examples: |\n    - bye\n    - i have to go\n')
    (tmp_path / "b.yml").write_text("responses: {}\n")
    assert nlu_texts(tmp_path) == [("leave", "bye"), ("leave", "i have to go")]


@pytest.mark.parametrize("text", ["go", "stop", "bye", "exit", "quit", "leave", "I have to go", "end", "stop here", "goodbye", "delete it all"])
def test_no_way_out_is_barred(detector: DangerDetector, text: str) -> None:
    assert detector.read(text).danger is None


def test_a_short_message_needs_a_higher_score_for_a_hard_stop() -> None:
    thresholds = Thresholds(0.9, 0.8, {}, short_words=3, short_hard=0.97)
    assert [thresholds.tier("self_harm", 0.95, words) for words in (3, 4, None)] == ["check", "hard", "hard"]


def test_equal_texts_get_equal_vectors_in_the_order_given() -> None:
    texts = ["she lied to me", "bye", "she lied to me"]
    vectors = encode_many(texts, shared_encoder())
    assert np.array_equal(vectors[0], vectors[2])
    assert np.allclose(vectors, shared_encoder().encode(texts), atol=0.05)


def test_vectors_of_training_messages_are_used_again() -> None:
    message = Message({TEXT: "bye"})
    feature = np.full((1, DIMENSIONS), 12.0)
    message.add_features(Features(feature, FEATURE_TYPE_SENTENCE, TEXT, "encoder"))
    known = known_vectors([message, Message({TEXT: "no vector"})])
    assert list(known) == ["bye"]
    assert np.isclose(np.linalg.norm(known["bye"]), 1.0)
