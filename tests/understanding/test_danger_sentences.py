"""A message -> the units that are read."""
from groundwork.understanding.danger.sentences import MAX_UNITS, PASSAGE_SENTENCES, WINDOW_WORDS, passages_of, plain_text, units_of


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


def test_a_short_text_is_one_passage() -> None:
    assert passages_of(["I miss her."]) == [("I miss her.", (0,))]
    assert passages_of(units_of("I miss her. He lied.")) == [("I miss her. He lied.", (1, 2))]


def test_a_long_text_is_also_read_in_passages_of_neighbouring_sentences() -> None:
    units = units_of(" ".join(f"Sentence number {number}." for number in range(5)))
    passages = passages_of(units)
    assert passages[0] == (units[0], (1, 2, 3, 4, 5))
    assert [places for _, places in passages[1:]] == [(1, 2, 3), (2, 3, 4), (3, 4, 5)]
    assert all(text == " ".join(units[place] for place in places) for text, places in passages[1:])
    assert PASSAGE_SENTENCES == 3
