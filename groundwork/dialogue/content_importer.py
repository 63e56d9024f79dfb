"""Reads `data/` for Rasa so that a journey is one folder.

On top of Rasa's own file importer: intents and signposts that stories, rules or examples name need no line in `domain.yml`, and a
journey's `utter_<journey>_offer` becomes a choice of the question that it names (`docs/authors.md`).
"""
from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Set, Text, Tuple, Union

import rasa.shared.utils.io
from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from groundwork.dialogue.offers import with_offers
from groundwork.dialogue.script import is_signpost

_ANSWER_INTENT = "inform"


class ContentImporter(RasaFileImporter):
    """See the module's text; `config.yml` names it under `importers`."""

    @cached_method
    def get_domain(self) -> Domain:
        """`domain.yml`, with the intents and signposts that the content names."""
        domain = super().get_domain()
        intents, signposts = self._named_in_content()
        missing: List[Any] = [{name: {"use_entities": []}} for name in sorted(intents - set(domain.intents))]
        extra = {
            "intents": missing,
            "actions": sorted(signposts - set(domain.action_names_or_texts)),
        }
        return domain.merge(Domain.from_dict(extra)) if missing or extra["actions"] else domain

    @cached_method
    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """Examples and responses; offers become choices."""
        data = super().get_nlu_data(language)
        data.responses = with_offers(data.responses)
        return data

    def _named_in_content(self) -> Tuple[Set[Text], Set[Text]]:
        intents: Set[Text] = set()
        signposts: Set[Text] = set()
        for path in set(self._story_files) | set(self._nlu_files):
            content = rasa.shared.utils.io.read_yaml_file(path)
            if not isinstance(content, dict):
                continue
            intents.update(str(entry["intent"]) for entry in content.get("nlu") or [] if "intent" in entry)
            for step in _steps(content):
                if isinstance(step.get("intent"), str):
                    intents.add(step["intent"])
                if is_signpost(str(step.get("action", ""))):
                    signposts.add(step["action"])
        return intents - {_ANSWER_INTENT}, signposts


def _steps(content: Dict[Text, Any]) -> Iterator[Dict[Text, Any]]:
    entries: List[Dict[Text, Any]] = list(content.get("stories") or []) + list(content.get("rules") or [])
    for entry in entries:
        steps: Union[List[Dict[Text, Any]], None] = entry.get("steps")
        yield from (step for step in steps or [] if isinstance(step, dict))
