"""A small script for the pure tests: two journeys, one shared step, a branch, the frame, and two interruptions."""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from groundwork.dialogue.engine import Dialogue, Outcome
from groundwork.dialogue.listening import Listening
from groundwork.dialogue.message import Message
from groundwork.dialogue.offers import with_offers
from groundwork.dialogue.questions import Questions
from groundwork.dialogue.state import Answers, DialogueState
from groundwork.dialogue.story_reading import Story, Turn, read_script
from groundwork.dialogue.ways import Ways

TurnText = Tuple[str, Optional[str], List[str]]


def story(name: str, *turns: TurnText) -> Story:
    return Story(name, tuple(Turn(intent, choice, tuple(actions)) for intent, choice, actions in turns))


STORIES = [
    story("welcome", ("start_welcome", None, ["utter_hello", "utter_consent"]), ("inform", "yes", ["go_topic"])),
    story("welcome, no", ("start_welcome", None, ["utter_hello", "utter_consent"]), ("inform", "no", ["utter_bye", "forget_everything"])),
    *[
        story(f"topic {choice}", ("start_topic", None, ["utter_topic"]), ("inform", choice, then))
        for choice, then in {
            "journey": ["go_chosen_way"], "red": ["utter_role_red"],
        }.items()
    ],
    story("between", ("start_topic", None, ["utter_topic"]), ("inform", "between", ["utter_between"]), ("inform", None, ["utter_role_red"])),
    story("role", ("start_topic", None, ["utter_topic"]), ("inform", "red", ["utter_role_red"]), ("inform", None, ["go_chosen_way"])),
    story("unclear", ("start_topic", None, ["utter_topic"]), ("inform", "unclear", ["utter_topic_unclear"]), ("inform", "red", ["utter_role_red"])),
    story("gate", ("start_gate", None, ["utter_gate"]), ("inform", "no", ["utter_length"]), ("inform", None, ["go_chosen_journey"])),
    story("gate, yes", ("start_gate", None, ["utter_gate"]), ("inform", "yes", ["close_partner_steps", "go_safe_lane"])),
    story("safe", ("start_safe_lane", None, ["utter_safe"]), ("inform", None, ["ask_safety_anew", "go_gate"])),
    story(
        "red", ("start_red", None, ["utter_shared"]), ("inform", None, ["utter_red_facts"]), ("inform", None, ["action_coach_facts", "utter_red_why_now"]),
        ("inform", None, ["go_plan"]),
    ),
    story("red, later", ("start_red", None, ["utter_shared"]), ("inform", "later", ["utter_red_later"]), ("inform", None, ["utter_red_facts"])),
    story("red, short", ("start_red_short", None, ["utter_shared"]), ("inform", None, ["go_plan"])),
    story("blue", ("start_blue", None, ["utter_blue_first"]), ("inform", None, ["utter_shared"]), ("inform", None, ["go_plan"])),
    story("plan", ("start_plan", None, ["utter_plan_safe"]), ("inform", "show", ["action_show_plan", "utter_plan_next"]), ("inform", "done", ["utter_kept", "pause_here"])),
    story(
        "plan, change", ("start_plan", None, ["utter_plan_safe"]), ("inform", "show", ["action_show_plan", "utter_plan_next"]),
        ("inform", "change", ["utter_plan_change"]), ("inform", None, ["go_chosen_answer"]),
    ),
    story("leave, keep", ("leave", None, ["utter_leave"]), ("inform", "keep", ["utter_kept", "pause_here"])),
    story("leave, erase", ("leave", None, ["utter_leave"]), ("inform", "erase", ["utter_bye", "forget_everything"])),
    story("leave, stay", ("leave", None, ["utter_leave"]), ("inform", "stay", ["go_on"])),
    story("change", ("change_answer", None, ["utter_change"]), ("inform", None, ["go_chosen_answer"])),
    story("help", ("help_now", None, ["utter_help"]), ("inform", None, ["go_on"])),
    story("danger", ("danger_self_harm", None, ["utter_danger"]), ("inform", "yes", ["utter_danger_yes"]), ("inform", None, ["go_on"])),
    story("minor", ("danger_minor", None, ["utter_minor", "utter_minor_close"]), ("inform", "erase", ["forget_everything"])),
    story("danger, no", ("danger_self_harm", None, ["utter_danger"]), ("inform", "no", ["go_on"])),
    story("violence", ("danger_partner_violence", None, ["close_partner_steps", "utter_believed"]), ("inform", None, ["go_on"])),
]


def ask(text: str, titles: str = "", **metadata: Any) -> List[Dict[str, Any]]:
    buttons = [{"title": title.replace("_", " ").capitalize(), "payload": title} for title in titles.split()]
    return [{"text": text, "metadata": metadata, **({"buttons": buttons} if buttons else {})}]


def feelings(question: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    for button in question[0]["buttons"]:
        button.update({"angry": {"feeling": "anger", "also": ["furious"]}, "sad": {"feeling": "sadness"}}.get(button["payload"], {}))
    question[0]["metadata"]["names_back"] = [{"title": "Hurt", "payload": "hurt", "feeling": "sadness"}]
    return question


RESPONSES = with_offers({
    "utter_hello": ask("hello"), "utter_bye": ask("bye"), "utter_kept": ask("kept"),
    "utter_consent": ask("consent?", "yes no", keeps="consent"),
    "utter_topic": ask("topic?", "red", keeps="topic", reads="topic", accepts="words"),
    "utter_topic_unclear": ask("topic, once more?", "red", keeps="topic", reads="topic", accepts="words"),
    "utter_between": ask("closer?", "red blue neither", keeps="topic"),
    "utter_role_red": ask("role?", "other", keeps="journey"),
    "utter_red_offer": ask("I was red", offered_by="utter_role_red"), "utter_blue_offer": ask("I was blue", offered_by="utter_role_red"),
    "utter_gate": ask("gate?", "no yes", keeps="gate"), "utter_length": ask("length?", "short full", keeps="length"), "utter_safe": ask("safe?"),
    "utter_shared": feelings(ask("shared?", "angry later sad", keeps="shared", label="Shared", accepts="words", several=True)),
    "utter_feelings_heard": ask("fits?", "fits only otherwise"), "utter_feelings_heard_implied": ask("maybe?"), "utter_feelings_heard_again": ask("fits, again?"),
    "utter_feelings_heard_why": ask("named, because"), "utter_feelings_heard_after_otherwise": ask("misheard"), "utter_feelings_heard_and": ask("{first} and {last}"),
    "utter_shared_after_angry": ask("anger"),
    "utter_red_facts": ask("facts?", keeps="facts", label="Facts"), "utter_red_facts_again": ask("facts again?"),
    "utter_red_facts_why": ask("because"), "utter_red_facts_example": ask("such as"), "utter_red_later": ask("later?"),
    "utter_red_why_now": ask("why now?", keeps="why_now", label="Why now"),
    "utter_blue_first": ask("first?", keeps="first", label="First"),
    "utter_plan_safe": ask("safe to show?", "show"), "utter_plan_next": ask("next?", "change done"), "utter_plan_change": ask("which?", choices="answers"),
    "utter_leave": ask("leave?", "keep erase stay"), "utter_change": ask("which?", choices="answers"), "utter_change_empty": ask("none yet"),
    "utter_help": ask("help"), "utter_danger": ask("thoughts?", "yes no"), "utter_danger_yes": ask("services"), "utter_minor": ask("under 18"), "utter_minor_close": ask("erase?", "erase"), "utter_believed": ask("believed"),
    "utter_keep_or_try": ask("try?", "keep example"),
    **{name: ask(name) for name in (
        "utter_no_choice", "utter_old_choice", "utter_not_understood", "utter_slash", "utter_too_long", "utter_empty_message", "utter_welcome_back",
        "utter_back_at_first", "utter_still_closed", "utter_skipped", "utter_cannot_skip", "utter_no_why", "utter_no_example", "utter_consent_first", "utter_thanks",
    )},
})
MOVES = {"go_back": "back", "repeat": "repeat", "skip": "skip", "ask_why": "why", "ask_example": "example", "resume": "repeat"}


def small_dialogue() -> Dialogue:
    script = read_script(STORIES, {"thanks": ("utter_thanks",), "greet": ("utter_thanks",), "deny": ("utter_not_understood",)})
    ways = Ways(open=frozenset({"welcome", "topic", "gate", "safe_lane"}), holding=frozenset({"danger_minor"}))
    return Dialogue(script, Questions(RESPONSES), ways, Listening(moves=MOVES))


class Talk:
    """A conversation with the small dialogue; `say` returns the actions of the turn."""

    def __init__(self, dialogue: Optional[Dialogue] = None) -> None:
        self.dialogue = dialogue or small_dialogue()
        self.state: DialogueState = DialogueState()
        self.answers: Answers = {}
        self.held: Optional[Message] = None
        self.last: Optional[Outcome] = None

    def say(self, text: str, intent: str = "inform", confidence: float = 0.6, **more: Any) -> Tuple[str, ...]:
        message = Message(text, intent, confidence, **more)
        self.last = self.dialogue.turn(self.state, self.answers, message, self.held)
        self.state, self.answers = DialogueState.from_dict(self.last.state.as_dict()), self.last.answers
        self.held = message if self.last.hold else self.held
        return self.state.actions

    def interrupt(self, intent: str) -> Tuple[str, ...]:
        return self.say(f"({intent})", intent, 1.0, near_exact=True)

    @property
    def step(self) -> Optional[str]:
        return self.state.place[1] if self.state.place else None

    def to_journey(self, role: str = "1", length: str = "full") -> "Talk":
        self.say("hi", "greet", near_exact=True)
        for text in ("yes", "red", role, "no", length):
            self.say(text)
        return self
