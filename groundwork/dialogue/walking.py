"""One turn in progress: where it leads (pure).

`Walk` follows runs and their signposts; `engine` decides which. The rules of the way are in `docs/authors.md`.
"""
from __future__ import annotations

from typing import Optional, Tuple

from groundwork.dialogue import detours, script as signs, signposts
from groundwork.dialogue.open_question import SECOND_TRY, base_journey
from groundwork.dialogue.script import Place, Run
from groundwork.dialogue.set_aside import dropped, set_aside, taken_up
from groundwork.dialogue.state import DialogueState
from groundwork.dialogue.telling import Telling


#: The step of a way that waits for its turn.
NOT_BEGUN = ""


class Walk(Telling):
    """A turn being built from the state before it."""

    def follow(self, journey: str, run: Run) -> None:
        """Say and do a run, follow its signposts, and open the question it ends in."""
        self.walked = journey
        for number, action in enumerate(run.actions, start=1):
            if action == signs.PAUSE_HERE:
                self.pause()
                return
            if action.startswith(signs.GO_PREFIX):
                signposts.go(self, action)
                return
            if action.startswith(signs.VISIT_PREFIX):
                if detours.visit(self, action, journey, Run(run.actions[number:], run.question)):
                    return
            elif action in signs.DIRECTIVES:
                signposts.obey(self, action)
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
        """Whether this place faces the partner while such steps are closed, or is the safety questions before anything was taken back."""
        before_taken_back = place[0] == self.ways.gate and not self.state.taken_back
        return self.state.partner_steps_closed and (before_taken_back or not self.is_open(place[0]))

    def open(self, place: Place, as_before: bool = False) -> None:
        """Open a question and ask it in full (as_before: word for word); a closed one leads to the safe lane."""
        if self.is_closed(place):
            self.open_journey(self.ways.safe)
            return
        self.state = self.state.but(ahead=detours.still_ahead(self, place[0]))
        self._enter(place)
        if detours.needs_gate(self, place):
            detours.ask_gate(self)
        elif not self._nothing_to_choose() and not self.in_turn:
            self.ask(as_before)

    def open_again(self, place: Place) -> None:
        """Open a question that was asked before, in its shorter wording."""
        self._enter(place)
        self.ask_again()

    def ask_again(self) -> None:
        """Ask the open question once more, shorter where a shorter wording is written."""
        if self.state.place and self.is_closed(self.state.place):
            self.open_journey(self.ways.safe)
            return
        if self.state.place and detours.needs_gate(self, self.state.place):
            detours.ask_gate(self)
            return
        if not self.state.place or self._nothing_to_choose():
            return
        asked = self.say(SECOND_TRY) if self.state.tried else None
        asked = asked or self.say_of_step(self.asked_step(), "again") or self.say(self.asked_step(), as_before=True)
        self.state = self.state.but(asked=asked)

    def go_on(self) -> None:
        """Back to the question that was interrupted (or is open), and ask it again; a way that waits for its turn begins now, and at the end
        of a detour it is on with what follows it."""
        if detours.is_over(self):
            detours.leave(self)
            return
        *outer, place = self.state.interrupted or (self.state.place,)
        if self.state.interrupted:
            self.state = self.state.but(interrupted=tuple(outer))
        if place and place[1] == NOT_BEGUN:
            self.follow(place[0], self.script.journey(place[0]).opening)
        elif place is None or not self.script.has(place):
            self.open_journey(self.ways.home if self.state.consent else self.ways.entry)
        else:
            place = detours.after_danger(self, place)
            if place != self.state.place:
                self._enter(place)
            self.ask_again()

    def take_up(self) -> None:
        """Open the interrupted question again without a word: something said inside its interruption belongs to it."""
        *outer, place = self.state.interrupted
        self._enter(place)
        self.state = self.state.but(interrupted=tuple(outer))

    def return_from_edit(self) -> None:
        """Back to where the person was before changing an answer; a page that shows answers is shown anew."""
        place = self.state.editing
        assert place is not None
        self.state = self.state.but(editing=None)
        if self.is_closed(place):
            self.open_journey(self.ways.safe)
            return
        self._enter(place)
        lead_in = self._shown_before(place)
        for action in lead_in:
            self.do(action)
        self.ask() if lead_in else self.ask_again()

    def interrupt(self, name: str, instead: bool = False) -> None:
        """Leave the open question for an interruption with a question of its own.

        Afterwards a journey's step and a way after danger are gone on with; another interruption that was open is not.

        Args:
            instead: the person has said that another way is the right one, so the open one is not come back to.
        """
        place = self.state.place
        if place is None:
            opening = self.script.journey(self.ways.entry).opening
            self.state = self.state.but(interrupted=((self.ways.entry, opening.question or ""),))
        elif not self.is_interruption(place[0]) or (self.in_danger_way() and not instead):
            self.state = set_aside(self.state).but(interrupted=self.state.interrupted + (place,))
        way = signs.way_of(name)
        once = dict.fromkeys(earlier for earlier in self.state.interrupted if signs.way_of(earlier[0]) != way)
        self.state = self.state.but(interrupted=tuple(once))
        self.follow(name, self.script.journey(name).opening)

    def afterwards(self, name: str) -> None:
        """Let a way begin by itself when the open one is left, whichever way it is left."""
        if self.state.place and name in self.script.interruptions and not self.is_ahead(name):
            self.state = self.state.but(interrupted=self.state.interrupted + ((name, NOT_BEGUN),))

    def is_ahead(self, name: str) -> bool:
        """Whether a way is open, or will be come back to."""
        return any(place and signs.way_of(place[0]) == signs.way_of(name) for place in (self.state.place, *self.state.interrupted))

    def open_journey(self, name: str) -> None:
        """Start a journey at its first step, or the one that must come before it (consent, safe lane); a way that holds is not left."""
        held = next((place for place in self.state.interrupted if place[0] in self.ways.holding), None)
        if held and self.walked not in self.ways.holding:
            self.state = self.state.but(interrupted=self.state.interrupted[: self.state.interrupted.index(held) + 1])
            self.go_on()
            return
        came_from = self.state.place[0] if self.state.place else None
        if came_from == self.ways.entry and name not in self.ways.before_consent:
            self.state = self.state.but(consent=True)
        if not self.state.consent and name not in self.ways.before_consent:
            name = self.ways.entry
        elif self.is_closed((name, "")):
            name = self.ways.safe
        elif self.state.partner_steps_closed and name + signs.CLOSED_SUFFIX in self.script.journeys:
            name += signs.CLOSED_SUFFIX
        visited = () if name in (self.ways.home, self.ways.entry, self.ways.safe) else self.state.visited
        self.state = self.state.but(interrupted=(), ahead=(), editing=None, visited=visited, set_aside={})
        self.follow(name, self.script.journey(name).opening)

    def pause(self) -> None:
        """Keep the place; whatever is said next resumes. A way that waits for its turn begins instead."""
        *outer, place = self.state.interrupted or (self.state.place,)
        if place and place[1] == NOT_BEGUN:
            self.go_on()
            return
        if place and place != self.state.place:
            self._enter(place)
        self.state = self.state.but(interrupted=tuple(outer), paused=True)

    def edit(self, place: Place) -> None:
        """Ask an earlier question anew; afterwards the person returns to where they are now."""
        if self.is_closed(place):
            self.open_journey(self.ways.safe)
            return
        back_to = self.state.editing or (self.state.interrupted[0] if self.state.interrupted else self._asked_before_this())
        self.state = dropped(self.state, place)
        self._enter(place)
        self.state = self.state.but(editing=back_to if back_to != place else None, interrupted=())
        self.ask()

    def result(self) -> DialogueState:
        """The state after this turn."""
        return self.state.but(actions=tuple(self.actions))

    def _enter(self, place: Place) -> None:
        journey = self.script.journeys.get(place[0])
        progress = journey.progress(place[1]) if journey else None
        self.state = taken_up(self.state, place).but(progress=progress)

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
            self._enter(back[-1]) if back else None
            self.state = self.state.but(place=back[-1] if back else None)
            self.go_on()
        return True

    def _shown_before(self, place: Place) -> Tuple[str, ...]:
        ways = self.script.journey(place[0]).exits.values()
        runs = [run for exits in ways for run in exits.values() if run.question == place[1]]
        shows = [action for run in runs for action in run.actions if action.startswith("action_show")]
        return tuple(dict.fromkeys(shows))

    def is_open(self, journey: str) -> bool:
        """Whether a journey needs no safety questions."""
        return base_journey(journey) in self.ways.open or self.is_interruption(journey)

    def in_danger_way(self) -> bool:
        """Whether the open question belongs to a way after danger."""
        return self.state.place is not None and self.state.place[0].startswith(signs.DANGER_PREFIX)

    def is_in_danger(self) -> bool:
        """Whether a way after danger is open or will be come back to, or what faces the partner is closed."""
        places = (self.state.place, *self.state.interrupted)
        return self.state.partner_steps_closed or any(place and place[0].startswith(signs.DANGER_PREFIX) for place in places)

    def is_interruption(self, journey: str) -> bool:
        """Whether it interrupts, rather than being walked for itself."""
        return journey in self.script.interruptions
