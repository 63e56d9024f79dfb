"""What the person sent, as the dialogue reads it (pure)."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Optional, Tuple

#: Channels put this in front of a leading slash, so that Rasa passes the words on instead of running them as a command.
PLAIN_TEXT_MARK = "\u200b"
#: Where the wording of a pause has {return_code}; the channel puts the code there when it shows the text, so that no code is ever stored.
RETURN_CODE_MARK = "\u2063return-code\u2063"

#: The same for {handover_code}, which takes the conversation to another channel within so many minutes.
HANDOVER_CODE_MARK, HANDOVER_MINUTES = "\u2063handover-code\u2063", 10


@dataclass(frozen=True)
class Message:
    """One message.

    `choice` is set where a story or `rasa shell` names it; `danger` by the danger detector ("self_harm", or "self_harm_check" for
    the weaker tier), `danger_next` where the same message holds a second one; `ranking` maps intents to confidences (0 to 1), `situations` journeys and "other" to shares; `feelings` are those that the
    words name, the surest first (`groundwork/understanding/feelings/labels.py`); `near_exact` says that the wording is one of the intent's examples;
    `named` that a story gives the intent without any words; `locale` and `zone` are the channel's ("de-AT", "Europe/Vienna"), `channel`
    its name; `at` is when the message arrived (seconds since 1970, from the tracker's event).
    """

    text: str
    intent: str = ""
    confidence: float = 0.0
    near_exact: bool = False
    choice: Optional[str] = None
    danger: Optional[str] = None
    danger_next: Optional[str] = None
    ranking: Mapping[str, float] = field(default_factory=dict)
    situations: Mapping[str, float] = field(default_factory=dict)
    feelings: Tuple[str, ...] = ()
    named: bool = False
    locale: Optional[str] = None
    zone: Optional[str] = None
    channel: Optional[str] = None
    at: float = 0.0

    @property
    def words(self) -> str:
        """The text without a channel's mark and outer space."""
        return self.text.replace(PLAIN_TEXT_MARK, "").strip()

    @property
    def is_command(self) -> bool:
        """Whether it was typed with a leading slash."""
        return self.words.startswith("/")

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a digit in it, in any script."""
        return any(char.isalnum() for char in self.words)
