"""The time of a talk as it is kept beside the person's words (pure but for reading `words.yml`)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Dict, Mapping, Optional

from groundwork.plan.spoken_time import spoken
from groundwork.plan.time_words import shared_time_words


@dataclass(frozen=True)
class When:
    """A day and perhaps an hour, local to `zone` (an IANA name; None: not known, the clock on the wall).

    about: the hour was said only roughly. start, end: where in the answer's words it stands. said_on: the local day on which it was said.
    """

    day: date
    hour: Optional[time]
    about: bool
    zone: Optional[str]
    start: int
    end: int
    said_on: date

    def as_dict(self) -> Dict[str, Any]:
        """JSON-able form, for the kept answer."""
        hour = self.hour.isoformat("minutes") if self.hour else None
        return {**vars(self), "day": self.day.isoformat(), "hour": hour, "said_on": self.said_on.isoformat()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "When":
        """The inverse of `as_dict`."""
        hour = time.fromisoformat(data["hour"]) if data.get("hour") else None
        dates = {name: date.fromisoformat(data[name]) for name in ("day", "said_on")}
        return cls(**{**data, **dates, "hour": hour})

    def spoken(self) -> str:
        """As it is said back and stands on the page: "Sunday 29 November, about 1 in the afternoon"."""
        return spoken(self.day, self.hour, self.about, shared_time_words().said, self.said_on.year)


def times_of(answers: Mapping[str, Any]) -> Dict[str, str]:
    """{when} for the texts: the time understood in the answers of the chosen journey; empty where there is none."""
    chosen = answers["journey"].choices[0] if "journey" in answers and answers["journey"].choices else None
    times = [answer.when for answer in answers.values() if answer.when and (chosen is None or answer.journey in (chosen, f"{chosen}_short"))]
    return {"when": When.from_dict(times[-1]).spoken()} if times else {}
