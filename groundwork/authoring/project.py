"""A project as the checks see it: its files, its content, and what the content names (pure but for reading the files)."""
from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Dict, FrozenSet, List, Mapping, Optional, Set, Tuple

from groundwork.authoring.content import Button, Content, Named, Response, Told, read_content
from groundwork.authoring.files import CONFIG, CREDENTIALS, DOMAIN, SourceFile
from groundwork.authoring.known import names
from groundwork.authoring.nodes import Node, items, key_of, pairs, text, text_at, texts, value
from groundwork.dialogue.script import DANGER_PREFIX, DIRECTIVES, GO_PREFIX, SHORT_SUFFIX, START_PREFIX, VISIT_CHOSEN_PREFIX, VISIT_PREFIX, way_of
from groundwork.dialogue.story_reading import journey_name

OFFER, CONFIRM = "_offer", "utter_journey_confirm_"
UTTER = "utter_"


class Project:
    """Everything that is checked together. Built from files that could all be read."""

    def __init__(self, root: Path, files: Mapping[str, SourceFile]) -> None:
        self.root, self.files = root, files
        self.content: Content = read_content(files)

    def node(self, file: str) -> Optional[Node]:
        """The content of a file, or None where it is not there."""
        return self.files[file].root if file in self.files else None

    @property
    def domain(self) -> Optional[Node]:
        """What `domain.yml` says."""
        return self.node(DOMAIN)

    @property
    def credentials(self) -> Optional[Node]:
        """What `credentials.yml` says."""
        return self.node(CREDENTIALS)

    @cached_property
    def policy(self) -> Optional[Node]:
        """The settings of JourneyPolicy in `config.yml`."""
        policies = items(value(self.node(CONFIG), "policies"))
        return next((node for node in policies if (text_at(node, "name") or "").endswith("JourneyPolicy")), None)

    def way(self, key: str) -> FrozenSet[str]:
        """The journeys that `ways` of `config.yml` names under a key."""
        return frozenset(name for name, _ in texts(value(value(self.policy, "ways"), key)))

    @cached_property
    def moves(self) -> FrozenSet[str]:
        """Intents that are a move at every question."""
        return frozenset(key_of(key) for key, _ in pairs(value(self.policy, "moves")))

    @cached_property
    def journeys(self) -> Dict[str, List[Told]]:
        """Each journey or interruption -> the stories that tell it; those that begin with nothing are left out."""
        found: Dict[str, List[Told]] = {}
        for story in self.content.stories:
            if story.turns:
                found.setdefault(journey_name(story.turns[0].intent.name), []).append(story)
        return found

    def is_interruption(self, journey: str) -> bool:
        """Whether it begins with an intent of its own rather than with `start_…`."""
        return not self.journeys[journey][0].turns[0].intent.name.startswith(START_PREFIX)

    @cached_property
    def offered(self) -> Dict[str, Response]:
        """journey -> the response that offers it as a choice."""
        offers = {name: response for name, response in self.content.responses.items() if name.endswith(OFFER)}
        return {name[len(UTTER) : -len(OFFER)]: response for name, response in offers.items() if response.setting("offered_by")}

    @cached_property
    def domain_actions(self) -> Dict[str, Node]:
        """The custom actions that `domain.yml` names."""
        return {name: node for name, node in texts(value(self.domain, "actions"))}

    @cached_property
    def domain_entities(self) -> Set[str]:
        """The entities that `domain.yml` names."""
        return {name for node in items(value(self.domain, "entities")) for name in _name_of(node)}

    @cached_property
    def domain_intents(self) -> Dict[str, Node]:
        """The intents that `domain.yml` names."""
        return {name: node for node in items(value(self.domain, "intents")) for name in _name_of(node)}

    @cached_property
    def slots(self) -> Dict[str, Node]:
        """The slots of `domain.yml`, each with its settings."""
        return {key_of(key): node for key, node in pairs(value(self.domain, "slots"))}

    @cached_property
    def steps(self) -> Dict[str, Named]:
        """Every question that a story asks and goes on from, with the first place where it is asked."""
        found: Dict[str, Named] = {}
        for story in self.content.stories:
            for turn in story.turns[:-1]:
                asked = question_of(turn.actions)
                if asked is not None:
                    found.setdefault(asked.name, asked)
        return found

    @cached_property
    def spoken(self) -> Dict[str, Named]:
        """Every `utter_…` that a story or a rule names, with the first place."""
        found: Dict[str, Named] = {}
        for told in (*self.content.stories, *self.content.rules):
            for action in (action for turn in told.turns for action in turn.actions if action.name.startswith(UTTER)):
                found.setdefault(action.name, action)
        return found

    @cached_property
    def signposts(self) -> Dict[str, List[Named]]:
        """Where signposts lead: journey -> the signposts to it."""
        found: Dict[str, List[Named]] = {}
        for told in (*self.content.stories, *self.content.rules):
            for action in (action for turn in told.turns for action in turn.actions):
                target = target_of(action.name)
                if target is not None:
                    found.setdefault(target, []).append(action)
        return found

    @cached_property
    def kept(self) -> Set[str]:
        """The names under which answers are kept, with what a number on a scale adds."""
        found = {keeps.name for response in self.content.responses.values() for keeps in [response.setting("keeps")] if keeps}
        scales = {keeps.name for response in self.content.responses.values() for keeps in [response.setting("keeps")] if keeps and response.sets("scale")}
        return found | {f"{name}_{part}" for name in scales for part in ("number", "less", "more")}

    def choices_at(self, step: str, journey: str) -> Tuple[Tuple[str, Button], ...]:
        """(id, choice) of each choice that a step has in a journey, offered journeys left out."""
        base = way_of(journey[: -len(SHORT_SUFFIX)] if journey.endswith(SHORT_SUFFIX) else journey)
        for name in (f"{step}_{base}", step):
            response = self.content.responses.get(name)
            if response is not None and response.variations and response.variations[0].buttons:
                return tuple((button.payload.name, button) for button in response.variations[0].buttons if button.payload)
        return ()

    @cached_property
    def all_ways(self) -> FrozenSet[str]:
        """Every journey that `ways` of `config.yml` names."""
        return frozenset(name for _, node in pairs(value(self.policy, "ways")) for name, _ in texts(node))

    @cached_property
    def chosen_detours(self) -> FrozenSet[str]:
        """The answers that a `visit_chosen_<kept>` branches on."""
        actions = (action.name for told in self.content.stories for turn in told.turns for action in turn.actions)
        return frozenset(name[len(VISIT_CHOSEN_PREFIX) :] for name in actions if name.startswith(VISIT_CHOSEN_PREFIX))

    @cached_property
    def topics(self) -> FrozenSet[str]:
        """The topics that free words are understood as: those with a question about the role, and journeys without one."""
        roles = {name[len("utter_role_") :] for name in self.content.responses if name.startswith("utter_role_")}
        return frozenset(roles | {name for name in self.journeys})

    @cached_property
    def danger_names(self) -> FrozenSet[str]:
        """The classes of danger that have a way of their own."""
        return frozenset(name.removeprefix(DANGER_PREFIX) for name in self.journeys if name.startswith(DANGER_PREFIX))

    @cached_property
    def worded_choices(self) -> Dict[str, FrozenSet[str]]:
        """step -> the choices of all its wordings (`utter_x`, `utter_x_<journey>` …) and the journeys that are offered at it."""
        found: Dict[str, Set[str]] = {}
        for name, response in self.content.responses.items():
            payloads = {button.payload.name for variation in response.variations for button in variation.buttons if button.payload}
            words = name.split("_") if payloads else []
            for count in range(2, len(words) + 1):
                found.setdefault("_".join(words[:count]), set()).update(payloads)
        for journey, response in self.offered.items():
            asked = response.setting("offered_by")
            if asked:
                found.setdefault(asked.name, set()).add(journey)
        return {step: frozenset(choices) for step, choices in found.items()}

    @cached_property
    def understood(self) -> FrozenSet[str]:
        """What a story may branch on besides the choices that are shown: what the program reads in free words, and classes of danger."""
        return self.branch_words | self.topics | self.danger_names

    @cached_property
    def branch_words(self) -> FrozenSet[str]:
        """Choices that are no button: what the program understands (`reads`, `scale`), and the coach's second try."""
        bands = {key_of(key) for response in self.content.responses.values() for key, _ in pairs(value(response.sets("scale"), "bands"))}
        return frozenset(bands | {"journey", "between", "unclear", "understood", "neither", "keep"})


def question_of(actions: Tuple[Named, ...]) -> Optional[Named]:
    """The question that a turn ends in: its last `utter_…`."""
    spoken = [action for action in actions if action.name.startswith(UTTER)]
    return spoken[-1] if spoken else None


def target_of(action: str) -> Optional[str]:
    """The journey that a signpost names; None for one that is not the name of a journey, and for what is no signpost."""
    if action in names("signposts") or action in DIRECTIVES or action.startswith(VISIT_CHOSEN_PREFIX):
        return None
    return action.partition("_")[2] if action.startswith((GO_PREFIX, VISIT_PREFIX)) else None


def _name_of(node: Node) -> List[str]:
    return [key_of(key) for key, _ in pairs(node)] or [name for name in [text(node)] if name]
