"""A conference in London, where the clocks change, and an edition that follows it."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from agenda.models import Conference
from agenda.services.editions import Edition
from tests.factories import make_conference

LONDON = ZoneInfo("Europe/London")
Day = tuple[int, int, int]


def in_london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc]


def make_london(first_day: Day, last_day: Day | None = None) -> Conference:
    """A conference from nine to six."""
    return make_conference(
        published=False,
        time_zone="Europe/London",
        starts_at=in_london(*first_day, 9),
        ends_at=in_london(*(last_day or first_day), 18),
    )


def make_edition(**changes: Any) -> Edition:
    return Edition(
        **{
            "first_day": date(2031, 3, 26),
            "slug": "next",
            "name_en": "Next",
            "name_zh": "下一届",
            "short_name_en": "",
            "short_name_zh": "",
        }
        | changes
    )
