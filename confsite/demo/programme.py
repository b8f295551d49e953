"""Rows of the agenda from an edition."""

from typing import Any

from agenda.models import (
    Conference,
    CountryName,
    JoinOption,
    Organisation,
    Participation,
    Partner,
    Room,
    Session,
    Speaker,
)
from confsite.demo.ceremonies import make_ceremonies
from confsite.demo.columns import DayClock, in_columns
from confsite.demo.editions import Edition

ACCENT = "#b23a2a"


def make_conference(edition: Edition) -> Conference:
    """One conference with its people, rooms and sessions; not published."""
    columns = edition["conference"] | {"accent": ACCENT}
    columns.pop("date", None)
    clock = DayClock(edition["day"], columns["time_zone"])
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
    make_ceremonies(conference, edition, clock, speakers, organisations)
    return conference


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


def make_rooms(conference: Conference, edition: Edition) -> dict[str, Room]:
    rooms = {}
    for position, (key, row) in enumerate(edition["rooms"].items()):
        columns = {name: row[name] for name in row if name != "join_options"}
        rooms[key] = Room.objects.create(
            conference=conference, position=position, **in_columns(columns)
        )
        for place, way in enumerate(row.get("join_options", ())):
            JoinOption.objects.create(
                room=rooms[key], position=place, **in_columns(way)
            )
    return rooms


def make_sessions(
    conference: Conference,
    edition: Edition,
    clock: DayClock,
    speakers: dict[str, Speaker],
) -> None:
    rooms = make_rooms(conference, edition)
    for slug, row in edition["sessions"].items():
        begin, end = clock.span(row)
        own = ("times", "room", "people", "agreements", "run")
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
