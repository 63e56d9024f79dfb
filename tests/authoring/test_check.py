"""The check: one seeded fault after another in a small good project, and the content as it is."""
from __future__ import annotations

import datetime
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml

from groundwork.authoring.check import Checked, check
from groundwork.authoring.findings import ERROR, catalogue
from groundwork.settings import PROJECT_ROOT
from tests.authoring.test_examples import EXAMPLES, NEW_JOURNEY, add_lines

HERE = Path(__file__).parent / "faults"
GOOD = HERE / "good"
TODAY = datetime.date(2026, 11, 25)
#: The usual mistakes that were seeded to measure Rasa's own check.
SEEDED = 39
#: Needs the network, so it is tested with a server of its own; a folder without a project has a test of its own.
NOT_A_CHANGE = {"G733", "G113"}


def fixtures() -> List[Dict[str, Any]]:
    return [fixture for path in sorted(HERE.glob("g*.yml")) for fixture in yaml.safe_load(path.read_text(encoding="utf-8"))]


def apply(fixture: Dict[str, Any], project: Path) -> str:
    """Change the project as the fixture says; the text of the file that the finding should point into."""
    target = project / fixture["file"]
    if "write_latin" in fixture:
        target.write_bytes(fixture["write_latin"].encode("latin-1"))
        return str(fixture["write_latin"])
    content = target.read_text(encoding="utf-8") if target.exists() else ""
    if "replace" in fixture:
        assert fixture["replace"] in content, f"{fixture['name']}: {fixture['file']} does not hold what is to be replaced"
        content = content.replace(fixture["replace"], fixture["with"], 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content + fixture.get("append", "") if "write" not in fixture else fixture["write"], encoding="utf-8")
    return (project / fixture.get("in", fixture["file"])).read_text(encoding="utf-8")


def place(fixture: Dict[str, Any], text: str) -> Tuple[int, int]:
    """Line and column (from 1) of the text that the fixture names."""
    position = -1
    for _ in range(fixture.get("nth", 1)):
        position = text.index(fixture["at"], position + 1)
    line = text.count("\n", 0, position) + 1
    return line, position - text.rfind("\n", 0, position)


@pytest.fixture()
def project(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "project")
    return tmp_path / "project"


def test_nothing_is_found_in_the_good_project() -> None:
    assert [found.as_dict() for found in check(GOOD, today=TODAY).findings] == []


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: f"{fixture['code']} {fixture['name']}")
def test_each_fault_is_named_with_its_place_and_how_to_mend_it(fixture: Dict[str, Any], project: Path) -> None:
    text = apply(fixture, project)
    checked = check(project, today=TODAY)
    meant = [found for found in checked.findings if found.code == fixture["code"]]
    assert meant, f"not found; found instead: {[(found.code, found.what) for found in checked.findings]}"
    file = fixture.get("in", fixture["file"])
    places = {(found.place.file, found.place.line, found.place.column) for found in meant}
    if "at" in fixture:
        assert (file, *place(fixture, text)) in places
    elif "line" in fixture:
        assert (file, fixture["line"]) in {found[:2] for found in places}
    assert meant[0].what.strip() and meant[0].mend.strip()
    if "suggests" in fixture:
        assert any(fixture["suggests"] in found.mend for found in meant)
    unexpected = {found.code for found in checked.findings if found.severity == ERROR} - {fixture["code"], *fixture.get("also", [])}
    assert not unexpected, [(found.code, found.what) for found in checked.findings if found.code in unexpected]
    assert (checked.errors > 0) == (catalogue()[fixture["code"]]["severity"] == ERROR)


def test_all_usual_mistakes_and_all_codes_have_a_fault() -> None:
    seeded = [fixture["seeded"] for fixture in fixtures() if "seeded" in fixture]
    assert sorted(seeded) == list(range(1, SEEDED + 1))
    assert {fixture["code"] for fixture in fixtures()} == set(catalogue()) - NOT_A_CHANGE


def test_a_mended_file_is_read_anew(project: Path) -> None:
    fixture = next(fixture for fixture in fixtures() if fixture["code"] == "G202")
    before = (project / fixture["file"]).read_bytes()
    apply(fixture, project)
    assert check(project, today=TODAY).errors
    (project / fixture["file"]).write_bytes(before)
    assert not check(project, today=TODAY).findings


def test_after_a_file_that_cannot_be_read_nothing_is_said_to_be_missing(project: Path) -> None:
    apply(next(fixture for fixture in fixtures() if fixture["code"] == "G102"), project)
    checked = check(project, today=TODAY)
    assert checked.broken and [found.code for found in checked.findings] == ["G102"]


def test_only_what_concerns_the_paths_is_shown(project: Path) -> None:
    apply(next(fixture for fixture in fixtures() if fixture["code"] == "G724"), project)
    apply(next(fixture for fixture in fixtures() if fixture["code"] == "G804"), project)
    assert [found.code for found in check(project, [project / "config.yml"], TODAY).findings] == ["G804"]
    assert [found.code for found in check(project, [project / "data" / "interruptions"], TODAY).findings] == ["G724"]


def test_a_folder_without_a_project_says_what_is_missing(tmp_path: Path) -> None:
    assert {found.place.file for found in check(tmp_path).findings} == {"data", "domain.yml", "config.yml"}


@pytest.fixture(scope="module")
def content() -> Iterator[Checked]:
    yield check(PROJECT_ROOT)


def test_the_content_has_no_error(content: Checked) -> None:
    assert [f"{found.place.file}:{found.place.line} {found.code} {found.what}" for found in content.findings if found.severity == ERROR] == []


def test_what_the_docs_show_as_an_example_is_found_good(tmp_path: Path) -> None:
    for name in ("data", "domain.yml", "config.yml", "credentials.yml"):
        source = PROJECT_ROOT / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    for example in sorted((EXAMPLES / "add_a_step").glob("*.yml")):
        add_lines(example, tmp_path)
    shutil.copytree(EXAMPLES / "add_a_journey" / NEW_JOURNEY, tmp_path / "data" / "journeys" / NEW_JOURNEY)
    before = {(found.code, found.what) for found in check(PROJECT_ROOT).findings}
    assert [found.as_dict() for found in check(tmp_path).findings if (found.code, found.what) not in before] == []


def test_neither_rasa_nor_tensorflow_is_imported() -> None:
    code = (
        "import sys; from groundwork.cli import main; main(['check', '--json']); "
        "heavy = {name.partition('.')[0] for name in sys.modules} & {'rasa', 'rasa_sdk', 'tensorflow', 'numpy', 'spacy', 'onnxruntime'}; "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=GOOD, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["errors"] == 0
