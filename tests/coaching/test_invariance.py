"""What has nothing to do with the sentence changes nothing in what is found: politeness, names, emoji, line breaks, capitals, common misspellings."""
from __future__ import annotations

import random
import re
from typing import Callable, Dict, FrozenSet, List

import pytest

from groundwork.coaching.coach import coach
from tests.coaching.marked import Marked, read

SEED = 20261125
_EMOJI = ("😭", "💔", "😔", "🙃", "❤️", "🥺")
_NAMES = ("Sam", "Alex", "Maria", "Jo", "Kim")
_MISSPELT: Dict[str, str] = {
    "always": "alwasy", "never": "nevr", "because": "becuase", "really": "realy", "don't": "dont", "can't": "cant", "didn't": "didnt", "I'm": "im",
    "you're": "youre", "I've": "ive", "you": "u", "your": "ur", "listen": "lisen", "sorry": "sory", "selfish": "selfihs", "friends": "freinds",
    "want to": "wanna", "please": "plz", "message": "mesage", "messages": "mesages", "apologise": "appologise", "couldn't": "couldnt",
}  # fmt: skip


def _misspelt(text: str, _: random.Random) -> str:
    for right, wrong in _MISSPELT.items():
        text = re.sub(rf"\b{re.escape(right)}\b", wrong, text)
    return text


def _with_emoji(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words.insert(chance.randrange(len(words) + 1), chance.choice(_EMOJI))
    return " ".join(words)


def _over_lines(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    return "".join(word + chance.choice([" ", " ", "\n", "\r\n", "  ", "\t"]) for word in words)


CHANGES: Dict[str, Callable[[str, random.Random], str]] = {
    "thanks after it": lambda text, _: text + (" " if text[-1] in ".!?" else ". ") + "Thank you.",
    "a name before it": lambda text, chance: f"{chance.choice(_NAMES)}, {text}",
    "a greeting before it": lambda text, _: f"Hello. {text}",
    "emoji": _with_emoji,
    "line breaks": _over_lines,
    "misspellings": _misspelt,
    "curly apostrophes": lambda text, _: text.replace("'", "\u2019"),
    "lower case": lambda text, _: text.lower(),
}


def _sentences() -> List[Marked]:
    sentences = [sentence for name in ("first.txt", "second.txt") for sentence in read(name)]
    return random.Random(SEED).sample(sentences, 150)


def _codes(sentence: Marked, text: str) -> FrozenSet[str]:
    return frozenset(finding.code for finding in coach(text, sentence.kind).findings if not finding.is_missing)


@pytest.mark.parametrize("change", CHANGES)
def test_remarks_survive_a_change_that_has_nothing_to_do_with_them(change: str) -> None:
    """At most one sentence in fifty may be read differently: a parser is no proof. All that do are named."""
    chance = random.Random(SEED)
    sentences = _sentences()
    changed = [(sentence, CHANGES[change](sentence.text, chance)) for sentence in sentences]
    different = [f"{text!r}: {sorted(_codes(one, one.text))} became {sorted(_codes(one, text))}" for one, text in changed if _codes(one, one.text) != _codes(one, text)]
    assert len(different) <= len(sentences) // 50, f"seed {SEED}:\n" + "\n".join(different)


def test_the_same_text_gives_the_same_findings_whatever_came_before() -> None:
    sentences = _sentences()[:40]
    once = [coach(sentence.text, sentence.kind) for sentence in sentences]
    again = [coach(sentence.text, sentence.kind) for sentence in reversed(sentences)]
    assert once == again[::-1]
