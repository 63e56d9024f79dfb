"""A day and an hour as they are said back, without any doubt about which: "Sunday 29 November, about 1 in the afternoon" (pure)."""
from __future__ import annotations

from datetime import date, time
from typing import Any, Mapping, Optional

from groundwork.dialogue.filling import fill


def spoken(day: date, hour: Optional[time], about: bool, said: Mapping[str, Any], this_year: int) -> str:
    """The forms are those of `said` in `words.yml`; another year than this one is named."""
    names = {"weekday": said["weekdays"][day.weekday()], "month": said["months"][day.month - 1], "day": str(day.day), "year": str(day.year)}
    values = {"date": fill(said["date" if day.year == this_year else "date_in_another_year"], names)}
    if hour is None:
        return fill(said["no_hour"], values)
    if (hour.hour, hour.minute) == (12, 0):
        return fill(said["about_noon" if about else "noon"], values)
    values["hour"] = str((hour.hour - 1) % 12 + 1)
    if hour.minute:
        values["hour"] = fill(said["minutes"], {**values, "minutes": f"{hour.minute:02}"})
    values["part"] = [entry["part"] for entry in said["parts"] if entry["from"] <= hour.hour][-1]
    return fill(said["about_hour" if about else "hour"], values)
