"""The schemas for editors: all content fits them, wrong content does not, and they know the same keys as the check."""
from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml
from jsonschema import Draft7Validator, RefResolver

from groundwork.authoring.known import known, points
from groundwork.settings import PROJECT_ROOT

SCHEMAS = PROJECT_ROOT / "groundwork" / "authoring" / "schemas"
WIRED: Dict[str, List[str]] = json.loads((PROJECT_ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]


class _AsEditorsRead(yaml.CSafeLoader):
    """YAML 1.2, as the editor's extension reads it: a date is text."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> Any:
    return yaml.load(text, Loader=_AsEditorsRead)


def validator(name: str) -> Draft7Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, resolver=RefResolver((SCHEMAS / name).as_uri(), schema))


def wired_files() -> Iterator[Tuple[str, Path]]:
    for schema, patterns in WIRED.items():
        for pattern in patterns:
            yield from ((Path(schema).name, path) for path in sorted(PROJECT_ROOT.glob(pattern)))


@pytest.mark.parametrize("schema", sorted({Path(schema).name for schema in WIRED}))
def test_all_content_fits(schema: str) -> None:
    files = [path for name, path in wired_files() if name == schema]
    assert files
    wrong = [f"{path.relative_to(PROJECT_ROOT)}: {'/'.join(map(str, error.path))}: {error.message[:200]}"
             for path in files for error in validator(schema).iter_errors(read(path.read_text(encoding="utf-8")))]  # fmt: skip
    assert wrong == []


def test_every_file_of_dialogue_has_a_schema() -> None:
    covered = {path for _, path in wired_files()}
    sections = ("stories:", "rules:", "nlu:", "responses:")
    dialogue = {path for path in (PROJECT_ROOT / "data").rglob("*.yml") if any(line.startswith(sections) for line in path.read_text(encoding="utf-8").splitlines())}
    assert dialogue <= covered


STORY = {"version": "3.1", "stories": [{"story": "a", "steps": [{"intent": "leave"}, {"action": "utter_leave"}, {"intent": "inform", "entities": [{"choice": "keep"}]}, {"action": "go_on"}]}]}
RULE = {"version": "3.1", "rules": [{"rule": "a", "steps": [{"intent": "thanks"}, {"action": "utter_thanks"}]}]}
NLU = {"version": "3.1", "nlu": [{"intent": "thanks", "examples": "- thank you\n- thanks\n"}]}
RESPONSE = {"version": "3.1", "responses": {"utter_x": [{"text": "Hello.", "buttons": [{"title": "Angry", "payload": "angry", "also": ["mad"]}], "metadata": {"keeps": "x", "source": ["A6"]}}]}}
SERVICES = {"version": "1", "directory": {"name": "A", "web": "a.org", "source": "https://a.org", "seen": "2026-11-01", "confirmed": True}, "kinds_for": {"minor": ["youth"]},
            "countries": {"US": {"name": "the United States", "emergency": {"numbers": ["911"], "seen": "2026-11-01", "confirmed": True},
                                 "services": [{"kind": "suicide", "name": "L", "number": "988", "source": "https://l.org", "seen": "2026-11-01", "confirmed": False}]}}}  # fmt: skip
_STEP, _TEXT, _BUTTON = ("stories", 0, "steps"), ("responses", "utter_x", 0), ("responses", "utter_x", 0, "buttons", 0)
_SERVICE = ("countries", "US", "services", 0)
#: schema, good content, where it is changed, and to what (None: taken out).
WRONG = [
    ("stories", STORY, ("storys",), []), ("stories", STORY, ("stories", 0, "story"), None), ("stories", STORY, (*_STEP, 1), {"acton": "utter_leave"}),
    ("stories", STORY, (*_STEP, 1), {"action": "uter_leave"}), ("stories", STORY, (*_STEP, 0), {"intent": ""}), ("stories", STORY, (*_STEP, 0), {"intent": None}),
    ("stories", STORY, (*_STEP, 2, "entities"), [{"chioce": "keep"}]), ("stories", STORY, (*_STEP, 2, "entities"), [{"choice": True}]),
    ("stories", STORY, (*_STEP, 1), {"checkpoint": "x"}), ("stories", STORY, (*_STEP, 1), {"action": "utter_x", "intent": "inform"}),
    ("rules", RULE, ("rules", 0, "steps"), []), ("rules", RULE, ("rules", 0, "steps", 1), {"action:utter_x": None}), ("rules", RULE, ("version",), 3.1),
    ("nlu", NLU, ("nlu", 0, "examples"), ["thanks"]), ("nlu", NLU, ("nlu", 0, "examples"), "thank you"), ("nlu", NLU, ("nlu", 0, "intent"), "back"),
    ("nlu", NLU, ("nlu", 0, "examples"), None),
    ("responses", RESPONSE, ("responses", "uter_y"), [{"text": "A."}]), ("responses", RESPONSE, ("responses", "utter_x"), []), ("responses", RESPONSE, (*_TEXT, "text"), ""),
    ("responses", RESPONSE, (*_TEXT, "txet"), "A."), ("responses", RESPONSE, (*_BUTTON, "title"), "I would rather stay here"), ("responses", RESPONSE, (*_BUTTON, "payload"), "/inform"),
    ("responses", RESPONSE, (*_BUTTON, "payload"), None), ("responses", RESPONSE, (*_TEXT, "metadata", "source"), ["A30"]), ("responses", RESPONSE, (*_TEXT, "metadata", "kepes"), "x"),
    ("responses", RESPONSE, (*_TEXT, "buttons"), [{"title": str(number), "payload": str(number)} for number in range(10)]),
    ("services", SERVICES, (*_SERVICE, "number"), 988), ("services", SERVICES, (*_SERVICE, "number"), None), ("services", SERVICES, (*_SERVICE, "kind"), "suicid"),
    ("services", SERVICES, (*_SERVICE, "source"), "http://l.org"), ("services", SERVICES, (*_SERVICE, "confirmed"), "no"), ("services", SERVICES, ("countries", "US", "emergency"), None),
]  # fmt: skip


@pytest.mark.parametrize("schema, good", [("stories", STORY), ("rules", RULE), ("nlu", NLU), ("responses", RESPONSE), ("services", SERVICES)])
def test_good_content_fits(schema: str, good: Dict[str, Any]) -> None:
    assert list(validator(f"{schema}.schema.json").iter_errors(good)) == []


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_wrong_content_does_not_fit(number: int) -> None:
    schema, good, where, instead = WRONG[number]
    content: Any = copy.deepcopy(good)
    inner = content
    for key in where[:-1]:
        inner = inner[key]
    if instead is None:
        del inner[where[-1]]
    else:
        inner[where[-1]] = instead
    assert list(validator(f"{schema}.schema.json").iter_errors(content)), f"{schema} {where} {instead}"


def _described(node: Any) -> Iterator[Tuple[str, Any]]:
    for key, value in (node.get("properties") or {}).items() if isinstance(node, dict) else ():
        yield key, value
    for below in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()):
        yield from _described(below)


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_every_key_explains_itself_on_hover(path: Path) -> None:
    structure = {"version", "stories", "rules", "nlu", "responses", "directory", "emergency", "services", "words", "not_before", "metadata"}
    bare = {key for key, value in _described(json.loads(path.read_text(encoding="utf-8"))) if not value.get("description") and "minLength" not in value}
    assert bare <= structure


def test_the_schemas_know_the_keys_that_the_check_knows() -> None:
    definitions = json.loads((SCHEMAS / "responses.schema.json").read_text(encoding="utf-8"))["definitions"]
    assert set(definitions["metadata"]["properties"]) == set(known("keys")["metadata"])
    assert set(definitions["button"]["properties"]) == set(known("keys")["button"]) - {"type"}
    pattern = definitions["metadata"]["properties"]["source"]["items"]
    usable = {name for name, point in points().items() if point["soundness"] in ("sound", "plausible")}
    fits = {name for name in points() if not list(Draft7Validator(pattern).iter_errors(name))}
    assert fits == usable
