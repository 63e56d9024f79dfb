"""A known wording settles the intent."""
from typing import Any, Dict

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from groundwork.understanding.near_exact import NEAR_EXACT, NearExact, unambiguous_wordings


def _read(text: str) -> Dict[str, Any]:
    guess = {"name": "other", "confidence": 0.4}
    message = Message({TEXT: text, INTENT: guess, INTENT_RANKING_KEY: [guess]})
    component = NearExact(None, None, unambiguous_wordings([("Stop it please", "stop"), ("hi", "greet"), ("hi!", "hello")]))
    component.process([message])
    return message.as_dict()


def test_a_known_wording_is_certain() -> None:
    found = _read("/STOP  itt please!!")
    assert found[INTENT] == {"name": "stop", "confidence": 1.0, NEAR_EXACT: True}
    assert [rank["name"] for rank in found[INTENT_RANKING_KEY]] == ["stop", "other"]


def test_another_wording_is_left_alone() -> None:
    assert _read("stop it")[INTENT]["name"] == "other"


def test_a_wording_of_two_intents_settles_nothing() -> None:
    assert _read("hi")[INTENT]["name"] == "other"
