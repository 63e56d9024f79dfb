"""What `docs/examples` shows an author works as it stands: applied to a copy of the content, read, and walked from "hi" to the plan."""
from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, Dict, List

import pytest
import yaml
from rasa.shared.importers.importer import TrainingDataImporter

from groundwork.dialogue.choices import write_payload
from groundwork.dialogue.engine import Dialogue
from groundwork.dialogue.listening import Listening
from groundwork.dialogue.open_question import open_choices
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.tracker_reading import script_from
from groundwork.dialogue.ways import Ways
from groundwork.settings import PROJECT_ROOT
from tests.dialogue.small_script import Talk

EXAMPLES = PROJECT_ROOT / "docs" / "examples"
NEW_STEP = "utter_betrayal_hurt_another_day"
NEW_JOURNEY = "boundary_wish"
#: The first line of an example says where its lines go: in a file of the project, above the one line that reads so, or at the end.
_WHERE = re.compile(r'^# In (?P<file>\S+), (?:above "(?P<line>[^"]+)"|at the end):\n')
WORDS = "the whole summer, and what I told my sister"


def add_lines(example: Path, project: Path) -> None:
    """Put the lines of an example where its first line says."""
    text = example.read_text(encoding="utf-8")
    where = _WHERE.match(text)
    assert where, f"{example}: its first line must say where the lines go"
    target, lines = project / where["file"], text[where.end():]
    content = target.read_text(encoding="utf-8")
    if where["line"]:
        above = f"  {where['line']}\n"
        assert content.count(above) == 1, f"{target.relative_to(project)}: '{where['line']}' must stand there once"
        target.write_text(content.replace(above, lines + above), encoding="utf-8")
    else:
        target.write_text(content.rstrip("\n") + "\n" + lines, encoding="utf-8")


def read_dialogue(importer: TrainingDataImporter) -> Dialogue:
    """The dialogue of some content, with the policy's settings, without training."""
    config: Dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "config.yml").read_text(encoding="utf-8"))
    policy = next(entry for entry in config["policies"] if entry["name"].endswith("JourneyPolicy"))
    ways = Ways(**{key: frozenset(value) if isinstance(value, list) else value for key, value in policy["ways"].items()})
    questions = Questions(importer.get_nlu_data().responses)
    return Dialogue(script_from(importer.get_stories()), questions, ways, Listening(moves=policy["moves"], **policy["listening"]))


@pytest.fixture(scope="module")
def importer(tmp_path_factory: pytest.TempPathFactory) -> TrainingDataImporter:
    project = tmp_path_factory.mktemp("project")
    shutil.copytree(PROJECT_ROOT / "data", project / "data")
    for example in sorted((EXAMPLES / "add_a_step").glob("*.yml")):
        add_lines(example, project)
    shutil.copytree(EXAMPLES / "add_a_journey" / NEW_JOURNEY, project / "data" / "journeys" / NEW_JOURNEY)
    return TrainingDataImporter.load_from_config(str(PROJECT_ROOT / "config.yml"), str(PROJECT_ROOT / "domain.yml"), [str(project / "data")])


@pytest.fixture(scope="module")
def dialogue(importer: TrainingDataImporter) -> Dialogue:
    return read_dialogue(importer)


def choices(talk: Talk) -> List[str]:
    return [choice.id for choice in open_choices(talk.state, talk.answers, talk.dialogue.questions)]


def click(talk: Talk, *chosen: str) -> Talk:
    for choice in chosen:
        assert choice in choices(talk), f"{talk.state.place} offers {choices(talk)}, not {choice}"
        assert talk.state.place
        talk.say(write_payload(*talk.state.place, choice))
    return talk


def at_role(dialogue: Dialogue, topic: str) -> Talk:
    talk = Talk(dialogue)
    talk.say("hi", "greet", 1.0, near_exact=True)
    return click(talk, "yes", topic)


def answer_until(talk: Talk, stop: str) -> List[str]:
    """Answer in own words, or with the first choice, until a journey or step of that name; the steps that were asked."""
    asked: List[str] = []
    for _ in range(40):
        assert talk.state.place
        if stop in talk.state.place:
            return asked
        asked.append(talk.state.place[1])
        if talk.dialogue.questions.get(asked[-1]).takes_words:
            talk.say(WORDS)
        else:
            click(talk, "go_on" if "go_on" in choices(talk) else choices(talk)[0])
    raise AssertionError(f"{stop} was not reached: {asked}")


def test_the_added_step_is_asked_once_on_the_way_to_the_plan_and_kept(dialogue: Dialogue) -> None:
    talk = click(at_role(dialogue, "betrayal"), "betrayal_hurt", "no", "no", "no", "full")
    asked = answer_until(talk, "plan")
    assert asked.count(NEW_STEP) == 1 and asked[asked.index(NEW_STEP) + 1] == "utter_support"
    kept = talk.answers[dialogue.questions.get(NEW_STEP).keeps or ""]
    assert kept.words == WORDS and kept.label


@pytest.mark.parametrize("move, part", [("ask_why", "_why"), ("ask_example", "_example")])
def test_the_added_step_explains_itself_and_stays_open(dialogue: Dialogue, move: str, part: str) -> None:
    talk = click(at_role(dialogue, "betrayal"), "betrayal_hurt", "no", "no", "no", "full")
    answer_until(talk, NEW_STEP)
    assert talk.interrupt(move) == (NEW_STEP + part, NEW_STEP)
    talk.interrupt("skip")
    assert talk.step == "utter_support"


@pytest.mark.parametrize("length, last", [("full", "utter_time_place"), ("short", "utter_boundary_wish_opening")])
def test_the_added_journey_is_offered_and_leads_to_the_plan(dialogue: Dialogue, length: str, last: str) -> None:
    talk = click(at_role(dialogue, "boundaries"), NEW_JOURNEY, "no", "no", "no", length)
    asked = answer_until(talk, "plan")
    assert asked[0] == "utter_boundary_wish_wish" and asked[-1] == last
    assert {"wish", "opening"} <= set(talk.answers)


def test_the_added_journey_is_behind_the_safety_questions(dialogue: Dialogue) -> None:
    talk = click(at_role(dialogue, "boundaries"), NEW_JOURNEY, "no", "yes")
    assert talk.state.partner_steps_closed and talk.state.place and talk.state.place[0] == dialogue.ways.safe


def test_the_added_journey_is_understood_from_own_words(dialogue: Dialogue, importer: TrainingDataImporter) -> None:
    assert f"start_{NEW_JOURNEY}" in importer.get_nlu_data().intents and f"start_{NEW_JOURNEY}" in importer.get_domain().intents
    talk = Talk(dialogue)
    talk.say("hi", "greet", 1.0, near_exact=True)
    click(talk, "yes")
    assert talk.say("there is something I would like to try", situations={NEW_JOURNEY: 0.9}) == (f"utter_journey_confirm_{NEW_JOURNEY}",)
    assert click(talk, "yes").state.place == (dialogue.ways.gate, "utter_gate_afraid")
