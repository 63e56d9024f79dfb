"""One turn in progress: what is said (pure). Where it leads is `walking`'s."""
from __future__ import annotations

from typing import Dict, List, Optional, Tuple

from groundwork.dialogue.naming_back import NAMING, manner
from groundwork.dialogue.open_question import asked_question, open_choices, open_question, own_wordings, worded
from groundwork.dialogue.questions import Choice, Question, Questions
from groundwork.dialogue.script import Script
from groundwork.dialogue.state import Answer, Answers, DialogueState
from groundwork.dialogue.ways import Ways


class Telling:
    """The words of a turn, and the question that is open. `state`, `answers` and `actions` are the turn's result."""

    def __init__(
        self, script: Script, questions: Questions, ways: Ways, state: DialogueState, answers: Answers, now: float = 0.0
    ) -> None:
        self.script, self.questions, self.ways, self.now = script, questions, ways, now
        self.came_from, self.path = state.place, state.visited
        self.state = state.but(actions=(), coached_at=None, coached_back=None, last_try=False, asked=None)
        self.answers: Dict[str, Answer] = dict(answers)
        self.actions: List[str] = []
        self.walked = ""
        self.erased = False
        self.forgotten = False
        self.chosen_answer: Optional[str] = None
        self.past = False
        self.in_turn = False

    def say(self, *names: str, as_before: bool = False) -> Optional[str]:
        """Say the first of the responses that is written, in this answer's and this journey's own wording where there is one.

        Args:
            as_before: in the same variation as the last time, where there are several.

        Returns:
            The name of what is said, or None.
        """
        for name in names:
            written = self.questions.first_existing(*worded(name, self.state, self.answers, self.questions))
            if written:
                self._add(written, as_before)
                return written
        return None

    def say_of_step(self, step: str, *parts: str) -> Optional[str]:
        """Say `<step>_<part>` for the first part that is written ("again", "why", "after_angry" …)."""
        names: List[str] = []
        for part in parts:
            names += [f"{step}_{journey}_{part}" for journey in own_wordings(self.state, self.answers)] + [f"{step}_{part}"]
        return self.say(*names)

    def ask(self, as_before: bool = False) -> None:
        """Say the open question in full; as_before: word for word."""
        asked = self.say(self.asked_step(), as_before=as_before)
        self.state = self.state.but(asked=asked)

    def name_back(self, heard: Tuple[str, ...], words: str) -> None:
        """Name the feelings that the words were understood as; the step stays open until the person has said whether it fits."""
        ways = manner(self.asked_question(), heard, words)
        self.state = self.state.but(heard=heard, named_back=True)
        asked = self.say_of_step(NAMING, *ways) or self.say(NAMING)
        self.state = self.state.but(asked=asked)

    def asked_step(self) -> str:
        """The response that the open question is asked with; its companions are `<response>_why` and so on."""
        assert self.state.place is not None
        return NAMING if self.state.heard else self.state.place[1]

    def do(self, action: str) -> None:
        """Run a custom action."""
        self._add(action)

    def _add(self, action: str, as_before: bool = False) -> None:
        self.actions.append(action)
        if self.questions.varies(action) and not as_before:
            self.state = self.state.but(said={**self.state.said, action: self.state.said.get(action, 0) + 1})

    def question(self) -> Question:
        """The open question."""
        return open_question(self.state, self.answers, self.questions)

    def asked_question(self) -> Question:
        """The question of the open step, also while feelings are named back."""
        return asked_question(self.state, self.answers, self.questions)

    def choices(self) -> Tuple[Choice, ...]:
        """The choices that are open now."""
        return open_choices(self.state, self.answers, self.questions)
