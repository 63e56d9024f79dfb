"""Whatever an author writes: within every limit, nothing lost, every choice answerable, no payload visible. Seeds make it the same every time."""
from __future__ import annotations

import random
import re
from typing import List, Tuple

import pytest

from groundwork.channels.limits import LIMITS, Limits
from groundwork.channels.rendering import Part, length, render
from groundwork.dialogue.choices import resolve
from groundwork.dialogue.questions import Choice
from groundwork.storage.transcript import Said

SEEDS = range(60)
WORDS = ["and", "then", "They said:", "no.", "Why?", "\u00fcber", "caf\u00e9", "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469\u200d\U0001f466", "\u0645\u0631\u062d\u0628\u0627.", "&", "<b>", "\u2026", "\n", "\n\n", "x" * 90, "e\u0301" * 40, "\u201cyes.\u201d", "1.", "\U0001f1e6\U0001f1f9"]
NUMBERED = re.compile(r"^\d{1,3}/\d{1,3} ")


def made(seed: int, longest: int = 10_000, most: int = 20, label: int = 60) -> Said:
    """A message of any length with any choices."""
    draw = random.Random(seed)
    text = ""
    for _ in range(draw.choice([0, 5, 40, 200, 1500])):
        text = (text + draw.choice(["", " ", " "]) + draw.choice(WORDS))[:longest]
    choices, shorts = [], {}
    for number in range(draw.randint(0, most)):
        title = f"{number}{draw.choice('abc')} " + "".join(draw.choice(["word ", "\u00e9", "\U0001f44d", "&"]) for _ in range(draw.randint(1, 12)))
        payload = f"journey/step:choice_{number}"
        choices.append((payload, title[:label].strip()))
        if draw.random() < 0.7:
            shorts[payload] = f"short {number}"
    return Said(3, False, text, choices=tuple(choices), urgent=draw.random() < 0.2, shorts=shorts)


def ids(payload: str) -> str:
    return f"id{hash(payload) & 0xffff:05d}"


def without_numbering(parts: List[str]) -> str:
    return "".join(NUMBERED.sub("", part) if len(parts) > 1 else part for part in parts)


def squeezed(text: str) -> str:
    return "".join(text.split())


def shown(said: Said, limits: Limits) -> Tuple[Part, ...]:
    return render(said, limits, ids)


@pytest.mark.parametrize("channel", sorted(LIMITS))
@pytest.mark.parametrize("seed", SEEDS)
def test_any_message_is_shown_whole_and_within_the_limits(channel: str, seed: int) -> None:
    limits, said = LIMITS[channel], made(seed)
    parts = shown(said, limits)
    native = [part for part in parts if part.choices]
    for part in parts:
        kind = next((kind for kind in limits.native if kind.kind == part.kind), None)
        assert len(part.text.encode("utf-16-le")) // 2 <= (kind.text if kind else limits.text) and part.text.strip()
        assert len(part.choices) <= (kind.most if kind else 0)
        assert all(0 < len(label.encode("utf-16-le")) // 2 <= kind.label for _, label in part.choices if kind)
        assert "journey/step" not in part.text and "journey/step" not in repr(part.choices)
    text = without_numbering([part.text for part in parts])
    numbered = [] if native else [f"{number}. {' '.join(label.split())}" for number, (_, label) in enumerate(said.choices, start=1)]
    assert squeezed(text) == squeezed(limits.write(said.text + "\n".join(numbered)))
    if native:
        assert native == [parts[-1]] and [name for name, _ in native[0].choices] == [ids(payload) for payload, _ in said.choices]
        assert all(label in (title, said.shorts.get(payload)) for (_, label), (payload, title) in zip(native[0].choices, said.choices))
    if said.urgent:
        assert not native and (len(parts) == 1 or length(said.text, limits) > limits.text - 2000)


@pytest.mark.parametrize("channel", sorted(LIMITS))
@pytest.mark.parametrize("seed", SEEDS)
def test_every_choice_can_be_typed_by_its_number_its_label_and_its_button(channel: str, seed: int) -> None:
    said = made(seed, longest=300)
    choices = [Choice(payload.split(":")[1], title, short=said.shorts.get(payload, "")) for payload, title in said.choices]
    parts = shown(said, LIMITS[channel])
    for number, choice in enumerate(choices, start=1):
        assert resolve(str(number), choices) == choice
        assert resolve(choice.title, choices) == choice
    for part in parts:
        for (_, label), choice in zip(part.choices, choices):
            assert resolve(label, choices) == choice


@pytest.mark.parametrize("channel, count, label, kind", [
    ("telegram", 8, "in between, and long enough here", "buttons"), ("telegram", 21, "a", ""), ("slack", 25, "a", "buttons"), ("slack", 26, "a", ""),
    ("messenger", 11, "a", "quick_replies"), ("messenger", 12, "a", ""), ("messenger", 2, "longer than twenty characters", ""),
    ("whatsapp", 3, "a", "buttons"), ("whatsapp", 4, "a", "list"), ("whatsapp", 10, "a", "list"), ("whatsapp", 11, "a", ""), ("sms", 2, "a", ""),
])
def test_the_channels_own_choices_are_used_where_all_fit(channel: str, count: int, label: str, kind: str) -> None:
    said = Said(1, False, "Which?", choices=tuple((f"a/b:{number}", f"{number} {label}") for number in range(count)))
    (part,) = shown(said, LIMITS[channel])
    assert part.kind == kind and (f"{count}. " in part.text) is not bool(kind)


def test_a_label_is_cut_to_nothing_but_its_short_label() -> None:
    said = Said(1, False, "How?", choices=(("a/b:c", "Sometimes, or I'd rather not say"), ("a/b:d", "Yes")), shorts={"a/b:c": "Sometimes/rather not"})
    (part,) = shown(said, LIMITS["messenger"])
    assert [label for _, label in part.choices] == ["Sometimes/rather not", "Yes"]


def test_an_urgent_text_stays_whole_where_another_is_split() -> None:
    text = "This is a sentence. " * 30
    assert len(shown(Said(1, False, text), LIMITS["sms"])) > 1
    assert len(shown(Said(1, False, text, urgent=True), LIMITS["sms"])) == 1


def test_a_text_is_cut_at_the_end_of_a_sentence() -> None:
    parts = shown(Said(1, False, "One sentence stands here. " * 200), LIMITS["telegram"])
    assert len(parts) > 1 and all(part.text.endswith("here.") for part in parts)
    assert [part.text.split()[0] for part in parts] == [f"{number}/{len(parts)}" for number in range(1, len(parts) + 1)]


def test_nothing_is_cut_inside_of_what_is_read_as_one_sign() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f466"
    parts = shown(Said(1, False, family * 800), LIMITS["telegram"])
    assert all(NUMBERED.sub("", part.text).replace(family, "") == "" for part in parts)


def test_what_slack_would_read_as_markup_is_text() -> None:
    (part,) = shown(Said(1, False, "<!channel> & <https://a.example|b>"), LIMITS["slack"])
    assert part.text == "&lt;!channel&gt; &amp; &lt;https://a.example|b&gt;"
