"""`services.yml` -> the country a text names, and the services of a country for a class of danger (pure but for reading the file)."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple

import yaml

from groundwork.services.places import PlaceNames
from groundwork.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "data" / "safety" / "services.yml"
#: Long lists are not read in a bad hour (safety norms: "long lists" are among what never helps).
MOST_SERVICES = 4
#: Keys of a country's entry whose names say that someone is there.
NAMED_BY = ("also", "people", "cities")


@dataclass(frozen=True)
class Country:
    """A country: code, name as it stands in a sentence, emergency numbers (the general one first), services in order."""

    code: str
    name: str
    emergency: Tuple[str, ...]
    services: Tuple[Mapping[str, Any], ...]


class Directory:
    """All countries of a services file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._kinds_for: Dict[str, List[str]] = dict(data["kinds_for"])
        #: The site that lists services of all countries, as it is written in a sentence.
        self.site = str(data["directory"]["web"])
        self._countries: Dict[str, Country] = {}
        names: List[Tuple[str, Optional[str]]] = [(str(name), None) for name in data.get("elsewhere") or ()]
        for code, entry in data["countries"].items():
            numbers = tuple(str(number) for number in entry["emergency"]["numbers"])
            self._countries[code] = Country(code, entry["name"], numbers, tuple(entry.get("services") or ()))
            named = [entry["name"], *(name for key in NAMED_BY for name in entry.get(key) or ())]
            names += [(str(name), code) for name in named]
        self._places = PlaceNames(names)

    def country(self, code: Optional[str]) -> Optional[Country]:
        """The country of a code, or None."""
        return self._countries.get(code or "")

    def country_in(self, text: str) -> Optional[str]:
        """The code of the one country that a text names; None for none, for two, or for one that is not here."""
        return self._places.country_in(text)

    def country_of_locale(self, locale: Optional[str]) -> Optional[str]:
        """"de-AT" -> "AT"; a language alone names no country."""
        parts = re.split(r"[-_]", locale or "")
        code = parts[-1].upper() if len(parts) > 1 else ""
        return code if code in self._countries else None

    def services(self, code: Optional[str], situation: str) -> List[Mapping[str, Any]]:
        """At most four services of a country for a class of danger (or `help_now`, `safe_lane`); never another country's."""
        country = self.country(code)
        if country is None:
            return []
        kinds = self._kinds_for.get(situation, self._kinds_for["minor" if situation.endswith("_minor") else "help_now"])
        of_kinds = [service for kind in kinds for service in country.services if service["kind"] == kind]
        fitting = list({(service["name"], service.get("number")): service for service in reversed(of_kinds)}.values())[::-1]
        if len(fitting) <= MOST_SERVICES:
            return fitting
        first = {kind: next((service for service in fitting if service["kind"] == kind), None) for kind in kinds}
        chosen = [service for service in first.values() if service]
        chosen += [service for service in fitting if service not in chosen]
        return [service for service in fitting if service in chosen[:MOST_SERVICES]]


@lru_cache(maxsize=1)
def shared_directory(file: Path = FILE) -> Directory:
    """The project's directory, read once in a process."""
    with open(file, encoding="utf-8") as content:
        return Directory(yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
