"""The project's own examples: how they are read, and that a mistake in a file is explained."""
from pathlib import Path

import pytest

from groundwork.understanding.danger.classes import CLASSES, NONE
from groundwork.understanding.danger.examples import WRITERS, DangerDataError, load_examples

from .conftest import FOLDER


def _folder(path: Path, name: str, content: str) -> Path:
    for danger in (NONE, *CLASSES):
        (path / f"{danger}.yml").write_text(f"danger: {danger}\nexamples: {{mixed: [{danger} said]}}\n")
    (path / WRITERS).mkdir()
    (path / name).write_text(content)
    return path


def test_a_writer_is_kept_with_the_text(tmp_path: Path) -> None:
    found = load_examples(_folder(tmp_path, "writers/anna.yml", "examples: {none/posts: [it rains], self_harm/explicit: [said so]}"))
    by_anna = [(example.text, example.danger, example.kind) for example in found if example.writer == "anna"]
    assert by_anna == [("it rains", "none", "posts"), ("said so", "self_harm", "explicit")]
    assert {example.writer for example in found} == {"", "anna"}


@pytest.mark.parametrize(
    "name, content",
    [("writers/a.yml", "examples: {nonsense/posts: [x]}"), ("writers/a.yml", "examples: {none: [x]}"), ("none.yml", "danger: gone\nexamples: {a: [x]}"), ("writers/a.yml", "examples: {none/posts: ['']}")],
)
def test_a_mistake_is_explained_with_the_files_name(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(DangerDataError, match=Path(name).name):
        load_examples(_folder(tmp_path, name, content))


def test_many_people_write_of_danger_and_of_none() -> None:
    writers = {}
    for example in load_examples(FOLDER):
        if example.writer:
            writers.setdefault(example.writer, set()).add(example.danger == NONE)
    assert len(writers) >= 40
    assert sum(kinds == {True, False} for kinds in writers.values()) >= 30
