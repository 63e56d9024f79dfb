"""The Rasa component around the reading."""
import shutil
from pathlib import Path
from typing import List

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from groundwork.understanding.danger.detector_component import DangerDetection
from groundwork.understanding.danger.examples import PATTERNS_FILE, WRITERS, fingerprint, load_examples
from groundwork.understanding.danger.reading import DangerDetector

from .conftest import FOLDER


def _processed(detector: DangerDetector, text: str) -> Message:
    message = Message({TEXT: text, ENTITIES: [{"entity": "choice", "value": "a"}]})
    return DangerDetection(DangerDetection.get_default_config(), None, None, detector).process([message])[0]


def _values(message: Message) -> List[str]:
    return [entity["value"] for entity in message.get(ENTITIES) if entity["entity"] == "danger"]


def test_the_danger_entity_comes_first(detector: DangerDetector) -> None:
    message = _processed(detector, "I want to kill myself")
    first = message.get(ENTITIES)[0]
    assert (first["entity"], first["value"], first["start"], first["end"]) == ("danger", "self_harm", 0, len("I want to kill myself"))
    assert first["extractor"] == "DangerDetection"


def test_harmless_text_gets_none(detector: DangerDetector) -> None:
    assert _values(_processed(detector, "I found the messages on Tuesday")) == []


def test_under_18_is_named_beside_self_harm(detector: DangerDetector) -> None:
    assert _values(_processed(detector, "I'm 15. I want to kill myself.")) == ["self_harm", "minor"]


def test_a_slash_message_with_danger_is_not_replaced_by_rasa(detector: DangerDetector) -> None:
    message = _processed(detector, "/skip I want to kill myself")
    assert _values(message) == ["self_harm"]
    assert not message.get(TEXT).startswith("/")


def test_other_slash_messages_stay(detector: DangerDetector) -> None:
    assert _processed(detector, "/skip").get(TEXT) == "/skip"


@pytest.mark.parametrize("config", [{"hard": 0.5, "check": 0.9}, {"check": 0.0}, {"hard": 1.2}, {"short_hard": 0.5}])
def test_impossible_thresholds_are_refused(config: dict) -> None:
    with pytest.raises(ValueError):
        DangerDetection.validate_config(config)


def test_a_changed_example_trains_anew(tmp_path: Path) -> None:
    folder = tmp_path / "danger"
    shutil.copytree(FOLDER, folder)
    before = fingerprint(folder)
    (folder / WRITERS / "new.yml").write_text("examples: {none/posts: [I am fine]}")
    with_writer = fingerprint(folder)
    (folder / PATTERNS_FILE).write_text("patterns: []")
    assert before == fingerprint(FOLDER)
    assert len({before, with_writer, fingerprint(folder)}) == 3


def test_no_example_stands_under_two_classes() -> None:
    texts = [example.text.lower() for example in load_examples(FOLDER)]
    assert len(texts) == len(set(texts))
