"""What the content says, with the place of everything that a finding can point at (pure)."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Mapping, Optional, Tuple

from groundwork.authoring.files import SourceFile
from groundwork.authoring.nodes import Node, Place, entry, items, key_of, lines_of, pairs, place_of, text, text_at, texts, value

CHOICE = "choice"


@dataclass(frozen=True)
class Named:
    """A name that is written somewhere."""

    name: str
    place: Place


@dataclass(frozen=True)
class Button:
    """One choice as written. also: other words for it. node: the whole entry."""

    payload: Optional[Named]
    title: Optional[Named]
    short: Optional[Named]
    also: Tuple[Named, ...]
    place: Place
    node: Node


@dataclass(frozen=True)
class Variation:
    """One `- text:` of a response."""

    text: Optional[Named]
    place: Place
    node: Node
    buttons: Tuple[Button, ...] = ()
    channel: Optional[Named] = None
    metadata: Optional[Node] = None


@dataclass(frozen=True)
class Response:
    """A response with its variations; its questions of how it is answered are those of the first."""

    name: str
    place: Place
    variations: Tuple[Variation, ...]

    def setting(self, key: str) -> Optional[Named]:
        """A text of the first variation's metadata (`keeps`, `reads` …)."""
        found = entry(self.variations[0].metadata, key) if self.variations else None
        words = text(found[1]) if found else None
        return Named(words, place_of(self.place.file, found[1])) if found and words is not None else None

    def sets(self, key: str) -> Optional[Node]:
        """The value of a key of the first variation's metadata, whatever its form."""
        return value(self.variations[0].metadata, key) if self.variations else None


@dataclass(frozen=True)
class Turn:
    """What the person means (an intent, a choice) and what is said and done then."""

    intent: Named
    choice: Optional[Named]
    actions: Tuple[Named, ...]


@dataclass(frozen=True)
class Told:
    """A story, a rule, or a test story."""

    name: str
    kind: str
    place: Place
    turns: Tuple[Turn, ...]
    steps: Tuple[Node, ...]


@dataclass(frozen=True)
class Example:
    """One example of an intent."""

    text: str
    intent: str
    place: Place


@dataclass
class Content:
    """Everything under `data/` that is dialogue, by name. A name that stands in a second file is in `again`."""

    responses: Dict[str, Response] = field(default_factory=dict)
    again: List[Response] = field(default_factory=list)
    stories: List[Told] = field(default_factory=list)
    rules: List[Told] = field(default_factory=list)
    tests: List[Told] = field(default_factory=list)
    examples: List[Example] = field(default_factory=list)
    intents: Dict[str, Place] = field(default_factory=dict)


def read_content(files: Mapping[str, SourceFile]) -> Content:
    """The content of all files under `data/`, and the stories of the tests."""
    content = Content()
    for file in files.values():
        if file.name.startswith("tests/"):
            content.tests += list(_told(file, "stories", "story"))
        elif file.name.startswith("data/"):
            content.stories += list(_told(file, "stories", "story"))
            content.rules += list(_told(file, "rules", "rule"))
            for response in _responses(file):
                first = content.responses.setdefault(response.name, response)
                if first.place.file != response.place.file:  # twice in one file is a fault of its form
                    content.again.append(response)
            _add_examples(file, content)
    return content


def named(file: str, node: Optional[Node]) -> Optional[Named]:
    """A value as a name with its place."""
    words = text(node)
    return Named(words, place_of(file, node)) if node is not None and words is not None else None


def _responses(file: SourceFile) -> Iterator[Response]:
    for key, written in pairs(value(file.root, "responses")):
        variations = tuple(_variation(file.name, node) for node in items(written) if pairs(node))
        yield Response(key_of(key), place_of(file.name, key), variations)


def _variation(file: str, node: Node) -> Variation:
    buttons = tuple(_button(file, button) for button in items(value(node, "buttons")) if pairs(button))
    return Variation(
        named(file, value(node, "text")), place_of(file, node), node, buttons, named(file, value(node, "channel")), value(node, "metadata")
    )


def _button(file: str, node: Node) -> Button:
    also = tuple(Named(word, place_of(file, at)) for word, at in texts(value(node, "also")))
    payload, title, short = (named(file, value(node, key)) for key in ("payload", "title", "short"))
    return Button(payload, title, short, also, place_of(file, node), node)


def _told(file: SourceFile, section: str, kind: str) -> Iterator[Told]:
    for node in items(value(file.root, section)):
        called = entry(node, kind)
        steps = tuple(items(value(node, "steps")))
        place = place_of(file.name, called[1] if called else node)
        yield Told((text(called[1]) if called else None) or "", kind, place, _turns(file.name, steps), steps)


def _turns(file: str, steps: Tuple[Node, ...]) -> Tuple[Turn, ...]:
    turns: List[Tuple[Named, Optional[Named], List[Named]]] = []
    for step in steps:
        intent, action = named(file, value(step, "intent")), named(file, value(step, "action"))
        if intent is not None:
            turns.append((intent, _choice(file, step), []))
        elif action is not None and turns:
            turns[-1][2].append(action)
    return tuple(Turn(intent, choice, tuple(actions)) for intent, choice, actions in turns)


def _choice(file: str, step: Node) -> Optional[Named]:
    chosen = [named(file, value(node, CHOICE)) for node in items(value(step, "entities"))]
    return next((choice for choice in chosen if choice is not None), None)


def _add_examples(file: SourceFile, content: Content) -> None:
    for node in items(value(file.root, "nlu")):
        found = entry(node, "intent")
        intent = text_at(node, "intent")
        if found is None or not intent:
            continue
        content.intents.setdefault(intent, place_of(file.name, found[1]))
        written = value(node, "examples")
        for line, place in lines_of(written, file.name, file.lines) if written is not None and text(written) else ():
            if line.lstrip().startswith("- "):
                content.examples.append(Example(line.lstrip()[2:].strip(), intent, place))
