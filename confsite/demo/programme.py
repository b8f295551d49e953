"""Rows of the agenda from an edition."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from agenda.models import (
    Conference,
    CountryName,
    Organisation,
    Participation,
    Partner,
    Room,
    Session,
    Speaker,
)
from confsite.demo.editions import Edition

ACCENT = "#b23a2a"


def make_conference(edition: Edition) -> Conference:
    """One conference with its people, rooms and sessions; not published."""
    columns = edition["conference"] | {"accent": ACCENT}
    columns.pop("date", None)
    clock = Clock(edition["day"], columns["time_zone"])
    spans = [clock.span(session) for session in edition["sessions"].values()]
    conference = Conference.objects.create(
        starts_at=min(begin for begin, _end in spans),
        ends_at=max(end for _begin, end in spans),
        **in_columns(columns),
    )
    for code, name in edition["country_names"].items():
        CountryName.objects.create(
            conference=conference, country=code, **in_columns({"name": name})
        )
    organisations = {
        key: organisation(row) for key, row in edition["organisations"].items()
    }
    for position, key in enumerate(edition["partners"]):
        Partner.objects.create(
            conference=conference, organisation=organisations[key], position=position
        )
    speakers = make_speakers(conference, edition, organisations)
    make_sessions(conference, edition, clock, speakers)
    return conference


class Clock:
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


def organisation(row: dict[str, Any]) -> Organisation:
    """The organisation itself, which outlives the editions."""
    found, _is_new = Organisation.objects.get_or_create(**in_columns(row))
    return found


def make_speakers(
    conference: Conference,
    edition: Edition,
    organisations: dict[str, Organisation],
) -> dict[str, Speaker]:
    speakers = {}
    for precedence, (slug, row) in enumerate(edition["speakers"].items(), start=1):
        columns = {key: value for key, value in row.items() if key != "name"}
        columns["organisation"] = organisations.get(row.get("organisation"))
        speakers[slug] = Speaker.objects.create(
            conference=conference,
            slug=slug,
            precedence=precedence,
            **row["name"],
            **in_columns(columns),
        )
    return speakers


def make_sessions(
    conference: Conference,
    edition: Edition,
    clock: Clock,
    speakers: dict[str, Speaker],
) -> None:
    rooms = {
        key: Room.objects.create(
            conference=conference, position=position, **in_columns(row)
        )
        for position, (key, row) in enumerate(edition["rooms"].items())
    }
    for slug, row in edition["sessions"].items():
        begin, end = clock.span(row)
        own = ("times", "room", "people")
        session = Session.objects.create(
            conference=conference,
            slug=slug,
            starts_at=begin,
            ends_at=end,
            room=rooms[row["room"]],
            **in_columns({key: row[key] for key in row if key not in own}),
        )
        for position, part in enumerate(row.get("people", ())):
            for speaker, role in part.items():
                Participation.objects.create(
                    session=session,
                    speaker=speakers[speaker],
                    role=role,
                    position=position,
                )
