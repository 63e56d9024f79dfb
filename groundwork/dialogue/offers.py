"""A journey's offer becomes a choice of the question that offers it (pure)."""
from __future__ import annotations

import copy
from typing import Any, Dict, List, Mapping, Sequence

_OFFER = "_offer"


def with_offers(responses: Mapping[str, Sequence[Mapping[str, Any]]]) -> Dict[str, List[Dict[str, Any]]]:
    """Responses with each `utter_<journey>_offer` put as a button (payload: the journey) before the buttons of its `offered_by` question."""
    result: Dict[str, List[Dict[str, Any]]] = {name: [dict(entry) for entry in entries] for name, entries in responses.items()}
    for name in reversed(list(result)):
        question = (result[name][0].get("metadata") or {}).get("offered_by") if name.endswith(_OFFER) and result[name] else None
        if not question:
            continue
        if question not in result:
            raise ValueError(f"{name}: offered_by names {question}, which is not written. Write it, or mend the name.")
        offer = {"title": result[name][0]["text"], "payload": name[len("utter_"):-len(_OFFER)]}
        metadata = result[name][0]["metadata"]
        offer.update({key: copy.copy(metadata[key]) for key in ("also", "short") if key in metadata})
        for variation in result[question]:
            variation["buttons"] = [offer, *(variation.get("buttons") or [])]
    return result
