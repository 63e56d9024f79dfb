"""The services of a country as the texts' {services}, {country_name} and {emergency}, and of all countries as {directory} (pure)."""
from __future__ import annotations

import re
from functools import partial
from typing import Any, Callable, Dict, Mapping, Optional, Sequence
from urllib.parse import quote

from groundwork.dialogue.filling import choose_variation, fill
from groundwork.dialogue.script import DANGER_PREFIX, way_of
from groundwork.services.directory import Directory

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
SERVICES = "utter_services"
NONE_KNOWN = "utter_services_none"
_MINOR = "minor"
_LINE, _NUMBER, _HOURS = "utter_services_line", "utter_services_number", "utter_services_hours"
_DIRECTORY = "utter_services_directory"
#: The ways of an entry in `services.yml`, in the order in which they are said, and the form of each.
_WAYS = (("number", _NUMBER), ("text", "utter_services_text"), ("chat", "utter_services_chat"), ("web", "utter_services_web"))
_DIALLED = frozenset("0123456789+#*")
#: `text` in `services.yml`: "text WORD to 123", "text 123" or "WhatsApp +12 345".
_WRITTEN_TO = re.compile(r"(?:(?P<app>WhatsApp)|text)(?: .+ to)? (?P<number>[+\d][\d \-]*)", re.IGNORECASE)


def situation_of(journey: Optional[str], ahead: Sequence[str] = ()) -> str:
    """The journey or way that is walked -> the class whose services are named.

    Args:
        ahead: the ways that will be come back to; someone under 18 gets lines for young people inside every way ("self_harm_minor").
    """
    name = way_of(journey or "").removeprefix(DANGER_PREFIX)
    return f"{name}_{_MINOR}" if DANGER_PREFIX + _MINOR in map(way_of, ahead) and name != _MINOR else name


def service_values(directory: Directory, country: Optional[str], situation: str, responses: Responses, channel: str = "") -> Dict[str, str]:
    """Values for the placeholders; what is not known is left out, so that a text that needs it is not used.

    Args:
        channel: where it is said; a channel may have its own forms of a line.
    """
    form = partial(_form, responses, channel)
    site = form(_DIRECTORY, {"web": directory.site})
    everywhere = {"directory": site} if site else {}
    known = directory.country(country)
    if known is None:
        return everywhere
    emergency = " / ".join(form(_NUMBER, {"number": number, **addresses(number=number)}) for number in known.emergency)
    values = {**everywhere, "country_name": known.name, "emergency": emergency}
    lines = [_line(service, form) for service in directory.services(country, situation)]
    return {**values, "services": "\n".join(lines)} if lines else values


def addresses(number: str = "", text: str = "") -> Dict[str, str]:
    """What a phone or WhatsApp takes for a number, or for the number at the end of how to write to it ("text HOME to 741741").

    Returns:
        "number_address"; "sms_address", or "whatsapp_address" where the number has its country, which WhatsApp needs. Each in digits, + # and * only,
        as an address writes them (RFC 3966; the # of a short code is there as %23).
    """
    found = {"number_address": _dialled(number)} if number else {}
    written = _WRITTEN_TO.fullmatch(text)
    if written and written["app"] is None:
        found["sms_address"] = _dialled(written["number"])
    elif written and written["number"].startswith("+"):
        found["whatsapp_address"] = _dialled(written["number"]).lstrip("+")
    return found


def _dialled(number: str) -> str:
    return quote("".join(character for character in number if character in _DIALLED), safe="+*")


def _line(service: Mapping[str, Any], form: Callable[[str, Mapping[str, Any]], str]) -> str:
    values = {**service, **addresses(service.get("number") or "", service.get("text") or "")}
    ways = [form(name, values) for key, name in _WAYS if service.get(key)]
    hours = form(_HOURS, values) if service.get("hours") else ""
    return form(_LINE, {**values, "ways": ", ".join(ways), "hours": hours})


def _form(responses: Responses, channel: str, name: str, values: Mapping[str, Any]) -> str:
    texts = {key: str(value) for key, value in values.items()}
    variation = choose_variation(responses.get(name, ()), texts, channel, 1)
    if variation is None:
        return ""
    return " ".join(fill(variation["text"], texts).split()).replace(" ,", ",")
