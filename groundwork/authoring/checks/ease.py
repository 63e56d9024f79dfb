"""How easy a text is: words of a sentence, reading age (pure). Figures, never more than advice."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Iterator, List

from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.known import known
from groundwork.authoring.project import Project

_SENTENCE = re.compile(r"[^.?!…:\n]+[.?!…:]*")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SYLLABLE = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscxzgh]es)$")


@dataclass(frozen=True)
class Ease:
    """Figures of a text. age: years at which it is read with ease (Flesch-Kincaid grade and 5); longest: words of its longest sentence."""

    words: int
    sentences: int
    longest: int
    age: float


def ease_of(text: str) -> Ease:
    """The figures of a text; names in brackets count as one word."""
    sentences = [words for words in (_WORD.findall(sentence) for sentence in _SENTENCE.findall(text)) if words]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Ease(0, 0, 0, 0.0)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return Ease(len(words), len(sentences), max(map(len, sentences)), max(0.0, grade + 5))


@lru_cache(maxsize=None)
def syllables(word: str) -> int:
    """Syllables of an English word: groups of vowels, without a silent ending."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    count = len(_SYLLABLE.findall(plain))
    return max(1, count - 1 if len(plain) > 2 and _SILENT.search(plain) else count)


def check(project: Project) -> Iterator[Finding]:
    """Long sentences, and texts of some length that ask for more years of school than we suppose."""
    longest, oldest, enough = (int(known(name)) for name in ("longest_sentence", "oldest_reading_age", "words_for_reading_age"))
    for response in project.content.responses.values():
        for variation in response.variations:
            if variation.text is None:
                continue
            ease = ease_of(variation.text.name)
            if ease.longest > longest:
                yield finding("G720", variation.text.place, count=ease.longest, most=longest)
            if ease.words >= enough and ease.age > oldest:
                yield finding("G721", variation.text.place, age=round(ease.age), most=oldest)


def figures(project: Project) -> List[str]:
    """Name and value of each figure over all responses, for `--figures`."""
    texts = [variation.text.name for response in project.content.responses.values() for variation in response.variations if variation.text]
    each = [ease for ease in map(ease_of, texts) if ease.words]
    if not each:
        return []
    words, sentences = sum(ease.words for ease in each), sum(ease.sentences for ease in each)
    whole = ease_of(" ".join(text if text.rstrip().endswith((".", "?", "…")) else text + "." for text in texts))
    return [
        str(len(project.content.responses)), str(len(texts)), str(words), f"{words / sentences:.1f}", str(max(ease.longest for ease in each)),
        f"{whole.age:.1f}", f"{sum(ease.sentences for ease in each) / len(each):.1f}",
    ]  # fmt: skip
