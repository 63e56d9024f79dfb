"""What the coach notices: the public types (pure)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

#: What a sentence is meant to be.
KINDS = ("opening", "apology", "boundary", "request", "facts", "listening")

#: How strongly a remark tends to close a conversation; the order in which remarks are said begins with the highest.
HARD, MEDIUM, MILD, MISSING = 4, 3, 2, 1


@dataclass(frozen=True)
class Finding:
    """Something that tends to close a conversation.

    code: what it is ("always_never"). start, end: the characters of the original text it is about; of something that is missing, the whole
    text. reason: the key of why it closes. severity: HARD to MISSING.
    """

    code: str
    start: int
    end: int
    reason: str
    severity: int

    @property
    def is_missing(self) -> bool:
        """Whether it is about something that was not said."""
        return self.severity == MISSING


@dataclass(frozen=True)
class Strength:
    """Something that opens a conversation, and where it was said."""

    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Coaching:
    """All that was noticed in one text, in the order in which it stands there.

    form: for a boundary, what the text really is: "boundary", "request", "rule", "ultimatum", or None where it is none of these.
    """

    kind: str
    findings: Tuple[Finding, ...] = ()
    strengths: Tuple[Strength, ...] = ()
    form: Optional[str] = None

    def codes(self) -> Tuple[str, ...]:
        """The codes of all findings, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))
