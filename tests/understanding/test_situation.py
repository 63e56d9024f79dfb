"""The situation that a person's own words describe: examples, classifier and component."""
from pathlib import Path
from typing import Dict, List

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from groundwork.dialogue.topics import OTHER
from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.encoder import MessageVectors, encode_many, shared_encoder
from groundwork.understanding.sentence_encoder import MESSAGE_VECTORS
from groundwork.understanding.situation.component import SETTINGS, SITUATIONS, SituationRecognition, shares, situation_of_intent
from groundwork.understanding.situation.examples import DEFAULT_FOLDER, FILE, Example, SituationDataError, fingerprint, load_examples
from groundwork.understanding.text_classifier import TextClassifier, even_counts

FOLDER = PROJECT_ROOT / DEFAULT_FOLDER


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> TextClassifier:
    """Learned from the project's own posts, saved and read again."""
    posts = load_examples(FOLDER)
    vectors = encode_many([post.text for post in posts], shared_encoder())
    situations = [post.situation for post in posts]
    counts = even_counts(situations, [1.0] * len(situations))
    file = tmp_path_factory.mktemp("situations") / "kept.npz"
    TextClassifier.fit(SETTINGS, [post.text for post in posts], vectors, situations, counts).save(file)
    return TextClassifier.load(SETTINGS, file)


def _likeliest(classifier: TextClassifier, text: str) -> str:
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
def test_a_plain_post_of_each_situation(classifier: TextClassifier, text: str, situation: str) -> None:
    assert _likeliest(classifier, text) == situation


def test_shares_sum_to_one_and_do_not_change(classifier: TextClassifier) -> None:
    text = "We moved in March. Then I found out that she had lied to me the whole time. Now I do not sleep."
    first, second = (shares(classifier, text, MessageVectors(shared_encoder())) for _ in range(2))
    assert first == second
    assert sum(first.values()) == pytest.approx(1.0)
    assert set(first) == {post.situation for post in load_examples(FOLDER)}


def test_a_component_reads_words_and_no_clicked_choice(classifier: TextClassifier) -> None:
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
