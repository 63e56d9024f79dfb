"""The figures of danger detection."""
from groundwork.understanding.evaluate_danger import Heard, danger_measures, heard, minor_measures, recall_loss

_ROWS = [
    {"label": "self_harm", "kind": "explicit"},
    {"label": "self_harm", "kind": "explicit"},
    {"label": "sexual_assault", "kind": ""},
    {"label": "none", "kind": "emotional"},
    {"label": "none", "kind": "lexical_trap"},
]
_HEARD = [Heard("self_harm", "hard"), Heard(), Heard("partner_violence", "check"), Heard(), Heard("self_harm", "check")]


def test_recall_counts_either_tier() -> None:
    found = danger_measures(_ROWS, _HEARD)
    assert found["recall"] == {"self_harm/explicit": 0.5, "sexual_assault": 1.0}
    assert found["recall_hard"] == {"self_harm/explicit": 0.5, "sexual_assault": 0.0}
    assert found["recall_same"] == {"self_harm/explicit": 0.5, "sexual_assault": 0.0}
    assert found["counts"]["self_harm/explicit"] == "1 of 2"


def test_false_alarm_is_counted_on_harmless_rows_only() -> None:
    assert danger_measures(_ROWS, _HEARD)["false_alarm"] == {"hard": 0.0, "any": 0.5}


def test_minor_is_heard_beside_another_danger() -> None:
    rows = [{"label": "minor_self"}, {"label": "minor_self"}, {"label": "adult_or_unknown"}]
    found = minor_measures(rows, [heard(["self_harm", "minor"]), heard([]), heard(["self_harm_check"])])
    assert (found["recall"], found["false_alarm"]) == (0.5, 0.0)


def test_entity_values_are_read() -> None:
    assert heard(["self_harm_check"]) == Heard("self_harm", "check", False)
    assert heard(["minor"]) == Heard("minor", "hard", True)


def test_loss_is_in_points() -> None:
    plain = danger_measures(_ROWS, _HEARD)
    worse = danger_measures(_ROWS, [Heard(), *_HEARD[1:]])
    assert recall_loss(plain, worse)["self_harm/explicit"] == 50.0
