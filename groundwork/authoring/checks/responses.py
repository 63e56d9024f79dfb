"""Wording that cannot be said, or never would be (pure)."""
from __future__ import annotations

import re
from typing import Dict, FrozenSet, Iterator, List, Optional

from groundwork.authoring.content import Named, Response, Variation
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import known, names
from groundwork.authoring.nodes import entry, items, key_of, pairs, place_of, text, value
from groundwork.authoring.project import Project
from groundwork.channels.credentials import CHANNELS
from groundwork.dialogue.filling import names_in

_BRACES = re.compile(r"\{([^{}\n]*)\}")


def check(project: Project) -> Iterator[Finding]:
    """Empty, doubled and one-sided responses; names in brackets, channels and conditions that nothing fills."""
    for response in project.content.again:
        first = project.content.responses[response.name].place
        yield finding("G212", response.place, name=response.name, first=f"{first.file}:{first.line}")
    for response in project.content.responses.values():
        if not response.variations:
            yield finding("G302", response.place, name=response.name)
            continue
        for variation in response.variations:
            yield from _text(project, response, variation)
            yield from _channel(variation)
        yield from _conditions(project, response)
        yield from _never_said(project, response)


def _text(project: Project, response: Response, variation: Variation) -> Iterator[Finding]:
    if variation.text is None or not variation.text.name.strip():
        written = entry(variation.node, "text")
        yield finding("G301", place_of(response.place.file, written[0]) if written else variation.place, name=response.name)
        return
    if variation.text.name[0] in "“„" and variation.text.name.rstrip()[-1] in "”“":
        yield finding("G118", variation.text.place)
    for written_name in _BRACES.findall(variation.text.name):
        yield from _placeholder(project, response, variation.text, written_name)


def _placeholder(project: Project, response: Response, at: Named, written: str) -> Iterator[Finding]:
    if not names_in("{" + written + "}"):
        yield finding("G305", at.place, written="{" + written + "}", name=re.sub(r"\W+", "_", written.strip().lower()).strip("_") or "name")
        return
    where: Dict[str, List[str]] = known("filled_in")
    fillable = project.kept | names("filled")
    if written in fillable or _is_among(response.name, where.get(written, [])):
        return
    if written in where:
        yield finding("G304", at.place, name=written, response=response.name, where=", ".join(where[written]))
    else:
        yield finding("G303", at.place, name=written, response=response.name, meant=nearest(written, fillable | set(where)))


def _is_among(response: str, patterns: List[str]) -> bool:
    return any(response == pattern or (pattern.endswith("*") and response.startswith(pattern[:-1])) for pattern in patterns)


def channels() -> FrozenSet[str]:
    """The channels that a variation or a choice may be for."""
    return frozenset(CHANNELS)


def _channel(variation: Variation) -> Iterator[Finding]:
    file = variation.place.file
    for node in (variation.node, *(button.node for button in variation.buttons)):
        found = entry(node, "channel")
        name = text(found[1]) if found else None
        if found and name not in channels():
            yield finding("G306", place_of(file, found[1]), name=name or "", known=", ".join(sorted(channels())), meant=nearest(name or "", channels()))


def _conditions(project: Project, response: Response) -> Iterator[Finding]:
    conditional = [variation for variation in response.variations if value(variation.node, "condition") is not None]
    for variation in conditional:
        written = entry(variation.node, "condition")
        assert written is not None
        for condition in items(written[1]):
            slot = value(condition, "name")
            if text(slot) not in project.slots:
                place = place_of(response.place.file, slot if slot is not None else condition)
                yield finding("G308", place, name=text(slot) or "", meant=nearest(text(slot) or "", project.slots))
        yield finding("G310", place_of(response.place.file, written[0]), name=response.name)
    if conditional and len(conditional) == len(response.variations):
        yield finding("G309", response.place, name=response.name)


def _never_said(project: Project, response: Response) -> Iterator[Finding]:
    """Only texts that need an answer which may not be there, or only texts for one channel."""
    spoken = [variation for variation in response.variations if variation.text and variation.text.name.strip()]
    if not spoken or response.name in names("single_channel"):
        return
    for_all = [variation for variation in spoken if not variation.channel]
    if not for_all:
        yield finding("G307", response.place, name=response.name, channel=spoken[0].channel.name if spoken[0].channel else "")
        return
    needed = [_answers_in(project, response, variation) for variation in for_all]
    if all(needed):
        yield finding("G311", for_all[0].text.place if for_all[0].text else response.place, name=response.name, answer=sorted(needed[0])[0])


def _answers_in(project: Project, response: Response, variation: Variation) -> FrozenSet[str]:
    where: Dict[str, List[str]] = known("filled_in")
    used = names_in(variation.text.name) if variation.text else []
    sure = names("always") | _answered_just_before(project, response)
    return frozenset(name for name in used if name not in sure and not _is_among(response.name, where.get(name, [])) and name in project.kept)


def _answered_just_before(project: Project, response: Response) -> FrozenSet[str]:
    """The answer of the step whose acknowledgement after a number this is: `utter_x_after_low` is only said where there was one."""
    step, found, _ = response.name.partition("_after_")
    asked: Optional[Response] = project.content.responses.get(step) if found else None
    keeps = asked.setting("keeps") if asked else None
    bands = {key_of(key) for key, _ in pairs(value(asked.sets("scale"), "bands"))} if asked else set()
    return frozenset({keeps.name, *(f"{keeps.name}_{part}" for part in ("number", "less", "more"))}) if keeps and bands else frozenset()

