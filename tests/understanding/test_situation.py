"""The situation that a person's own words describe: examples, classifier and component."""
from pathlib import Path
from typing import Dict, List

import numpy as np
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from groundwork.dialogue.topics import OTHER
from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.encoder import MessageVectors, encode_many, shared_encoder
from groundwork.understanding.sentence_encoder import MESSAGE_VECTORS
from groundwork.understanding.situation.classifier import Labelled, SituationClassifier
from groundwork.understanding.situation.component import SITUATIONS, SituationRecognition, shares, situation_of_intent
from groundwork.understanding.situation.examples import DEFAULT_FOLDER, FILE, Example, SituationDataError, fingerprint, load_examples

FOLDER = PROJECT_ROOT / DEFAULT_FOLDER


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> SituationClassifier:
    """Learned from the project's own posts, saved and read again."""
    posts = load_examples(FOLDER)
    vectors = encode_many([post.text for post in posts], shared_encoder())
    folder = tmp_path_factory.mktemp("situations")
    SituationClassifier.fit([Labelled(post.text, vector, post.situation) for post, vector in zip(posts, vectors)]).save(folder)
    return SituationClassifier.load(folder)


def _likeliest(classifier: SituationClassifier, text: str) -> str:
    found = shares(classifier, text, MessageVectors(shared_encoder()))
    return max(found, key=found.__getitem__)


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("My wife cheated on me with a man from her office. I found the messages. I can't trust her any more.", "betrayal_hurt"),
        ("I cheated on my boyfriend and I feel terrible. He doesn't know. How do I tell him what I did?", "betrayal_broke_trust"),
        ("I relapsed into porn again and I feel so ashamed. I can't tell anyone.", "shame_mine"),
        ("My boyfriend is so ashamed of his body that he hides from me. How can I help him to talk about it?", "shame_partner"),
        ("How do I tell my husband that I don't want him to read my messages? I need some privacy.", "boundary_setting"),
        ("My girlfriend told me she needs more space and has set some rules. How should I respond to that?", "boundary_hearing"),
        ("I lost my job last week and I don't know how to pay the rent. I can't sleep.", OTHER),
        ("There's a girl in my class I like. How do I ask her out for a first date?", OTHER),
    ],
)
def test_a_plain_post_of_each_situation(classifier: SituationClassifier, text: str, situation: str) -> None:
    assert _likeliest(classifier, text) == situation


def test_shares_sum_to_one_and_do_not_change(classifier: SituationClassifier) -> None:
    text = "We moved in March. Then I found out that she had lied to me the whole time. Now I do not sleep."
    first, second = (shares(classifier, text, MessageVectors(shared_encoder())) for _ in range(2))
    assert first == second
    assert sum(first.values()) == pytest.approx(1.0)
    assert set(first) == {post.situation for post in load_examples(FOLDER)}


def test_text_without_a_known_word_has_shares(classifier: SituationClassifier) -> None:
    assert np.isfinite(classifier.shares(["42 ???"], np.zeros((1, 384)))).all()


def test_words_are_weighed_as_they_were_learned() -> None:
    rows = [Labelled("red red apple", np.eye(4)[0], "a"), Labelled("red pear", np.eye(4)[1], "a"), Labelled("blue apple", np.eye(4)[2], "b")]
    rows += [Labelled("blue pear", np.eye(4)[3], "b"), Labelled("green", np.zeros(4), "c"), Labelled("green pear", np.zeros(4), "c")]
    learned = SituationClassifier.fit(rows)
    table = learned.shares(["red", "blue", "RED red", "unknown"], np.zeros((4, 4)))
    more = table[:2] - table[3]
    assert [learned.situations[row] for row in more.argmax(axis=1)] == ["a", "b"]
    assert np.allclose(table[0], table[2])


def test_a_component_reads_words_and_no_clicked_choice(classifier: SituationClassifier) -> None:
    component = SituationRecognition({}, None, None, classifier)  # type: ignore[arg-type]
    spoken = Message({TEXT: "he lied to me for months", MESSAGE_VECTORS: MessageVectors(shared_encoder())})
    messages: List[Message] = component.process([spoken, Message({TEXT: "topic/topic:shame"})])
    assert messages[0].get(SITUATIONS)
    assert messages[1].get(SITUATIONS) is None


def test_intents_that_begin_a_journey_are_its_situation() -> None:
    assert [situation_of_intent(intent) for intent in ("start_shame_mine", "leave")] == ["shame_mine", OTHER]


def _write(folder: Path, files: Dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).mkdir()
        (folder / name / FILE).write_text(text)
    return folder


def test_examples_are_read_from_the_journeys_folders(tmp_path: Path) -> None:
    _write(tmp_path, {
        "red": "situation_examples:\n- situation: red\n  examples: |\n    - one: two\n    - three\n",
        "topic": "situation_examples:\n- situation: other\n  examples: |\n    - four\n",
    })
    before = fingerprint(tmp_path)
    assert load_examples(tmp_path) == [Example("one: two", "red"), Example("three", "red"), Example("four", OTHER)]
    (tmp_path / "red" / FILE).write_text("situation_examples: []\n")
    assert fingerprint(tmp_path) != before


@pytest.mark.parametrize(("text", "told"), [
    ("situation_examples:\n- situation: blue\n  examples: |\n    - one\n", "blue"),
    ("situation_examples:\n- situation: red\n  examples: |\n    one\n", "begins with"),
])
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SituationDataError, match=f"red/{FILE}.*{told}"):
        load_examples(_write(tmp_path, {"red": text}))
