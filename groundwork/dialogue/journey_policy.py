"""JourneyPolicy: follows the stories step by step inside Rasa and lets anything interrupt without losing the place.

It is thin: Rasa's tracker -> `Message` and `DialogueState`, the pure `Dialogue` decides, its outcome -> slots and predictions. It speaks
the one-answer rules too: Rasa's RulePolicy would look at the whole conversation three times a turn to find the same answer.
"""
from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
import rasa.shared.utils.io

from groundwork.dialogue.engine import Dialogue, Outcome
from groundwork.dialogue.held_words import HELD_SECONDS, HELD_WORDS
from groundwork.dialogue.listening import Listening
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.script import Script
from groundwork.dialogue.state import Answers, DialogueState, answers_as_dict, answers_from_dict
from groundwork.dialogue.story_reading import StoryError, read_script
from groundwork.dialogue.topics import TopicThresholds
from groundwork.dialogue.tracker_reading import (
    ANSWERS_SLOT,
    COACHING_SLOT,
    CONSENT_SLOT,
    ERASE_ALL,
    ERASE_EARLIER,
    ERASE_SLOT,
    STATE_SLOT,
    TrackerTurn,
    rules_from,
    stories_from,
    turns_of,
)
from groundwork.dialogue.ways import Ways
from groundwork.metrics import count_step
from groundwork.services.directory import shared_directory

_SCRIPT_FILE = "script.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class JourneyPolicy(Policy):
    """Rasa's door to the dialogue; see the module's text."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Names and thresholds are explained in `config.yml`."""
        return {"priority": 1, "max_history": None, "moves": {}, "ways": {}, "listening": {}, "topics": {}}

    @staticmethod
    def supported_data() -> SupportedData:
        """Stories and rules."""
        return SupportedData.ML_AND_RULE_DATA

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: Optional[TrackerFeaturizer] = None,
        script: Optional[Script] = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self._script = script
        self._dialogue: Optional[Dialogue] = None

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Turn the stories into a script and keep it with the model."""
        try:
            script = read_script(stories_from(training_trackers), rules_from(training_trackers))
        except StoryError as error:
            raise RasaException(str(error)) from error
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / _SCRIPT_FILE, script.as_dict())
        self._script = script
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "JourneyPolicy":
        """Load the script that was trained."""
        with model_storage.read_from(resource) as folder:
            script = Script.from_dict(rasa.shared.utils.io.read_json_file(folder / _SCRIPT_FILE))
        return cls(config, model_storage, resource, execution_context, script=script)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[Text, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The next action of this turn; the first call of a turn decides it and sets the slots."""
        dialogue = self._dialogue_for(domain)
        turn = TrackerTurn.latest(tracker)
        if turn is None:
            return self._say(ACTION_LISTEN_NAME, domain)
        if turn.state_set:
            state, events = DialogueState.from_dict(tracker.get_slot(STATE_SLOT)), []
        else:
            state, events = self._decide(dialogue, tracker, turn)
        done = turn.actions_done
        again = self._second_try(dialogue, tracker, turn, state)
        if again:
            state, events, done = again
        action = state.actions[done] if done < len(state.actions) else ACTION_LISTEN_NAME
        return self._say(action, domain, events)

    def _say(self, action: Text, domain: Domain, events: Optional[List[Event]] = None) -> PolicyPrediction:
        probabilities = [0.0] * domain.num_actions
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, optional_events=events or [])

    def _dialogue_for(self, domain: Domain) -> Dialogue:
        """Built once: a policy belongs to one loaded model, and a model to one domain."""
        if self._dialogue is None:
            assert self._script is not None
            ways = {key: frozenset(value) if isinstance(value, list) else value for key, value in self.config["ways"].items()}
            listening = Listening(moves=self.config["moves"], **self.config["listening"])
            topics = TopicThresholds(**self.config["topics"])
            questions = Questions(domain.responses)
            self._dialogue = Dialogue(self._script, questions, Ways(**ways), listening, topics, shared_directory())
        return self._dialogue

    def _decide(
        self, dialogue: Dialogue, tracker: DialogueStateTracker, turn: TrackerTurn
    ) -> Tuple[DialogueState, List[Event]]:
        before, answers = self._before(dialogue, tracker)
        held = HELD_WORDS.get(tracker.sender_id)
        outcome = dialogue.turn(before, answers, turn.message, held)
        count_step(before, outcome.state, turn.message.danger)
        if outcome.hold:
            HELD_WORDS.hold(tracker.sender_id, turn.message)
            _drop_in_time()
        elif outcome.erase or outcome.state.consent:
            HELD_WORDS.drop(tracker.sender_id)
        return outcome.state, _slots(tracker, answers, outcome)

    def _before(self, dialogue: Dialogue, tracker: DialogueStateTracker) -> Tuple[DialogueState, Answers]:
        """The state before this turn: from the slots, or replayed from the turns where nothing set them (`rasa test core`)."""
        if tracker.get_slot(STATE_SLOT) is not None:
            state = DialogueState.from_dict(tracker.get_slot(STATE_SLOT))
            return state, answers_from_dict(tracker.get_slot(ANSWERS_SLOT))
        return replay(dialogue, turns_of(tracker)[:-1])

    def _second_try(
        self, dialogue: Dialogue, tracker: DialogueStateTracker, turn: TrackerTurn, state: DialogueState
    ) -> Optional[Tuple[DialogueState, List[Event], int]]:
        """Where the coach asks for another try, go back to the coached question instead of on."""
        if not turn.coach_asks_again or state.coached_at is None:
            return None
        again = dialogue.second_try(state, answers_from_dict(tracker.get_slot(ANSWERS_SLOT)))
        spoken = state.actions[: turn.actions_done]
        again = again.but(actions=spoken + again.actions)
        return again, [SlotSet(STATE_SLOT, again.as_dict()), SlotSet(COACHING_SLOT, None)], turn.actions_done


def replay(dialogue: Dialogue, turns: List[TrackerTurn]) -> Tuple[DialogueState, Answers]:
    """The state after these turns, computed from the beginning."""
    state, answers, held = DialogueState(), {}, None  # type: DialogueState, Answers, Any
    for turn in turns:
        outcome = dialogue.turn(state, answers, turn.message, held)
        held = turn.message if outcome.hold else (None if outcome.state.consent else held)
        state, answers = outcome.state, outcome.answers
        if turn.coach_asks_again and state.coached_at:
            state = dialogue.second_try(state, answers)
    return state, answers


def _drop_in_time() -> None:
    """Held words leave the memory after their time even if nobody writes again."""
    try:
        asyncio.get_running_loop().call_later(HELD_SECONDS + 1, HELD_WORDS.drop_expired)
    except RuntimeError:
        pass  # no event loop: a test, or `rasa test`; the next message drops them


def _slots(tracker: DialogueStateTracker, answers: Answers, outcome: Outcome) -> List[Event]:
    events: List[Event] = [SlotSet(STATE_SLOT, outcome.state.as_dict())]
    if outcome.answers != answers:
        events.append(SlotSet(ANSWERS_SLOT, answers_as_dict(outcome.answers)))
    if outcome.state.consent != bool(tracker.get_slot(CONSENT_SLOT)):
        events.append(SlotSet(CONSENT_SLOT, outcome.state.consent))
    if outcome.erase or outcome.forget:
        events.append(SlotSet(ERASE_SLOT, ERASE_ALL if outcome.erase else ERASE_EARLIER))
    return events

