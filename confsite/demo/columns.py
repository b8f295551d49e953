"""What an edition says, as columns and moments."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo


class DayClock:
    """The day of an edition in its own time zone."""

    def __init__(self, day: date, zone: str):
        self.day = day
        self.zone = ZoneInfo(zone)

    def at(self, text: str) -> datetime:
        return datetime.combine(self.day, time.fromisoformat(text), self.zone)

    def span(self, session: dict[str, Any]) -> tuple[datetime, datetime]:
        begin, end = session["times"]
        return self.at(begin), self.at(end)


def in_columns(values: dict[str, Any]) -> dict[str, Any]:
    """Texts in two languages as the pairs of columns that hold them."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            columns |= {f"{name}_en": value["en"], f"{name}_zh": value["zh"]}
        else:
            columns[name] = value
    return columns
