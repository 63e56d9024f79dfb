"""The partner's lines: every reaction in every journey, several of each, none that threatens or belittles."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, List

import pytest
import yaml

from groundwork.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "data" / "rehearsal"
JOURNEYS = ["betrayal_hurt", "betrayal_broke_trust", "shame_mine", "shame_partner", "boundary_setting", "boundary_hearing"]
#: A floor, not a judgement: words that no partner's line may have. Each line was read by a person, too.
MENACE = re.compile(
    r"\b(kill|hit|hurt you|hurt myself|beat|slap|punch|choke|break your|smash|throw (it|something|you)|grab|lock|knife|gun|die|dead|regret (it|this)|pay for|sorry for this"
    r"|or else|warn(ing|ed)?|never see (me|the|your|them)|take the (kids|children)|tell everyone|shut up|bitch|whore|slut|crazy|insane|stupid|worthless|disgust\w*|follow you"
    r"|your phone|divorce|throw you out|you will see|wait and see|fist|shout\w*|scream\w*|yell\w*)\b",
    re.IGNORECASE,
)
GENDERED = re.compile(r"\b(he|she|him|her|his|hers|husband|wife|boyfriend|girlfriend)\b", re.IGNORECASE)


def _responses() -> Dict[str, List[Dict[str, Any]]]:
    found: Dict[str, List[Dict[str, Any]]] = {}
    for path in sorted(Path(FOLDER).rglob("*.yml")):
        found.update((yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("responses") or {})
    return found


RESPONSES = _responses()
REACTIONS = [button["payload"] for button in RESPONSES["utter_rehearsal_choose"][0]["buttons"]]
LINES = {name: [entry["text"] for entry in entries] for name, entries in RESPONSES.items() if re.match(r"utter_rehearsal_(line|sharper)_[a-z_]+$", name) and not name.endswith(("_why", "_example"))}


@pytest.mark.parametrize("journey", JOURNEYS)
@pytest.mark.parametrize("reaction", REACTIONS)
def test_every_reaction_has_several_lines_in_every_journey(reaction: str, journey: str) -> None:
    plain, sharper = LINES[f"utter_rehearsal_line_{reaction}_{journey}"], LINES[f"utter_rehearsal_sharper_{reaction}_{journey}"]
    assert len(set(plain)) >= 3 and len(set(sharper)) >= 2 and not set(plain) & set(sharper)


def test_there_are_at_least_six_reactions() -> None:
    assert len(REACTIONS) >= 6


@pytest.mark.parametrize("name", sorted(LINES))
def test_no_line_threatens_belittles_or_knows_a_gender(name: str) -> None:
    for text in LINES[name]:
        assert not MENACE.search(text), text
        assert not GENDERED.search(text), text
        assert "!" not in text and len(text) < 160, text


def test_the_menace_words_are_found() -> None:
    assert MENACE.search("\"You will regret this.\"") and MENACE.search("They scream at you.") and not MENACE.search("\"That hurts.\"")


def test_every_code_that_can_be_heard_has_its_words() -> None:
    replies = yaml.safe_load((FOLDER / "replies.yml").read_text(encoding="utf-8"))
    settings = [*replies["reactions"].values(), *replies["journeys"].values()]
    praised = {code for setting in settings for code in setting.get("answered_by", ())} | {"no_blame"}
    remarked = {*replies["always_escalates"], "too_long", "unanswered"} | {code for setting in settings for code in setting.get("escalated_by", ())}
    wanted = {f"utter_reply_good_{code}" for code in praised} | {f"utter_reply_worked_{code}" for code in praised} | {f"utter_reply_{code}" for code in remarked}
    wanted |= {f"utter_reply_quiet_{setting['quiet']}" for setting in replies["reactions"].values()}
    assert not sorted(wanted - set(RESPONSES))
    assert set(REACTIONS) == set(replies["reactions"]) and set(JOURNEYS) == set(replies["journeys"])
