"""Words at the topic question: a journey, a topic, a question between two, or an honest "not understood"."""
from __future__ import annotations

from typing import Dict

import pytest

from groundwork.dialogue.topics import BETWEEN, JOURNEY, UNCLEAR, TopicThresholds, read_topic

TOPIC_OF = {"hurt": "betrayal", "broke": "betrayal", "mine": "shame", "setting": "boundaries"}


@pytest.mark.parametrize("situations, choice, topics", [
    ({"hurt": 0.7, "broke": 0.1, "mine": 0.1, "other": 0.1}, JOURNEY, ("betrayal",)),
    ({"hurt": 0.35, "broke": 0.35, "mine": 0.1, "other": 0.2}, "betrayal", ("betrayal",)),
    ({"hurt": 0.3, "mine": 0.25, "other": 0.3}, BETWEEN, ("betrayal", "shame")),
    ({"hurt": 0.1, "mine": 0.1, "other": 0.8}, UNCLEAR, ()),
    ({"writing": 0.6, "hurt": 0.1, "other": 0.3}, JOURNEY, ("writing",)),
    ({}, UNCLEAR, ()),
])
def test_reading(situations: Dict[str, float], choice: str, topics: tuple) -> None:
    reading = read_topic(situations, TOPIC_OF, TopicThresholds())
    assert (reading.choice, reading.topics) == (choice, topics)
