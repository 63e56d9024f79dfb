"""A message -> the units that are read."""
from groundwork.understanding.danger.sentences import MAX_UNITS, WINDOW_WORDS, plain_text, units_of


def test_one_sentence_is_one_unit() -> None:
    assert units_of("I miss her.") == ["I miss her."]


def test_the_whole_comes_first() -> None:
    assert units_of("I miss her. He lied!\nWhat now") == ["I miss her. He lied!\nWhat now", "I miss her.", "He lied!", "What now"]


def test_a_text_without_punctuation_is_read_in_windows() -> None:
    units = units_of(" ".join(f"word{number}" for number in range(90)))
    assert len(units) > 3
    assert all(len(unit.split()) <= WINDOW_WORDS for unit in units[1:])
    assert units[-1].endswith("word89")


def test_a_flood_is_bounded_and_keeps_its_end() -> None:
    units = units_of("So it goes. " * 500 + "This is the last one.")
    assert len(units) <= MAX_UNITS + 1
    assert units[-1] == "This is the last one."


def test_slash_and_stretched_letters_hide_nothing() -> None:
    assert plain_text("/i waaaaant to diiiie") == "i waant to diie"
