"""Free words at the topic question -> journey, topic, or a fitting question (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Tuple

#: What the words are about where they describe none of the journeys.
OTHER = "other"
#: Choices that stories may branch on after a question with `reads: topic`.
JOURNEY, BETWEEN, UNCLEAR = "journey", "between", "unclear"


@dataclass(frozen=True)
class TopicThresholds:
    """How shares (0 to 1) are read; set in `config.yml`.

    journey: share of one journey within its topic. second: a second topic with this part of the first one's share is asked about.
    other: weight of "none of these" against the first topic; below 1, since whoever comes here mostly comes with one of them.
    """

    journey: float = 0.6
    second: float = 0.5
    other: float = 0.7


@dataclass(frozen=True)
class TopicReading:
    """choice: what the story branches on. journey: where one is meant. topics: the likeliest, best first."""

    choice: str
    journey: Optional[str] = None
    topics: Tuple[str, ...] = ()


def read_topic(situations: Mapping[str, float], topic_of: Mapping[str, str], thresholds: TopicThresholds) -> TopicReading:
    """Read the shares of the situations as a topic.

    Args:
        situations: journey, or "other" -> share; empty where nothing was recognised.
        topic_of: journey -> topic; a journey that belongs to no topic (writing) stands for itself.
        thresholds: see `TopicThresholds`.
    """
    shares = {journey: share for journey, share in situations.items() if journey != OTHER}
    by_topic: Dict[str, float] = {}
    for journey, share in shares.items():
        topic = topic_of.get(journey, journey)
        by_topic[topic] = by_topic.get(topic, 0.0) + share
    topics = sorted(by_topic, key=by_topic.__getitem__, reverse=True)
    if not topics or by_topic[topics[0]] < situations.get(OTHER, 0.0) * thresholds.other:
        return TopicReading(UNCLEAR)
    if len(topics) > 1 and by_topic[topics[1]] >= by_topic[topics[0]] * thresholds.second:
        return TopicReading(BETWEEN, topics=tuple(topics[:2]))
    best = max((journey for journey in shares if topic_of.get(journey, journey) == topics[0]), key=shares.__getitem__)
    if best not in topic_of or shares[best] >= by_topic[topics[0]] * thresholds.journey:
        return TopicReading(JOURNEY, best, (topics[0],))
    return TopicReading(topics[0], topics=(topics[0],))
