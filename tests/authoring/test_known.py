"""What the check believes about the program is so: names of responses, placeholders, actions, channels, components."""
from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Dict, List, Set

import pytest
import yaml

from groundwork.authoring.files import files_of
from groundwork.authoring.known import known, names, points
from groundwork.authoring.project import Project
from groundwork.dialogue.script import DIRECTIVES
from groundwork.settings import PROJECT_ROOT
from groundwork.understanding.feelings.labels import FEELINGS

_CODE = [path for folder in ("groundwork", "actions") for path in (PROJECT_ROOT / folder).rglob("*.py") if "authoring" not in path.parts]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in _CODE)
NAMED = set(re.findall(r'"(utter_[a-z0-9_]*[a-z0-9])"', TEXT))


@pytest.fixture(scope="module")
def project() -> Project:
    return Project(PROJECT_ROOT, files_of(PROJECT_ROOT))


def test_each_response_that_the_program_names_counts_as_said(project: Project) -> None:
    said = names("said") | set(project.spoken) | set(project.steps)
    assert {name for name in NAMED & set(project.content.responses) if name not in said and not name.startswith(tuple(known("said_beginnings")))} == set()


def test_each_response_that_counts_as_said_is_named_by_the_program() -> None:
    assert {name for name in names("said") if name not in NAMED} == set()


def test_each_beginning_is_one_that_the_program_puts_names_together_with() -> None:
    assert {beginning for beginning in known("said_beginnings") if not re.search(rf'f?"{beginning}', TEXT)} == set()


def test_each_name_in_brackets_that_counts_as_filled_is_filled_by_the_program(project: Project) -> None:
    used: Dict[str, Set[str]] = {}
    for response in project.content.responses.values():
        for variation in response.variations:
            for name in re.findall(r"\{([a-z0-9_]+)\}", variation.text.name if variation.text else ""):
                used.setdefault(name, set()).add(response.name)
    in_list: List[str] = [*known("filled"), *known("filled_in")]
    assert {name for name in in_list if name not in used} == set()
    assert {name for name in in_list if not re.search(rf'["\b_{{]{name}\b|\b{name}=', TEXT)} <= {"page_link", "text_link", "calendar_link", "feelings_heard"}


def test_actions_of_the_list_are_in_the_domain_or_are_signposts(project: Project) -> None:
    listed = [*known("partner_facing"), *known("done_by_program")]
    assert {name for name in listed if name.startswith("action_") and name not in project.domain_actions} == set()
    assert {name for name in known("signposts") if f'"{name}"' not in TEXT} == set() and not set(known("signposts")) & set(DIRECTIVES)


def test_journeys_of_the_list_exist(project: Project) -> None:
    assert {name for name in (*known("partner_facing_journeys"), *known("entered_journeys")) if name not in project.journeys} == set()


def test_feelings_files_and_points() -> None:
    assert set(known("feelings")) == set(FEELINGS)
    assert {name for name in known("own_form") if not (PROJECT_ROOT / name).is_file()} == set()
    assert list(points()) == [f"A{number}" for number in range(1, 32)]
    assert {name for name, point in points().items() if point["soundness"] == "doubtful"} == {"A28", "A29", "A30"}


def test_components_of_rasa_exist() -> None:
    default = importlib.import_module("rasa.engine.recipes.default_recipe")
    registered = default.DefaultV1Recipe._from_registry
    for name in known("rasa_components"):
        assert registered(name).clazz.__name__ == name


def test_all_keys_of_metadata_are_explained_to_authors() -> None:
    explained = (PROJECT_ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    assert {key for key in (*known("keys")["metadata"], *known("keys")["button"]) if f"`{key}" not in explained} <= {"type"}


def test_lists_are_plain_yaml() -> None:
    for name in ("known.yml", "never.yml", "article_points.yml", "findings.yml"):
        path = Path(PROJECT_ROOT / "groundwork" / "authoring" / name)
        assert yaml.safe_load(path.read_text(encoding="utf-8"))
