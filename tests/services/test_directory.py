"""Services: the right country's or none; and what the file must hold."""
from __future__ import annotations

import datetime
from typing import Any, Dict

import pytest
import yaml

from groundwork.services.directory import FILE, MOST_SERVICES, Directory, shared_directory
from groundwork.services.wording import service_values, situation_of

FORMS = {
    "utter_services_line": [{"text": "{name}: {ways} {hours}"}], "utter_services_hours": [{"text": "({hours})"}], "utter_services_chat": [{"text": "chat: {chat}"}],
    "utter_services_web": [{"text": "see {web}"}],
}
#: One country at least for each of the article's twelve languages (en it fr de pl tr pt ru ar ja zh es).
COUNTRIES = ["US", "GB", "IT", "FR", "DE", "AT", "CH", "PL", "TR", "PT", "BR", "RU", "EG", "JP", "CN", "TW", "ES", "MX"]


@pytest.fixture(scope="module")
def data() -> Dict[str, Any]:
    with open(FILE, encoding="utf-8") as content:
        return yaml.safe_load(content)


@pytest.mark.parametrize("text, code", [
    ("germany", "DE"), ("I live in Spain", "ES"), ("i'm in the uk", "GB"), ("us", "US"), ("Deutschland!", "DE"), ("Brasil", "BR"),
    ("germny", "DE"), ("swizerland", "CH"), ("living in Munich", "DE"), ("i am polish, living in munich", "DE"), ("I live in Northern Ireland", "GB"),
    ("not the us, i'm in canada", "CA"), ("new mexico", "US"), ("i'm not in germany", None), ("iceland", None), ("icland", None), ("niger", None),
    ("tell us about it", None), ("Narnia", None), ("", None), ("between France and Italy", None),
])
def test_the_country_that_a_text_names(text: str, code: str | None) -> None:
    assert shared_directory().country_in(text) == code


@pytest.mark.parametrize("locale, code", [("de-AT", "AT"), ("en_GB", "GB"), ("de", None), (None, None), ("xx-XX", None)])
def test_a_locale_names_a_country_only_with_its_region(locale: str | None, code: str | None) -> None:
    assert shared_directory().country_of_locale(locale) == code


def test_an_unknown_country_gets_nobody_elses_number() -> None:
    assert shared_directory().services("XX", "self_harm") == [] and service_values(shared_directory(), None, "self_harm", FORMS) == {}


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_language_of_the_article_has_a_country_with_an_emergency_number(code: str) -> None:
    country = shared_directory().country(code)
    assert country and country.emergency


def test_lines_are_few_and_name_a_way(data: Dict[str, Any]) -> None:
    directory: Directory = shared_directory()
    for code in data["countries"]:
        for situation in data["kinds_for"]:
            services = directory.services(code, situation)
            assert len(services) <= MOST_SERVICES
            values = service_values(directory, code, situation, FORMS)
            assert all(line.strip(": ") and "{" not in line for line in values.get("services", "x").split("\n"))


def test_every_entry_says_its_source_and_day_and_that_nobody_confirmed_it_yet(data: Dict[str, Any]) -> None:
    for entry in data["countries"].values():
        for service in entry["services"]:
            assert service["source"].startswith("https://") and isinstance(service["seen"], datetime.date)
            assert isinstance(service["confirmed"], bool) and isinstance(service.get("number", ""), str)
            assert any(service.get(way) for way in ("number", "text", "chat", "web"))


def test_the_way_that_is_walked_names_the_situation() -> None:
    assert situation_of("danger_self_harm_check") == "self_harm" and situation_of("safe_lane") == "safe_lane"
