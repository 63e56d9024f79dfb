"""The shape of a whole text: its length, how many topics it opens (pure)."""
from __future__ import annotations

from typing import Iterator, List, Set

from groundwork.coaching.noticing import Mark, mark
from groundwork.coaching.parse import Text
from groundwork.coaching.phrases import phrases
from groundwork.coaching.words import topics

#: An opening that can be said in one breath or two.
MOST_WORDS = 60
#: From so many different subjects on, nobody knows which to answer.
TOPICS = 3


def too_long(text: Text) -> Iterator[Mark]:
    """Where it goes on after what one breath or two can hold."""
    said = [(sentence, token) for sentence in text.sentences for token in sentence.doc if token.is_alpha]
    if len(said) > MOST_WORDS:
        sentence, token = said[MOST_WORDS]
        yield mark("too_long", sentence, token, sentence.doc[len(sentence.doc) - 1])


def several_topics(text: Text) -> Iterator[Mark]:
    """ "And another thing", or three different subjects."""
    for sentence in text.sentences:
        for span in phrases("several_topics", sentence):
            yield mark("several_topics", sentence, *span)
            return
    seen: Set[str] = set()
    for sentence in text.sentences:
        for token in sentence.doc:
            names: List[str] = [name for name, members in topics().items() if token.lemma_.lower() in members and token.i not in sentence.quoted]
            seen.update(names)
            if names and len(seen) >= TOPICS:
                yield mark("several_topics", sentence, token)
                return
