"""Choices: labels, ids, and whether each leads on (pure)."""
from __future__ import annotations

import re
from typing import Dict, Iterator, Optional

from groundwork.authoring.content import Button, Named, Response, Variation
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import known, names
from groundwork.authoring.nodes import place_of, text_at, value
from groundwork.authoring.project import OFFER, Project
from groundwork.dialogue.choices import normalise

#: What a choice's id may be.
IDENTIFIER = re.compile(r"^[a-z0-9_]+$")
_TYPED = re.compile(r"\b(?:type|write|text|reply|send|answer)(?: with| back)?(?: the word)? [\"'“‘]?(\w+)[\"'”’]?", re.IGNORECASE)


def check(project: Project) -> Iterator[Finding]:
    """Length, number, words of a carrier, ids, two choices that mean the same."""
    for response in project.content.responses.values():
        for variation in response.variations:
            yield from _told_to_type(variation)
            yield from _number(response, variation)
            yield from _same(variation)
            for button in variation.buttons:
                yield from _button(project, button)
    for name, response in project.offered.items():
        yield from _offer(project, name, response)


def _button(project: Project, button: Button) -> Iterator[Finding]:
    if button.title:
        yield from label_findings(button.title, button.short)
    if button.payload and button.payload.name:
        yield from _payload(project, button.payload)


def label_findings(title: Named, short: Optional[Named]) -> Iterator[Finding]:
    """What is wrong with the label of a choice."""
    most = int(known("longest_label"))
    if short is not None and len(short.name) > most:
        yield finding("G402", short.place, label=short.name, length=len(short.name), most=most)
    elif short is None and len(title.name) > most:
        yield finding("G401", title.place, label=title.name, length=len(title.name), most=most)
    for label in (title, short):
        plain = normalise(label.name) if label else ""
        if label and plain in names("carrier_words") - names("carrier_labels_let_be"):
            yield finding("G404", label.place, word=label.name)


def _payload(project: Project, payload: Named) -> Iterator[Finding]:
    written = payload.name
    intent = re.match(r"^/([\w]+)", written)
    if intent and intent.group(1) not in project.content.intents and intent.group(1) not in project.domain_intents:
        yield finding("G406", payload.place, name=intent.group(1), meant=nearest(intent.group(1), project.content.intents))
    elif "{" in written or "}" in written or written.startswith(("/", '"')):
        yield finding("G405", payload.place, payload=written)
    elif not IDENTIFIER.match(written):
        yield finding("G411", payload.place, payload=written, meant=re.sub(r"\W+", "_", written.lower()).strip("_"))


def _number(response: Response, variation: Variation) -> Iterator[Finding]:
    most = int(known("most_choices"))
    if len(variation.buttons) > most:
        yield finding("G403", variation.buttons[most].place, name=response.name, count=len(variation.buttons), most=most)


def _same(variation: Variation) -> Iterator[Finding]:
    payloads: Dict[str, Button] = {}
    words: Dict[str, Button] = {}
    for button in variation.buttons:
        if button.payload and payloads.setdefault(button.payload.name, button) is not button:
            yield finding("G409", button.payload.place, what=button.payload.name, line=payloads[button.payload.name].place.line)
        for word in (button.title, *button.also):
            if word and normalise(word.name) and words.setdefault(normalise(word.name), button) is not button:
                yield finding("G410", word.place, word=word.name, line=words[normalise(word.name)].place.line)


def _told_to_type(variation: Variation) -> Iterator[Finding]:
    for word in _TYPED.findall(variation.text.name) if variation.text else ():
        if word.casefold() in names("carrier_words") and (word.isupper() or f'"{word}"' in (variation.text.name if variation.text else "")):
            assert variation.text is not None
            yield finding("G412", variation.text.place, word=word)


def _offer(project: Project, journey: str, response: Response) -> Iterator[Finding]:
    metadata = response.variations[0].metadata
    short = value(metadata, "short")
    title = response.variations[0].text
    if title:
        yield from label_findings(title, Named(text_at(metadata, "short") or "", place_of(response.place.file, short)) if short is not None else None)
    question = response.setting("offered_by")
    if question and question.name not in project.content.responses:
        yield finding("G413", question.place, name=question.name, meant=nearest(question.name, project.content.responses))
    if f"start_{journey}" not in {story.turns[0].intent.name for story in project.content.stories if story.turns}:
        yield finding("G414", response.place, journey=journey, name=f"utter_{journey}{OFFER}")
