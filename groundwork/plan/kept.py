"""All that is kept about a person, as lines to be read: each thing once (pure)."""
from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

from groundwork.dialogue.state import DialogueState
from groundwork.plan.page import Kept, Line, Responses, line_of
from groundwork.services.directory import Directory

#: Labels, and the words where there are none of the person's own.
_COUNTRY, _CLOSED, _CLOSED_WORDS = "utter_kept_country", "utter_kept_closed", "utter_kept_closed_words"


def everything_kept(answers: Kept, state: DialogueState, responses: Responses, directory: Optional[Directory] = None) -> List[Line]:
    """Every kept answer, those without a label as their question's `called` names them, with what was understood in it; and what the state says
    about the person.

    Args:
        answers: the `answers` slot.
        responses: the domain's responses.
        directory: names the country.
    """
    return [*_answers(answers, responses), *_of_state(state, responses, directory)]


def _answers(answers: Kept, responses: Responses) -> Iterator[Line]:
    same: Dict[Tuple[str, str], List[Mapping[str, Any]]] = {}
    for answer in answers.values():
        if str(answer["words"]).strip():  # one message may be the answer to two questions: what it is about, and their part in it
            same.setdefault((str(answer["step"]), str(answer["words"])), []).append(answer)
    for group in same.values():
        line = line_of(group[0], str(group[0].get("label") or _called(group[0], responses)), responses)
        understood = [title for answer in group for title in _understood(answer, responses)]
        yield Line(line.label, line.words, line.note or ", ".join(dict.fromkeys(understood)))


def _understood(answer: Mapping[str, Any], responses: Responses) -> Iterator[str]:
    """The titles of choices that own words were taken for."""
    for choice in answer.get("choices") or ():
        titles = _titles(responses.get(answer["step"]) or (), choice) or [title for each in responses.values() for title in _titles(each, choice)]
        if titles and titles[0].casefold() not in str(answer["words"]).casefold():
            yield titles[0]


def _titles(variations: Any, choice: str) -> List[str]:
    return [str(button["title"]) for variation in variations for button in variation.get("buttons") or () if button.get("payload") == choice]


def _of_state(state: DialogueState, responses: Responses, directory: Optional[Directory]) -> Iterator[Line]:
    country = directory.country(state.country) if directory else None
    if country:
        yield Line(_text(_COUNTRY, responses), country.name)
    if state.partner_steps_closed:
        yield Line(_text(_CLOSED, responses), _text(_CLOSED_WORDS, responses))


def _called(answer: Mapping[str, Any], responses: Responses) -> str:
    variations = responses.get(answer["step"]) or [{}]
    return str((variations[0].get("metadata") or {}).get("called") or "")


def _text(name: str, responses: Responses) -> str:
    return str(responses[name][0]["text"])
