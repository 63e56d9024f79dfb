"""Reads `data/` for Rasa so that a journey is one folder.

On top of Rasa's own file importer: intents, signposts and choices that stories, rules or examples name need no line in `domain.yml`, and a
journey's `utter_<journey>_offer` becomes a choice of the question that it names (`docs/authors.md`).
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Set, Text

import rasa.shared.utils.io
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from groundwork.dialogue.exits_check import dead_ends
from groundwork.dialogue.offers import with_offers
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.script import is_signpost
from groundwork.dialogue.story_reading import StoryError
from groundwork.dialogue.tracker_reading import script_from

CHOICE = "choice"
_ANSWER_INTENT = "inform"


@dataclass(frozen=True)
class NamedInContent:
    """What stories, rules and examples name."""

    intents: Set[Text]
    signposts: Set[Text]
    choices: Set[Text]


class ContentImporter(RasaFileImporter):
    """See the module's text; `config.yml` names it under `importers`."""

    _nlu_data: Optional[TrainingData] = None

    @cached_method
    def get_domain(self) -> Domain:
        """`domain.yml`, with the intents, signposts and choices that the content names."""
        written = super().get_domain()
        named = self._named_in_content()
        domain = written.as_dict()
        known = set(written.intents)
        domain["intents"] = [*(domain.get("intents") or []), *({name: {"use_entities": []}} for name in sorted(named.intents - known))]
        domain["actions"] = [*(domain.get("actions") or []), *sorted(named.signposts - set(written.action_names_or_texts))]
        others = [entity for entity in domain.get("entities") or [] if entity != CHOICE]
        domain["entities"] = [*others, {CHOICE: {"roles": sorted(named.choices)}}]
        return Domain.from_dict(domain)

    @cached_method
    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        """The stories; a choice's value is its role too, since Rasa takes stories that differ in a value only for the same story."""
        graph = super().get_stories(exclusion_percentage)
        for event in (event for step in graph.story_steps for event in step.events):
            for entity in event.entities or [] if isinstance(event, UserUttered) else []:
                if entity.get("entity") == CHOICE:
                    entity["role"] = str(entity["value"])
        self._check(graph)
        return graph

    def _check(self, graph: StoryGraph) -> None:
        """Stop at what would leave a person without an answer, before a minute is spent on training."""
        try:
            problems = dead_ends(script_from(graph), Questions(self.get_nlu_data().responses))
        except StoryError as error:
            problems = [str(error)]
        if problems:
            raise RasaException("\n".join(problems))

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """Examples and responses; offers become choices. Read once: Rasa asks for them many times, and each reading costs seconds."""
        if self._nlu_data is None:
            self._nlu_data = super().get_nlu_data(language)
            self._nlu_data.responses = with_offers(self._nlu_data.responses)
        return self._nlu_data

    def _named_in_content(self) -> NamedInContent:
        named = NamedInContent(set(), set(), set())
        for path in sorted(set(self._story_files) | set(self._nlu_files)):
            content = rasa.shared.utils.io.read_yaml_file(path)
            if not isinstance(content, dict):
                continue
            named.intents.update(str(entry["intent"]) for entry in content.get("nlu") or [] if "intent" in entry)
            for step in _steps(content):
                _add_names(step, named)
        named.intents.discard(_ANSWER_INTENT)
        return named


def _add_names(step: Dict[Text, Any], named: NamedInContent) -> None:
    if isinstance(step.get("intent"), str):
        named.intents.add(step["intent"])
    if is_signpost(str(step.get("action", ""))):
        named.signposts.add(step["action"])
    for entity in step.get("entities") or []:
        if isinstance(entity, dict) and CHOICE in entity:
            named.choices.add(str(entity[CHOICE]))


def _steps(content: Dict[Text, Any]) -> Iterator[Dict[Text, Any]]:
    entries: List[Dict[Text, Any]] = list(content.get("stories") or []) + list(content.get("rules") or [])
    for entry in entries:
        yield from (step for step in entry.get("steps") or [] if isinstance(step, dict))
