"""The article's points that sentences rest on (pure)."""
from __future__ import annotations

import re
from typing import Iterator

from groundwork.authoring.content import Response, Variation
from groundwork.authoring.findings import Finding, finding, nearest
from groundwork.authoring.known import known, points
from groundwork.authoring.nodes import entry, place_of, texts, value
from groundwork.authoring.project import Project
from groundwork.authoring.checks.journeys import is_gated, plain

_USABLE = ("sound", "plausible")


def check(project: Project) -> Iterator[Finding]:
    """Points that are unknown or marked doubtful, and answers and steps that name none."""
    for response in project.content.responses.values():
        for variation in response.variations:
            yield from _points(response, variation)
    yield from _missing(project)


def _points(response: Response, variation: Variation) -> Iterator[Finding]:
    for name, node in texts(value(variation.metadata, "source")):
        place = place_of(response.place.file, node)
        point = points().get(name)
        if point is None:
            wanted = re.sub(r"[^A0-9]", "", name.upper())
            yield finding("G702", place, point=name, last=list(points())[-1], meant=wanted if wanted in points() else nearest(name, points()))
        elif point["soundness"] == "doubtful":
            yield finding("G703", place, point=name, says=point["says"])
        elif point["soundness"] not in _USABLE:
            yield finding("G704", place, point=name, says=point["says"])


def _missing(project: Project) -> Iterator[Finding]:
    """An answer from the article, and the why of a step behind the safety questions, name their points (or `source: []`)."""
    gated = {step for journey, stories in project.journeys.items() if is_gated(project, journey) and plain(journey) in project.offered
             for story in stories for turn in story.turns[:-1] for action in turn.actions for step in [action.name] if step in project.steps}  # fmt: skip
    for name, response in project.content.responses.items():
        from_article = name.startswith(tuple(known("from_article"))) and name not in known("beyond_article")
        step, is_why, _ = name.rpartition("_why")
        for variation in response.variations if from_article or (is_why and step in gated and name.endswith("_why")) else ():
            if entry(variation.metadata, "source") is None:
                yield finding("G701", variation.text.place if variation.text else variation.place, name=name)
