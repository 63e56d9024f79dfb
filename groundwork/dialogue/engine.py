"""The dialogue: state + message -> what is said now, and the state after it (pure, no Rasa).

Order of reading: danger, nothing or too much, a clicked choice, a typed choice, an interruption, the answer. Every message is answered.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

from groundwork.dialogue import answering, moves
from groundwork.dialogue.choosing import chosen, clicked
from groundwork.dialogue.danger_ways import danger_again, danger_way, in_same_way, is_part_of
from groundwork.dialogue.listening import Listening
from groundwork.dialogue.message import Message
from groundwork.dialogue.naming_back import FITS, OTHERWISE
from groundwork.dialogue.partner_naming import without_name
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.script import Script
from groundwork.dialogue.state import Answers, DialogueState
from groundwork.dialogue.time_question import answer_time, go_past
from groundwork.dialogue.topic_question import answer_topic, use_held
from groundwork.dialogue.topics import TopicThresholds
from groundwork.dialogue.walking import Walk
from groundwork.dialogue.ways import Ways
from groundwork.services.directory import Directory

SAY_COUNTRY = "say_country"


@dataclass(frozen=True)
class Outcome:
    """What a turn does.

    hold: keep this message in memory until consent. erase: remove the whole conversation when it is saved. forget: remove all that was
    said before this turn.
    """

    state: DialogueState
    answers: Answers
    erase: bool = False
    forget: bool = False
    hold: bool = False


@dataclass(frozen=True)
class Dialogue:
    """The script with its wording, and how to listen."""

    script: Script
    questions: Questions
    ways: Ways = field(default_factory=Ways)
    listening: Listening = field(default_factory=Listening)
    topics: TopicThresholds = field(default_factory=TopicThresholds)
    directory: Optional[Directory] = None

    def turn(self, state: DialogueState, answers: Answers, message: Message, held: Optional[Message] = None) -> Outcome:
        """Answer one message.

        Args:
            state, answers: as the last turn left them.
            message: what arrived.
            held: what was told before consent and is still in memory; used when consent is given in this turn.
        """
        walk = Walk(self.script, self.questions, self.ways, state, answers, message.at)
        message = without_name(message, state)
        self._hear_country(walk, message)
        walk.state = walk.state.but(channel=message.channel)
        hold = self._respond(walk, message)
        if walk.past:
            go_past(walk)
        if walk.in_turn:
            answering.answer_in_turn(walk)
        if held and walk.state.consent and not state.consent and walk.state.place and walk.state.place[0] == self.ways.home:
            use_held(self, walk, held)
        return Outcome(walk.result(), walk.answers, walk.erased, walk.forgotten, hold and not walk.state.consent)

    def second_try(self, state: DialogueState, answers: Answers) -> DialogueState:
        """The state when a coach has looked at an answer and asks for one more try: back at its question, once."""
        assert state.coached_at is not None
        tried = state.but(place=state.coached_at, editing=state.coached_back or state.editing, tried=True)
        walk = Walk(self.script, self.questions, self.ways, tried, answers)
        walk.ask_again()
        return walk.result()

    def _respond(self, walk: Walk, message: Message) -> bool:
        """Build the answer; True if the message should be held until consent."""
        if walk.state.place is not None and not self.script.has(walk.state.place):
            walk.state = walk.state.but(place=None, interrupted=(), editing=None, paused=False)
        if message.danger and self._endangered(walk, message):
            return False
        if walk.state.place is None:
            return self._begin(walk, message)
        if walk.state.paused:
            walk.state = walk.state.but(paused=False)
            if not clicked(self, walk, message) and not self._interrupted(walk, message, resuming=True):
                walk.say("utter_welcome_back")
                walk.ask_again()
            return False
        if self._unreadable(walk, message) or clicked(self, walk, message) or chosen(walk, message):
            return False
        if walk.question().reads == "country" and (message.intent == SAY_COUNTRY or self._names_country(message)):
            answering.answer_with_words(walk, message.words)
            return False
        if self._interrupted(walk, message) or self._agreed(walk, message):
            return False
        return self._answered(walk, message)

    def _begin(self, walk: Walk, message: Message) -> bool:
        intent = self.listening.interruption(message, walk.question(), self.script)
        urgent = intent in self.script.interruptions and message.near_exact
        if urgent and intent == "help_now":
            walk.interrupt(intent)
            return False
        walk.open_journey(self.ways.home if walk.state.consent else self.ways.entry)
        return message.says_something and not message.is_command and intent is None

    def _endangered(self, walk: Walk, message: Message) -> bool:
        """Danger comes before everything; inside its own way a choice there is still an answer."""
        way = danger_way(self.script, str(message.danger))
        if way is None:
            return False
        walk.state = walk.state.but(paused=False)
        if walk.state.interrupted and is_part_of(way, walk.state.interrupted[-1]) and not walk.in_danger_way():
            walk.take_up()
        if not in_same_way(walk, way):
            walk.interrupt(way)
        elif not (clicked(self, walk, message) or chosen(walk, message)):
            danger_again(walk, way)
        if message.danger_next:
            walk.afterwards(danger_way(self.script, message.danger_next) or way)
        return True

    def _names_country(self, message: Message) -> bool:
        return self.directory is not None and self.directory.country_in(message.words) is not None

    def _hear_country(self, walk: Walk, message: Message) -> None:
        """Where the person is: said, asked for, or the channel's locale; a country that is not known clears an earlier one."""
        if self.directory is None:
            return
        if message.intent == SAY_COUNTRY and (message.near_exact or message.confidence >= self.listening.at_words):
            walk.state = walk.state.but(country=self.directory.country_in(message.words))
        elif walk.question().reads == "country":
            walk.state = walk.state.but(country=self.directory.country_in(message.words) or walk.state.country)
        elif walk.state.country is None:
            walk.state = walk.state.but(country=self.directory.country_of_locale(message.locale))

    def _unreadable(self, walk: Walk, message: Message) -> bool:
        if message.choice or message.named:
            return False
        if message.is_command and not (message.near_exact and message.intent in self.script.interruptions):
            walk.say("utter_slash")
        elif not message.words:
            walk.say("utter_empty_message")
        elif len(message.words) > self.listening.longest_answer:
            walk.say("utter_too_long")
        elif not message.says_something:
            walk.say("utter_not_understood")
        else:
            return False
        walk.ask_again()
        return True

    def _interrupted(self, walk: Walk, message: Message, resuming: bool = False) -> bool:
        intent = self.listening.interruption(message, walk.question(), self.script)
        if intent is None:
            return False
        if resuming and (intent in self.listening.moves or (intent in self.script.rules and intent != "ask_what_is_kept")):
            return False
        if intent in ("affirm", "deny") and self._agreed(walk, message):
            return True
        if intent in self.listening.moves:
            moves.make(walk, self.listening.moves[intent])
        elif intent in self.script.interruptions:
            if walk.state.place and walk.state.place[0] == intent:
                walk.ask_again()
            else:
                walk.interrupt(intent)
        else:
            self._answer_by_rule(walk, intent)
        return True

    def _answer_by_rule(self, walk: Walk, intent: str) -> None:
        if intent.startswith(tuple(self.listening.like_answers)) and walk.is_in_danger():
            walk.say("utter_article_closed")
        else:
            for action in self.script.rules[intent]:
                if not walk.say(action):
                    walk.do(action)
        walk.ask_again()

    def _agreed(self, walk: Walk, message: Message) -> bool:
        """"yep", "not really": where the open question has the choices yes and no, and nothing else was said."""
        wanted = {"affirm": ("yes", FITS), "deny": ("no", OTHERWISE)}.get(message.intent, ())
        takes_words = walk.question().takes_words and not walk.state.heard
        if not wanted or takes_words or not (message.near_exact or message.confidence >= self.listening.at_words):
            return False
        choice = next((choice for choice in walk.choices() if choice.id in wanted), None)
        if choice is None or walk.state.place is None or walk.state.place[0] in (self.ways.entry, self.ways.gate, self.ways.gate_again):
            return False
        answering.answer_with_choices(walk, [choice])
        return True

    def _answered(self, walk: Walk, message: Message) -> bool:
        question = walk.question()
        if not question.takes_words and not (message.named and message.intent == "inform"):
            before_consent = not walk.state.consent and walk.state.place is not None and walk.state.place[0] == self.ways.entry
            walk.say("utter_consent_first" if before_consent else "utter_no_choice")
            walk.ask_again()
            return before_consent
        elif question.reads == "topic":
            answer_topic(self, walk, message)
        elif question.reads == "time":
            answer_time(self, walk, message)
        elif question.scale:
            answering.answer_with_number(walk, message.words)
        else:
            answering.answer_with_words(walk, message.words, message.feelings)
        return False
