"""Numbers from 0 to 10 in people's own words, with the wordings that are really written."""
from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
import yaml

from groundwork.dialogue.scale import UNCLEAR, Scale, read_scale
from groundwork.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "data" / "shared_steps" / "readiness" / "responses.yml"


@pytest.fixture(scope="module")
def scale() -> Scale:
    written = yaml.safe_load(Path(FILE).read_text(encoding="utf-8"))["responses"]["utter_readiness"][0]["metadata"]["scale"]
    return read_scale(written)


@pytest.mark.parametrize("words, number", [
    ("6", 6), ("maybe a 6", 6), ("6/10", 6), ("7 out of 10", 7), ("six or seven", 6), ("6-7", 6), ("between 4 and 5", 4), ("6.5", 6), ("6,5 i guess", 6), ("10", 10), ("0", 0),
    ("not ready at all", 0), ("Not at ALL!!", 0), ("zero lol", 0), ("not really", 2), ("half half", 5), ("50/50", 5), ("70%", 7), ("100 %", 10), ("12", 10), ("fifty-fifty", 5),
    ("eight, if the kids are asleep", 8), ("we have 2 kids so 4", 4), ("3. too tired after 3 night shifts", 3), ("im not ready", 0), ("i'm not ready yet", 0), ("as ready as I'll ever be", 9),
    ("not a 10, more like a 5", 5), ("i am ready", 8), ("sevn", 7), ("kinda", 4), ("somewhere in the middle", 5), ("pretty ready", 7), ("5😅", 5),
    ("depends on her mood", None), ("", None), ("idk", None), ("when the baby sleeps", None), ("🤷", None), ("ready?", None), ("one more talk with my sister", None), ("i need one day", None), ("a one", 1),
])
def test_a_number_in_words(scale: Scale, words: str, number: Optional[int]) -> None:
    assert scale.number_in(words) == number


@pytest.mark.parametrize("number, band", [(0, "low"), (3, "low"), (4, "middle"), (6, "middle"), (7, "high"), (10, "high"), (None, UNCLEAR)])
def test_its_band(scale: Scale, number: Optional[int], band: str) -> None:
    assert scale.band_of(number) == band
