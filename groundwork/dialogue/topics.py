"""Free words at the topic question -> journey, topic, or a fitting question (pure).

The classifier's confidences for the `start_<journey>` intents are read relative to each other: what counts is which situation the words
resemble most, not whether they look like a situation at all.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Tuple

from groundwork.dialogue.script import START_PREFIX

#: Choices that stories may branch on after a question with `reads: topic`.
JOURNEY, BETWEEN, UNCLEAR = "journey", "between", "unclear"


@dataclass(frozen=True)
class TopicThresholds:
    """Shares of the start intents' confidence, 0 to 1; set in `config.yml`."""

    journey: float = 0.6
    topic: float = 0.55
    second: float = 0.25
    unclear: float = 0.5


@dataclass(frozen=True)
class TopicReading:
    """choice: what the story branches on. journey: where one is meant. topics: the likeliest, best first."""

    choice: str
    journey: Optional[str] = None
    topics: Tuple[str, ...] = ()


def read_topic(
    ranking: Mapping[str, float], topic_of: Mapping[str, str], thresholds: TopicThresholds, outside: float = 0.0
) -> TopicReading:
    """Read a classifier's ranking as a topic.

    Args:
        ranking: intent -> confidence.
        topic_of: journey -> topic; a journey that belongs to no topic (writing) stands for itself.
        thresholds: see `TopicThresholds`.
        outside: confidence that the words are about something else altogether.
    """
    shares = _shares(ranking, topic_of)
    if not shares or outside >= thresholds.unclear:
        return TopicReading(UNCLEAR)
    by_topic: Dict[str, float] = {}
    for journey, share in shares.items():
        topic = topic_of.get(journey, journey)
        by_topic[topic] = by_topic.get(topic, 0.0) + share
    topics = sorted(by_topic, key=by_topic.__getitem__, reverse=True)
    best = max(shares, key=shares.__getitem__)
    sure = by_topic[topics[0]] >= thresholds.topic or len(topics) == 1 or by_topic[topics[1]] < thresholds.second
    if not sure:
        return TopicReading(BETWEEN, topics=tuple(topics[:2]))
    if best not in topic_of or (topic_of[best] == topics[0] and shares[best] >= thresholds.journey):
        return TopicReading(JOURNEY, best, (topics[0],))
    return TopicReading(topics[0], topics=(topics[0],))


def _shares(ranking: Mapping[str, float], topic_of: Mapping[str, str]) -> Dict[str, float]:
    asked = {
        intent[len(START_PREFIX):]: confidence for intent, confidence in ranking.items() if intent.startswith(START_PREFIX)
    }
    total = sum(asked.values())
    return {journey: confidence / total for journey, confidence in asked.items()} if total > 0 else {}
