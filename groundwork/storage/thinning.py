"""What of an event is written to the store (pure).

Until consent nothing that a person typed is written; a danger class alone may stay. Afterwards the words are written once: Rasa's copy of
them and the classifier's ranking are left out. So is what every event would repeat: the model's and the assistant's name.
"""
from __future__ import annotations

from typing import Any, Dict, List

_DANGER = "danger"
_REPEATED = ("model_id", "assistant_id")


def thin_event(event: Dict[str, Any], consent: bool) -> Dict[str, Any]:
    """A serialised event as it is written.

    Args:
        event: Rasa's `event.as_dict()`.
        consent: whether the person has agreed that words are kept.
    """
    if event.get("event") != "user":
        return _without_names(event)
    thinned = {key: value for key, value in event.items() if key not in ("parse_data", "metadata")}
    entities: List[Dict[str, Any]] = list((event.get("parse_data") or {}).get("entities") or [])
    if consent:
        thinned["parse_data"] = {"intent": (event.get("parse_data") or {}).get("intent") or {}, "entities": entities, "text": event.get("text")}
        return thinned
    thinned["text"] = None
    danger = [{"entity": _DANGER, "value": entity.get("value")} for entity in entities if entity.get("entity") == _DANGER]
    thinned["parse_data"] = {"intent": {}, "entities": danger, "text": None}
    return thinned


def _without_names(event: Dict[str, Any]) -> Dict[str, Any]:
    metadata = event.get("metadata")
    if not isinstance(metadata, dict) or not any(name in metadata for name in _REPEATED):
        return event
    kept = {key: value for key, value in metadata.items() if key not in _REPEATED}
    return {**{key: value for key, value in event.items() if key != "metadata"}, **({"metadata": kept} if kept else {})}
