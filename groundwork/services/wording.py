"""The services of a country as the texts' {services}, {country_name} and {emergency} (pure)."""
from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from groundwork.dialogue.filling import fill, names_in
from groundwork.dialogue.script import DANGER_PREFIX, way_of
from groundwork.services.directory import Directory

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
SERVICES = "utter_services"
NONE_KNOWN = "utter_services_none"
_MINOR = "minor"
_LINE, _CHAT, _WEB, _HOURS = "utter_services_line", "utter_services_chat", "utter_services_web", "utter_services_hours"


def situation_of(journey: Optional[str], ahead: Sequence[str] = ()) -> str:
    """The journey or way that is walked -> the class whose services are named.

    Args:
        ahead: the ways that will be come back to; someone under 18 gets lines for young people inside every way ("self_harm_minor").
    """
    name = way_of(journey or "").removeprefix(DANGER_PREFIX)
    return f"{name}_{_MINOR}" if DANGER_PREFIX + _MINOR in map(way_of, ahead) and name != _MINOR else name


def service_values(directory: Directory, country: Optional[str], situation: str, responses: Responses) -> Dict[str, str]:
    """Values for the placeholders; what is not known is left out, so that a text that needs it is not used."""
    known = directory.country(country)
    if known is None:
        return {}
    values = {"country_name": known.name, "emergency": " / ".join(known.emergency)}
    lines = [_line(service, responses) for service in directory.services(country, situation)]
    return {**values, "services": "\n".join(lines)} if lines else values


def _line(service: Mapping[str, Any], responses: Responses) -> str:
    ways = [str(service[key]) for key in ("number", "text") if service.get(key)]
    ways += [_form(name, responses, service) for key, name in (("chat", _CHAT), ("web", _WEB)) if service.get(key)]
    hours = _form(_HOURS, responses, service) if service.get("hours") else ""
    return _form(_LINE, responses, {**service, "ways": ", ".join(ways), "hours": hours})


def _form(name: str, responses: Responses, values: Mapping[str, Any]) -> str:
    text = str(responses[name][0]["text"])
    filled = fill(text, {key: str(values.get(key) or "") for key in names_in(text)})
    return " ".join(filled.split()).replace(" ,", ",")
