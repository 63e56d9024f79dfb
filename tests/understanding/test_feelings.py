"""Feelings in free text: several at once, negated ones and other people's not."""
from pathlib import Path
from typing import Any, List, Set

import numpy as np
import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from groundwork.evaluation.feelings import figures
from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.encoder import shared_encoder
from groundwork.understanding.feelings.classifier import FeelingClassifier
from groundwork.understanding.feelings.component import FeelingRecognition
from groundwork.understanding.feelings.examples import DEFAULT_FOLDER, PATTERNS_FILE, FeelingDataError, fingerprint, load_examples
from groundwork.understanding.feelings.labels import FEELINGS
from groundwork.understanding.feelings.recognizer import FeelingRecognizer, fit_classifier
from groundwork.understanding.feelings.wording import FeelingWords
from groundwork.understanding.sentence_encoder import SENTENCE_VECTOR

FOLDER = PROJECT_ROOT / DEFAULT_FOLDER


@pytest.fixture(scope="module")
def words() -> FeelingWords:
    return FeelingWords.load(FOLDER / PATTERNS_FILE)


@pytest.fixture(scope="module")
def recognizer(words: FeelingWords, tmp_path_factory: pytest.TempPathFactory) -> FeelingRecognizer:
    folder = tmp_path_factory.mktemp("feelings")
    fit_classifier(FOLDER, shared_encoder()).save(folder)
    return FeelingRecognizer(words, FeelingClassifier.load(folder))


def _feelings(recognizer: FeelingRecognizer, text: str) -> Set[str]:
    return set(recognizer.feelings(text, shared_encoder().encode([text])[0]))


@pytest.mark.parametrize(
    ("text", "feelings"),
    [
        ("I am so angry with him", {"anger"}),
        ("honestly i'm just really jealous of that woman he works with", {"jealousy"}),
        ("I feel ashamed of the whole thing", {"shame_guilt"}),
        ("I'm scared of what she will say", {"fear_anxiety"}),
        ("I cry myself to sleep", {"sadness"}),
        ("we've been married since 2009 and we live near the coast", set()),
    ],
)
def test_the_articles_feelings(recognizer: FeelingRecognizer, text: str, feelings: Set[str]) -> None:
    assert _feelings(recognizer, text) == feelings


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("I feel sick to my stomach when the phone buzzes", "fear_anxiety"),
        ("my blood was boiling when she told me", "anger"),
        ("I wanted the earth to swallow me up", "shame_guilt"),
        ("he broke my heart and the flat is so quiet", "sadness"),
        ("what has she got that I haven't", "jealousy"),
        ("I can't look my own kids in the eye after what I did", "shame_guilt"),
    ],
)
def test_feelings_in_peoples_own_words(recognizer: FeelingRecognizer, text: str, feeling: str) -> None:
    assert feeling in _feelings(recognizer, text)


@pytest.mark.parametrize(
    ("text", "feelings"),
    [
        ("I'm angry and I'm so ashamed of it", {"anger", "shame_guilt"}),
        ("jealous, scared and sad", {"jealousy", "fear_anxiety", "sadness"}),
        ("I'm not jealous but sad", {"sadness"}),
        ("im not sad, im furious", {"anger"}),
        ("I'm not angry, I'm scared", {"fear_anxiety"}),
        ("not only angry, I am also ashamed", {"anger", "shame_guilt"}),
    ],
)
def test_several_feelings_and_denied_ones(recognizer: FeelingRecognizer, text: str, feelings: Set[str]) -> None:
    assert _feelings(recognizer, text) == feelings


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("I'm not angry", "anger"),
        ("I am no longer angry about it", "anger"),
        ("I’m not mad at you", "anger"),
        ("I have never been jealous", "jealousy"),
        ("I don't feel guilty at all", "shame_guilt"),
        ("I'm neither sad nor angry", "sadness"),
        ("the anxiety is gone", "fear_anxiety"),
        ("He is angry with me", "anger"),
        ("my wife is very ashamed of her body", "shame_guilt"),
        ("my boyfriend gets really jealous", "jealousy"),
        ("sorry for the long text", "shame_guilt"),
    ],
)
def test_a_denied_or_another_persons_feeling_is_not_the_writers(recognizer: FeelingRecognizer, text: str, feeling: str) -> None:
    assert feeling not in _feelings(recognizer, text)


@pytest.mark.parametrize("text", ["I can't stop crying", "I have never felt so alone", "I am not sad, I cry because I'm so sad"])
def test_a_negation_that_makes_it_stronger_denies_nothing(words: FeelingWords, text: str) -> None:
    named = words.read(text)
    assert "sadness" in named.own and "sadness" not in named.denied


def test_whose_feeling_it_is(words: FeelingWords) -> None:
    named = words.read("She is jealous, I'm not angry but I am afraid")
    assert (named.others, named.denied, named.own) == ({"jealousy"}, {"anger"}, {"fear_anxiety"})


def _processed(recognizer: FeelingRecognizer, **data: Any) -> List[dict]:
    component = FeelingRecognition(None, None, FeelingRecognition.get_default_config(), recognizer)
    return component.process([Message({**data, ENTITIES: [{"entity": "danger", "value": "a"}]})])[0].get(ENTITIES)


def test_the_entities_stand_after_others_and_span_the_text(recognizer: FeelingRecognizer) -> None:
    text = "I'm angry and sad"
    first, *found = _processed(recognizer, **{TEXT: text})
    assert first["entity"] == "danger"
    assert {entity["value"] for entity in found} == {"anger", "sadness"}
    assert {(entity["entity"], entity["start"], entity["end"], entity["extractor"]) for entity in found} == {
        ("feeling", 0, len(text), "FeelingRecognition")
    }


def test_the_vector_on_the_message_is_used(recognizer: FeelingRecognizer, monkeypatch: pytest.MonkeyPatch) -> None:
    vector = shared_encoder().encode(["I'm angry"])[0]
    monkeypatch.setattr("groundwork.understanding.feelings.component.shared_encoder", None)
    assert [entity["value"] for entity in _processed(recognizer, **{TEXT: "I'm angry", SENTENCE_VECTOR: vector})[1:]] == ["anger"]


@pytest.mark.parametrize("text", ["betrayal_hurt/feelings:angry", "", "   ", "/"])
def test_a_click_and_an_empty_message_get_none(recognizer: FeelingRecognizer, text: str) -> None:
    assert len(_processed(recognizer, **{TEXT: text, SENTENCE_VECTOR: np.zeros(384)})) == 1


def test_an_impossible_threshold_is_refused() -> None:
    with pytest.raises(ValueError):
        FeelingRecognition.validate_config({"threshold": 1.0})


def test_every_feeling_has_hundreds_of_different_examples() -> None:
    examples = load_examples(FOLDER)
    texts = [example.text.casefold() for example in examples]
    assert len(texts) == len(set(texts))
    assert all(sum(feeling in example.feelings for example in examples) >= 200 for feeling in FEELINGS)
    assert sum(not example.feelings for example in examples) >= 200


def test_a_changed_example_trains_anew(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert fingerprint(tmp_path) == fingerprint(FOLDER)
    (tmp_path / "none.yml").write_text("feeling_examples: []")
    assert fingerprint(tmp_path) != fingerprint(FOLDER)


@pytest.mark.parametrize("content", ["feeling_examples:\n- feelings: [joy]\n  examples: |\n    - a\n", "feeling_examples: []"])
def test_a_wrong_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "anger.yml").write_text(content)
    with pytest.raises(FeelingDataError):
        load_examples(tmp_path)


def test_figures_of_a_perfect_and_of_an_empty_reading() -> None:
    right = [(frozenset({"anger", "sadness"}), frozenset({"anger", "sadness"})), (frozenset({"none"}), frozenset({"none"}))]
    assert figures(right)["macro_f1"] == 1.0
    missed = [(frozenset({"anger"}), frozenset({"none"}))]
    assert figures(missed)["labels"]["anger"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "rows": 1, "found": 0, "hits": 0}
