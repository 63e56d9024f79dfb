"""Turns of phrase that come again and again (pure): advice, since a person hears all of a journey in one evening."""
from __future__ import annotations

import re
from collections import defaultdict
from typing import Dict, Iterator, List, Set, Tuple

from groundwork.authoring.content import Named, Response
from groundwork.authoring.findings import Finding, finding
from groundwork.authoring.known import known
from groundwork.authoring.project import Project

_WORD = re.compile(r"[\w'’]+")
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")


def check(project: Project) -> Iterator[Finding]:
    """A whole text that stands word for word in two variations of one response; a sentence in more responses than is bearable."""
    most = int(known("most_same_sentences"))
    sentences: Dict[str, List[Tuple[Response, Named]]] = defaultdict(list)
    for response in project.content.responses.values():
        yield from _same_variations(response)
        heard: Set[str] = set()
        for variation in response.variations:
            for sentence in _sentences(variation.text) if variation.text else ():
                if sentence not in heard and variation.text:
                    heard.add(sentence)
                    sentences[sentence].append((response, variation.text))
    for sentence, said in sentences.items():
        if len(said) > most and not any(part in said[0][0].name for part in known("repeated_on_purpose")):
            yield finding("G723", said[most][1].place, sentence=sentence, count=len(said), most=most)


def _same_variations(response: Response) -> Iterator[Finding]:
    first: Dict[Tuple[str, str], Named] = {}
    for variation in response.variations:
        if variation.text:
            key = (variation.text.name.strip(), variation.channel.name if variation.channel else "")
            other = first.setdefault(key, variation.text)
            if other is not variation.text:
                yield finding("G724", variation.text.place, name=response.name, line=other.place.line)


def _sentences(text: Named) -> List[str]:
    shortest = int(known("shortest_repeated_sentence"))
    found = (" ".join(_WORD.findall(sentence)).lower() for sentence in _SENTENCE.findall(text.name))
    return [sentence for sentence in found if len(sentence.split()) >= shortest]
