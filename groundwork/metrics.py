"""What is counted while people are served: numbers only, under names that the project itself has given. Never words, never ids, no topic of a single person.

Every label takes few values: channels, codes, and the journeys and steps that the content has. So the series stay few however many people come.
"""
from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Iterator, Optional

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

if TYPE_CHECKING:
    from groundwork.dialogue.state import DialogueState

disable_created_metrics()  # when a journey was walked for the first time is nobody's business
#: Only these are served: the client's own registry would tell the process's memory and files, too.
REGISTRY = CollectorRegistry()
_QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

TURNS = Counter("groundwork_turns", "Turns made, by channel and by what became of them.", ["channel", "outcome"], registry=REGISTRY)
TURN_SECONDS = Histogram("groundwork_turn_seconds", "Seconds that Rasa took for a turn, without its wait.", registry=REGISTRY, buckets=_QUICK)
LOCK_WAIT_SECONDS = Histogram("groundwork_lock_wait_seconds", "Seconds that a turn waited for those before it.", registry=REGISTRY, buckets=_QUICK)
STORE_SECONDS = Histogram("groundwork_store_seconds", "Seconds that the conversation store took, by what it did.", ["step"], registry=REGISTRY, buckets=_QUICK)
ERRORS = Counter("groundwork_errors", "Errors in the log, by the part of the code that told them.", ["part"], registry=REGISTRY)
ACTION_CALLS = Counter("groundwork_action_calls", "Calls of the action server, by outcome: answered, failed, away.", ["outcome"], registry=REGISTRY)
DANGER = Counter("groundwork_danger", "Messages in which danger was read, by class and tier: stop or check.", ["kind", "tier"], registry=REGISTRY)
STEPS_REACHED = Counter("groundwork_steps_reached", "Questions put, by journey and step.", ["journey", "step"], registry=REGISTRY)
STEPS_ANSWERED = Counter("groundwork_steps_answered", "Questions answered or passed over, by journey and step.", ["journey", "step"], registry=REGISTRY)
OUTGOING_SENT = Counter("groundwork_outgoing_sent", "Messages that a platform has taken, by channel.", ["channel"], registry=REGISTRY)
OUTGOING_FAILED = Counter("groundwork_outgoing_failed", "Messages that a platform has refused for good, by channel.", ["channel"], registry=REGISTRY)
OUTGOING_RETRIED = Counter("groundwork_outgoing_retried", "Messages that were sent once more, by channel.", ["channel"], registry=REGISTRY)
REDIS_AWAY = Gauge("groundwork_redis_away", "1 while Redis cannot be reached and this process goes on by itself.", registry=REGISTRY)
RUNNING_TURNS = Gauge("groundwork_running_turns", "Turns that are being made or wait to be.", registry=REGISTRY)

_CHECK = "_check"


@contextmanager
def timed(histogram: Histogram) -> Iterator[None]:
    """Observe how many seconds this context lasts."""
    began = perf_counter()
    try:
        yield
    finally:
        histogram.observe(perf_counter() - began)


def count_step(before: "DialogueState", after: "DialogueState", danger: Optional[str]) -> None:
    """Count where a turn has led.

    Args:
        before, after: the dialogue's state.
        danger: what the danger detector has read in the message, such as "self_harm" or "self_harm_check".
    """
    if danger:
        DANGER.labels(danger[: -len(_CHECK)] if danger.endswith(_CHECK) else danger, "check" if danger.endswith(_CHECK) else "stop").inc()
    if after.place and after.place != before.place:
        STEPS_REACHED.labels(*after.place).inc()
    for place in set(after.visited) - set(before.visited):
        STEPS_ANSWERED.labels(*place).inc()
