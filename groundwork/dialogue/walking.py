"""One turn in progress: what is said, and where it leads (pure).

`Walk` follows runs and signposts; `engine` decides which. Rules of the way are in `docs/authors.md`.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, FrozenSet, List, Optional, Tuple

from groundwork.dialogue import script as signs
from groundwork.dialogue.open_question import SECOND_TRY, base_journey, open_choices, open_question, own_wordings
from groundwork.dialogue.questions import Choice, Question, Questions
from groundwork.dialogue.script import Place, Run, Script
from groundwork.dialogue.state import Answer, Answers, DialogueState

@dataclass(frozen=True)
class Ways:
    """Names of journeys that the engine itself must know; set in `config.yml`.

    entry: where a conversation begins and consent is asked. home: where the topic is asked. gate: the safety questions. safe: the lane
    behind a closed gate. open: journeys that need no gate. before_consent: journeys that may be walked before the "yes". holding: ways after danger that no other
    topic or new beginning leads out of.
    """

    entry: str = "welcome"
    home: str = "topic"
    gate: str = "gate"
    safe: str = "safe_lane"
    open: FrozenSet[str] = frozenset({"welcome", "topic", "gate", "safe_lane"})
    before_consent: FrozenSet[str] = frozenset({"welcome", "safe_lane"})
    holding: FrozenSet[str] = frozenset()


class Walk:
    """A turn being built from the state before it. `state`, `answers` and `actions` are its result."""

    def __init__(self, script: Script, questions: Questions, ways: Ways, state: DialogueState, answers: Answers) -> None:
        self.script, self.questions, self.ways = script, questions, ways
        self.state = state.but(actions=(), coached_at=None, asked=None)
        self.answers: Dict[str, Answer] = dict(answers)
        self.actions: List[str] = []
        self._walked = ""
        self.erased = False
        self.forgotten = False
        self.chosen_answer: Optional[str] = None

    # What is said -----------------------------------------------------------------------------------------------

    def say(self, *names: str) -> Optional[str]:
        """Say the first of the responses that is written, in this journey's own wording where it has one; its name, or None."""
        for name in names:
            journeys = own_wordings(self.state, self.answers)
            written = self.questions.first_existing(*(f"{name}_{journey}" for journey in journeys), name)
            if written:
                self._add(written)
                return written
        return None

    def say_of_step(self, step: str, *parts: str) -> Optional[str]:
        """Say `<step>_<part>` for the first part that is written ("again", "why", "after_angry" …)."""
        names: List[str] = []
        for part in parts:
            names += [f"{step}_{journey}_{part}" for journey in own_wordings(self.state, self.answers)] + [f"{step}_{part}"]
        return self.say(*names)

    def ask(self) -> None:
        """Say the open question in full."""
        assert self.state.place is not None
        self.state = self.state.but(asked=self.say(self.state.place[1]))

    def do(self, action: str) -> None:
        """Run a custom action."""
        self._add(action)

    def _add(self, action: str) -> None:
        self.actions.append(action)
        if self.questions.varies(action):
            self.state = self.state.but(said={**self.state.said, action: self.state.said.get(action, 0) + 1})

    # Where it leads ---------------------------------------------------------------------------------------------

    def question(self) -> Question:
        """The open question."""
        return open_question(self.state, self.answers, self.questions)

    def choices(self) -> Tuple[Choice, ...]:
        """The choices that are open now."""
        return open_choices(self.state, self.answers, self.questions)

    def follow(self, journey: str, run: Run) -> None:
        """Say and do a run, follow its signposts, and open the question it ends in."""
        self._walked = journey
        for action in run.actions:
            if action == signs.PAUSE_HERE:
                self.pause()
                return
            if action.startswith(signs.GO_PREFIX):
                self._go(action)
                return
            if action in signs.DIRECTIVES:
                self._obey(action)
            elif action == run.question:
                self.open((journey, action))
                return
            elif action.startswith("utter_"):
                self.say(action)
            else:
                self.do(action)
        if not self.erased:
            self.go_on()

    def is_closed(self, place: Place) -> bool:
        """Whether this place faces the partner while such steps are closed."""
        return self.state.partner_steps_closed and not self._is_open(place[0])

    def open(self, place: Place) -> None:
        """Open a question and ask it in full; a closed one leads to the safe lane."""
        if self.is_closed(place):
            self.open_journey(self.ways.safe)
            return
        self._enter(place)
        if not self._nothing_to_choose():
            self.ask()

    def ask_again(self) -> None:
        """Ask the open question once more, shorter where a shorter wording is written."""
        if self.state.place and self.is_closed(self.state.place):
            self.open_journey(self.ways.safe)
            return
        if not self.state.place or self._nothing_to_choose():
            return
        asked = self.say(SECOND_TRY) if self.state.tried else None
        asked = asked or self.say_of_step(self.state.place[1], "again") or self.say(self.state.place[1])
        self.state = self.state.but(asked=asked)

    def go_on(self) -> None:
        """Back to the question that was interrupted (or is open), and ask it again."""
        place = self.state.interrupted[-1] if self.state.interrupted else self.state.place
        if place is None or not self.script.has(place):
            self.open_journey(self.ways.home if self.state.consent else self.ways.entry)
            return
        tried = self.state.tried
        self._enter(place)
        self.state = self.state.but(interrupted=self.state.interrupted[:-1], tried=tried)
        self.ask_again()

    def return_from_edit(self) -> None:
        """Back to where the person was before changing an answer; a page that shows answers is shown anew."""
        place = self.state.editing
        assert place is not None
        self.state = self.state.but(editing=None)
        self._enter(place)
        lead_in = self._shown_before(place)
        for action in lead_in:
            self.do(action)
        self.ask() if lead_in else self.ask_again()

    def interrupt(self, name: str) -> None:
        """Leave the open question for an interruption with a question of its own.

        Afterwards a journey's step and a way after danger are gone on with; another interruption that was open is not.
        """
        place = self.state.place
        if place is None:
            opening = self.script.journey(self.ways.entry).opening
            self.state = self.state.but(interrupted=((self.ways.entry, opening.question or ""),))
        elif not self._is_interruption(place[0]) or place[0].startswith(signs.DANGER_PREFIX):
            self.state = self.state.but(interrupted=self.state.interrupted[-2:] + (place,))
        self.state = self.state.but(offered=())
        self.follow(name, self.script.journey(name).opening)

    def open_journey(self, name: str) -> None:
        """Start a journey at its first step, or the one that must come before it (consent, safe lane); a way that holds is not left."""
        held = next((place for place in self.state.interrupted if place[0] in self.ways.holding), None)
        if held and self._walked not in self.ways.holding:
            self.state = self.state.but(interrupted=self.state.interrupted[: self.state.interrupted.index(held) + 1])
            self.go_on()
            return
        came_from = self.state.place[0] if self.state.place else None
        if came_from == self.ways.entry and name not in self.ways.before_consent:
            self.state = self.state.but(consent=True)
        if not self.state.consent and name not in self.ways.before_consent:
            name = self.ways.entry
        elif self.state.partner_steps_closed and not self._is_open(name):
            name = self.ways.safe
        visited = () if name in (self.ways.home, self.ways.entry) else self.state.visited
        self.state = self.state.but(interrupted=(), editing=None, visited=visited)
        self.follow(name, self.script.journey(name).opening)

    def pause(self) -> None:
        """Keep the place; whatever is said next resumes."""
        *outer, place = (*self.state.interrupted, self.state.place) if not self.state.interrupted else self.state.interrupted
        self.state = self.state.but(place=place, interrupted=tuple(outer), paused=True)

    def edit(self, place: Place) -> None:
        """Ask an earlier question anew; afterwards the person returns to where they are now."""
        if self.is_closed(place):
            self.open_journey(self.ways.safe)
            return
        back_to = self.state.editing or (self.state.interrupted[0] if self.state.interrupted else self._asked_before_this())
        self._enter(place)
        self.state = self.state.but(editing=back_to, interrupted=())
        self.ask()

    def result(self) -> DialogueState:
        """The state after this turn."""
        return self.state.but(actions=tuple(self.actions))

    def _enter(self, place: Place) -> None:
        journey = self.script.journeys.get(place[0])
        progress = journey.progress(place[1]) if journey else None
        offered = self.state.offered if place == self.state.place else ()
        self.state = self.state.but(place=place, progress=progress, offered=offered, tried=False)

    def _asked_before_this(self) -> Optional[Place]:
        """The place to return to where "which answer?" was a step of the journey itself; that step is taken off the path."""
        earlier = tuple(place for place in self.state.visited if place != self.state.place)
        self.state = self.state.but(visited=earlier[:-1])
        return earlier[-1] if earlier else self.state.place

    def _nothing_to_choose(self) -> bool:
        assert self.state.place is not None
        if not self.question().dynamic or self.choices():
            return False
        self.say_of_step(self.state.place[1], "empty")
        if self.state.interrupted:
            self.go_on()
        else:
            back = [place for place in self.state.visited if place != self.state.place]
            self.state = self.state.but(place=back[-1] if back else None)
            self.go_on()
        return True

    def _go(self, signpost: str) -> None:
        if signpost == signs.GO_ON:
            self.go_on()
        elif signpost == signs.GO_CHOSEN_ANSWER:
            answer = self.answers.get(self.chosen_answer or "")
            self.edit(answer.place) if answer and self.script.has(answer.place) else self.go_on()
        elif signpost == signs.GO_CHOSEN_ROLE:
            self._open_chosen_role()
        elif signpost == signs.GO_CHOSEN_JOURNEY:
            if self._walked == self.ways.gate:
                self.state = self.state.but(closed_by=None)
            self.open_journey(self._chosen_journey(with_length=True))
        elif signpost == signs.GO_CHOSEN_WAY:
            chosen = self._chosen_journey(with_length=False)
            self.open_journey(chosen if self._is_open(chosen) else self.ways.gate)
        else:
            self.open_journey(signpost[len(signs.GO_PREFIX):])

    def _open_chosen_role(self) -> None:
        topic = self.answers["topic"].choices[:1] if "topic" in self.answers else ()
        place = (self.ways.home, f"utter_role_{topic[0]}") if topic else None
        self.open(place) if place and self.script.has(place) else self.open_journey(self.ways.home)

    def _chosen_journey(self, with_length: bool) -> str:
        chosen = self.answers["journey"].choices[0] if "journey" in self.answers else self.ways.home
        length = self.answers["length"].choices if "length" in self.answers else ()
        short = chosen + signs.SHORT_SUFFIX
        if with_length and "short" in length and short in self.script.journeys:
            return short
        return chosen if chosen in self.script.journeys else self.ways.home

    def _obey(self, directive: str) -> None:
        if directive == signs.CLOSE_PARTNER_STEPS:
            closed_by = self.state.closed_by or self._walked
            self.state = self.state.but(closed_by=closed_by, visited=(), editing=None)
        elif directive == signs.REOPEN_PARTNER_STEPS:
            if self.state.closed_by == self._walked:
                self.state = self.state.but(closed_by=None)
        elif directive == signs.FORGET_ANSWERS:
            self.answers.clear()
            self.forgotten = True
            self.state = self.state.but(visited=(), editing=None)
        elif directive == signs.FORGET_EVERYTHING:
            self.answers.clear()
            self.erased = True
            self.state = DialogueState()

    def _shown_before(self, place: Place) -> Tuple[str, ...]:
        ways = self.script.journey(place[0]).exits.values()
        runs = [run for exits in ways for run in exits.values() if run.question == place[1]]
        shows = [action for run in runs for action in run.actions if action.startswith("action_show")]
        return tuple(dict.fromkeys(shows))

    def _is_open(self, journey: str) -> bool:
        return base_journey(journey) in self.ways.open or self._is_interruption(journey)

    def in_danger_way(self) -> bool:
        """Whether the open question belongs to a way after danger."""
        return self.state.place is not None and self.state.place[0].startswith(signs.DANGER_PREFIX)

    def _is_interruption(self, journey: str) -> bool:
        return journey in self.script.interruptions
