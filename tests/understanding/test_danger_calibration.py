"""What a threshold costs."""
from groundwork.understanding.danger.calibration import FOLDS, HeldOut, choose, curve, folds_of
from groundwork.understanding.danger.examples import Example

_HARMLESS = Example("a", "none", "posts")
_DANGER = Example("b", "self_harm", "explicit")
_RESULTS = [
    HeldOut(_DANGER, 0.9, None),
    HeldOut(_DANGER, 0.2, "check"),
    HeldOut(_HARMLESS, 0.6, None),
    HeldOut(_HARMLESS, 0.1, None),
]


def test_a_higher_threshold_hears_less() -> None:
    low, high = curve(_RESULTS, grid=(0.5, 0.95))
    assert (low.recall["self_harm/explicit"], low.false_alarm) == (1.0, 0.5)
    assert (high.recall["self_harm/explicit"], high.false_alarm) == (0.5, 0.0)


def test_for_a_hard_stop_only_hard_patterns_count() -> None:
    assert curve(_RESULTS, "hard", grid=(0.95,))[0].recall["self_harm/explicit"] == 0.0


def test_the_lowest_threshold_within_the_limit_is_chosen() -> None:
    points = curve(_RESULTS, grid=(0.5, 0.7, 0.9))
    assert choose(points, 0.0) == 0.7
    assert choose(points, 0.5) == 0.5


def test_ordinary_text_is_counted_apart() -> None:
    ordinary = HeldOut(Example("c", "none", "ordinary"), 0.8, None)
    point = curve([*_RESULTS, ordinary], grid=(0.7,))[0]
    assert (point.false_alarm, point.ordinary_alarm) == (0.0, 1.0)


def test_no_writer_is_learned_from_and_measured_at_once() -> None:
    examples = [Example(f"{writer}{number}", "none", "posts", f"writer{writer}") for writer in range(9) for number in range(3)]
    folds = folds_of([*examples, Example("short", "self_harm", "explicit")])
    by_writer = {example.writer: {fold for other, fold in zip(examples, folds) if other.writer == example.writer} for example in examples}
    assert all(len(places) == 1 for places in by_writer.values())
    assert {fold for places in by_writer.values() for fold in places} == set(range(FOLDS))
    assert folds[-1] == -1
