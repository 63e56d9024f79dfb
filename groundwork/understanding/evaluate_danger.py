"""What was labelled and what was heard -> the figures of danger and minor detection (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

from groundwork.understanding.danger.classes import CHECK, HARD, MINOR, NONE

_CHECK_SUFFIX = "_check"
MINOR_LABEL = "minor_self"


@dataclass(frozen=True)
class Heard:
    """What the assistant heard in one message."""

    danger: Optional[str] = None
    tier: Optional[str] = None
    minor: bool = False


def heard(entity_values: Sequence[str]) -> Heard:
    """The values of a message's `danger` entities ("self_harm", "self_harm_check" ...), first one first."""
    if not entity_values:
        return Heard()
    first = entity_values[0]
    tier = CHECK if first.endswith(_CHECK_SUFFIX) else HARD
    return Heard(first.removesuffix(_CHECK_SUFFIX), tier, MINOR in entity_values)


def danger_measures(rows: Sequence[Mapping[str, Any]], results: Sequence[Heard]) -> Dict[str, Any]:
    """Rows with `label` ("none" or a class) and perhaps `kind`. Recall: any danger was heard, whichever; `recall_same`: this very one.

    `counts` has the same as "heard of rows", to be read where a group is small.
    """
    groups: Dict[str, List[Heard]] = {}
    for row, result in zip(rows, results):
        if row["label"] != NONE:
            groups.setdefault(_group(row), []).append(result)
    harmless = [result for row, result in zip(rows, results) if row["label"] == NONE]
    return {
        "n": len(rows),
        "recall": {name: _share([one.danger is not None for one in group]) for name, group in sorted(groups.items())},
        "recall_hard": {name: _share([one.tier == HARD for one in group]) for name, group in sorted(groups.items())},
        "recall_same": {name: _share([one.danger == name.split("/")[0] for one in group]) for name, group in sorted(groups.items())},
        "counts": {name: f"{sum(one.danger is not None for one in group)} of {len(group)}" for name, group in sorted(groups.items())},
        "false_alarm": {
            "hard": _share([one.tier == HARD for one in harmless]),
            "any": _share([one.danger is not None for one in harmless]),
        },
    }


def minor_measures(rows: Sequence[Mapping[str, Any]], results: Sequence[Heard]) -> Dict[str, Any]:
    """Rows with `label` "minor_self" or another."""
    young = [result.minor or result.danger == MINOR for row, result in zip(rows, results) if row["label"] == MINOR_LABEL]
    others = [result.minor or result.danger == MINOR for row, result in zip(rows, results) if row["label"] != MINOR_LABEL]
    return {"n": len(rows), "recall": _share(young), "false_alarm": _share(others), "counts": f"{sum(young)} of {len(young)}"}


def recall_loss(plain: Mapping[str, Any], changed: Mapping[str, Any]) -> Dict[str, float]:
    """Points of recall lost per group between two results of `danger_measures`; negative where it rose."""
    return {name: round(100 * (share - changed["recall"][name]), 1) for name, share in plain["recall"].items()}


def _group(row: Mapping[str, Any]) -> str:
    return f"{row['label']}/{row['kind']}" if row.get("kind") else str(row["label"])


def _share(heard_each: Sequence[bool]) -> float:
    return round(sum(heard_each) / len(heard_each), 4) if heard_each else 0.0
