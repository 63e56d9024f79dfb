"""The check under random damage: it never breaks, and whatever training would refuse, it has named before."""
from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import pytest

from groundwork.authoring.check import Checked, check
from groundwork.authoring.project import Project
from groundwork.authoring.report import as_github, as_json, as_text
from groundwork.dialogue.exits_check import dead_ends
from groundwork.dialogue.offers import with_offers
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.story_reading import Story, StoryError, Turn, read_script

GOOD = Path(__file__).parent / "faults" / "good"
SEEDS = range(600)
_SIGNS = [":", '"', "- ", "\t", "{", "}", "[", "]", "|", "&a ", "*a", "!!x ", "\r", "é", "yes", "  ", "#", "---\n", "<<: *a", "\ud7ff", "…"]


def damage(text: str, chance: random.Random) -> str:
    """One to three random changes: lines lost, doubled, moved, shifted; signs lost or put in; a name replaced by another of the file."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        number = chance.randrange(len(lines))
        kind = chance.randrange(7)
        if kind == 0:
            del lines[number]
        elif kind == 1:
            lines.insert(chance.randrange(len(lines)), lines[number])
        elif kind == 2:
            lines[number] = " " * chance.randint(0, 6) + lines[number].lstrip()
        elif kind == 3 and lines[number]:
            at = chance.randrange(len(lines[number]))
            lines[number] = lines[number][:at] + lines[number][at + 1 :]
        elif kind == 4:
            at = chance.randint(0, len(lines[number]))
            lines[number] = lines[number][:at] + chance.choice(_SIGNS) + lines[number][at:]
        elif kind == 5:
            words = text.split()
            lines[number] = lines[number].replace(chance.choice(lines[number].split() or ["x"]), chance.choice(words or ["x"]))
        else:
            lines[number] = lines[number].partition(":")[0] + ":"
        text = "\n".join(lines) or "x"
    return text


def refused(project: Project) -> Optional[str]:
    """What training would say, or None where it would go on."""
    stories = [Story(told.name, _turns(told.turns)) for told in project.content.stories]
    rules: Dict[str, Tuple[str, ...]] = {turn.intent: turn.actions for told in project.content.rules for turn in _turns(told.turns)}
    try:
        script = read_script(stories, rules)
        problems = dead_ends(script, Questions(with_offers(_responses(project))))
    except (StoryError, ValueError) as error:
        return str(error)
    return problems[0] if problems else None


def _turns(turns: Tuple[object, ...]) -> Tuple[Turn, ...]:
    return tuple(Turn(turn.intent.name, turn.choice.name if turn.choice else None, tuple(action.name for action in turn.actions)) for turn in turns)  # type: ignore[attr-defined]


def _responses(project: Project) -> Dict[str, List[Dict[str, object]]]:
    found: Dict[str, List[Dict[str, object]]] = {}
    for name, response in project.content.responses.items():
        by = response.setting("offered_by")
        found[name] = [
            {
                "text": variation.text.name if variation.text else "",
                "metadata": {"offered_by": by.name} if by else {},
                "buttons": [{"title": button.title.name if button.title else "", "payload": button.payload.name} for button in variation.buttons if button.payload],
            }
            for variation in response.variations
        ]
    return {name: variations for name, variations in found.items() if variations}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged") / "project"
    shutil.copytree(GOOD, folder)
    return folder


def test_damage_is_always_answered_in_words_and_nothing_that_training_refuses_is_missed(project: Path) -> None:
    names = sorted(path.relative_to(project).as_posix() for path in project.rglob("*.yml"))
    seen = 0
    for seed in SEEDS:
        chance = random.Random(seed)
        name = chance.choice(names)
        whole = (GOOD / name).read_text(encoding="utf-8")
        (project / name).write_text(damage(whole, chance), encoding="utf-8", newline="")
        try:
            checked: Checked = check(project)
            assert as_text(checked, with_figures=True) and as_json(checked) and as_github(checked)
            told = refused(checked.project) if checked.project else None
            seen += told is not None
            assert told is None or checked.errors, f"seed {seed}, {name}: training says '{told}', the check nothing"
        except AssertionError:
            raise
        except Exception as error:
            raise AssertionError(f"seed {seed}, {name}: {type(error).__name__}: {error}") from error
        finally:
            (project / name).write_text(whole, encoding="utf-8")
    assert seen > 10, "too few of these damages are refused by training for this to show anything"
