"""Services: the right country's or none; and what the file must hold."""
from __future__ import annotations

import datetime
import re
from typing import Any, Dict

import pytest
import yaml

from groundwork.services.directory import FILE, MOST_SERVICES, Directory, shared_directory
from groundwork.services.wording import addresses, service_values, situation_of
from groundwork.settings import PROJECT_ROOT

with open(PROJECT_ROOT / "data" / "safety" / "ways" / "country" / "responses.yml", encoding="utf-8") as _content:
    FORMS = yaml.safe_load(_content)["responses"]
#: An address that the widget makes a link.
ADDRESS = re.compile(r"(?:tel|sms):(?:[\d+*]|%23)+|https://wa\.me/\d{8,15}|https://[a-z0-9.-]+\.[a-z]+(?:/[^\s()]*)?")
LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
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
    assert shared_directory().services("XX", "self_harm") == [] and set(service_values(shared_directory(), None, "self_harm", FORMS)) == {"directory"}


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
            assert all(line.strip("-: ") and "{" not in line for line in values.get("services", "x").split("\n"))


def test_every_entry_says_its_source_and_day_and_that_nobody_confirmed_it_yet(data: Dict[str, Any]) -> None:
    for entry in data["countries"].values():
        for service in entry["services"]:
            assert service["source"].startswith("https://") and isinstance(service["seen"], datetime.date)
            assert isinstance(service["confirmed"], bool) and isinstance(service.get("number", ""), str)
            assert any(service.get(way) for way in ("number", "text", "chat", "web"))


def test_the_way_that_is_walked_names_the_situation() -> None:
    assert situation_of("danger_self_harm_check") == "self_harm" and situation_of("safe_lane") == "safe_lane"


def test_every_number_and_site_can_be_tapped_on_the_web_and_is_written_the_same_elsewhere(data: Dict[str, Any]) -> None:
    for code in data["countries"]:
        for situation in data["kinds_for"]:
            web = service_values(shared_directory(), code, situation, FORMS, "web")
            elsewhere = service_values(shared_directory(), code, situation, FORMS, "rest")
            for name, text in web.items():
                assert LINK.sub(r"\1", text) == elsewhere[name] and "](" not in elsewhere[name]
                assert all(ADDRESS.fullmatch(address) for _, address in LINK.findall(text)), text
            for service in shared_directory().services(code, situation):
                for way in ("number", "chat", "web"):
                    assert not service.get(way) or f"[{service[way]}](" in web["services"]
            assert len(LINK.findall(web["emergency"])) == len(elsewhere["emergency"].split(" / "))


@pytest.mark.parametrize("text, found", [
    ("text HOME to 741741", {"sms_address": "741741"}), ("text 0458 737 732", {"sms_address": "0458737732"}), ("WhatsApp +56 9 9700 7000", {"whatsapp_address": "56997007000"}),
    ("WhatsApp 600 000 016", {}), ("write to us", {}),
])
def test_a_number_to_write_to_has_an_address_only_where_it_works(text: str, found: Dict[str, str]) -> None:
    assert addresses(text=text) == found


@pytest.mark.parametrize("number, address", [("1-800-799-7233", "18007997233"), ("#8008", "%238008"), ("*4141", "*4141"), ("+44 20 7946 0000", "+442079460000")])
def test_a_number_to_call_keeps_what_a_phone_dials(number: str, address: str) -> None:
    assert addresses(number=number) == {"number_address": address}
