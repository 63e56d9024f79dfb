"""What was typed -> the text that is understood."""
import pytest

from groundwork.understanding.typed_text import PLAIN_TEXT_MARK, is_choice_payload, normalise, spoken_text


@pytest.mark.parametrize(
    "typed, same",
    [
        ("STOP!!!", "stop"),
        ("/stop", "stop"),
        (PLAIN_TEXT_MARK + "/stop", "stop"),
        ("  stoppp   it ", "stop it"),
        ("don’t", "dont"),
        ("café", "cafe"),
    ],
)
def test_wordings_that_count_as_the_same(typed: str, same: str) -> None:
    assert normalise(typed) == normalise(same)


def test_different_words_stay_different() -> None:
    assert normalise("go back") != normalise("go on")


def test_nothing_typed_has_no_wording() -> None:
    assert normalise(" ?!… ") == ""


@pytest.mark.parametrize("text", ["betrayal_hurt/needs:honesty", "j/s:a,b", " gate/afraid:yes "])
def test_a_clicked_choice_is_an_id(text: str) -> None:
    assert is_choice_payload(text)


@pytest.mark.parametrize("text", ["and/or: he says", "he hit me/us:never", "Yes", "/stop"])
def test_language_is_not_a_choice(text: str) -> None:
    assert not is_choice_payload(text)


def test_a_slash_hides_nothing() -> None:
    assert spoken_text("/i want to die") == "i want to die"
