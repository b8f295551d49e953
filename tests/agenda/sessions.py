"""Published sessions without a database: what timetables are made of."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agenda.release.content import Participation, Room, Session, Speaker
from confsite.bilingual import Pair
from confsite.clocks import Clock
from tests.factories import number

DAY = date(2030, 7, 9)
NANJING = Clock("Asia/Shanghai", Pair("Nanjing", "南京"))
LONDON = Clock("Europe/London", Pair("London", "伦敦"))
SPEAKER = {
    "id": 1,
    "slug": "li",
    "title": "",
    "family_name": "",
    "given_name": "",
    "native_name": "",
    "name_order": "auto",
    "post_nominals": "",
    "position_en": "",
    "position_zh": "",
    "biography_en": "",
    "biography_zh": "",
    "native_title": "",
    "attendance": "onsite",
    "organisation": None,
}


def at(clock: str, day: date = DAY) -> datetime:
    """A time of the day in Nanjing; 24:30 is half an hour into the next."""
    hour, minute = clock.split(":")
    midnight = datetime.combine(day, time(), ZoneInfo("Asia/Shanghai"))
    return (midnight + timedelta(hours=int(hour), minutes=int(minute))).astimezone(UTC)


def room(name: str, position: int = 0) -> Room:
    return Room(id=number(), name_en=name, name_zh="", position=position)


def session(starts: str, ends: str, place: Room | None = None, **columns: Any):
    """A session between two times of the day in Nanjing; its title tells which."""
    serial = number()
    return Session(
        **{
            "id": serial,
            "uid": str(serial),
            "slug": f"session-{serial}",
            "kind": "talk",
            "title_en": f"{starts}–{ends}",
            "title_zh": "",
            "abstract_en": "",
            "abstract_zh": "",
            "starts_at": at(starts),
            "ends_at": at(ends),
            "language": "en",
            "is_interpreted": False,
            "attendance": "hybrid",
            "is_cancelled": False,
            "clocks": (NANJING, LONDON),
            "place": place,
            "thread": None,
            "people": (),
        }
        | columns
    )


def part(role: str = "speaker", **name: str) -> Participation:
    return Participation(role, Speaker(**SPEAKER | name))
