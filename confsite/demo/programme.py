"""Rows of the agenda from an edition."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from agenda.models import (
    Agreement,
    AgreementParty,
    Conference,
    CountryName,
    JoinOption,
    Organisation,
    Participation,
    Partner,
    Room,
    RunItem,
    Session,
    Signature,
    Speaker,
)
from confsite.demo.columns import create, in_columns
from confsite.demo.editions import Edition

ACCENT = "#b23a2a"
Speakers = dict[str, Speaker]
Organisations = dict[str, Organisation]


def make_conference(edition: Edition) -> Conference:
    """One conference with its people, rooms and sessions; not published."""
    times = [time for row in edition["sessions"].values() for time in row["times"]]
    conference = create(
        Conference,
        edition["conference"],
        "date",
        accent=ACCENT,
        starts_at=at(edition, min(times)),
        ends_at=at(edition, max(times)),
    )
    for code, name in edition["country_names"].items():
        create(CountryName, {"name": name}, conference=conference, country=code)
    # They outlive the editions.
    organisations = {
        key: Organisation.objects.get_or_create(**in_columns(row))[0]
        for key, row in edition["organisations"].items()
    }
    for position, key in enumerate(edition["partners"]):
        Partner.objects.create(
            conference=conference, organisation=organisations[key], position=position
        )
    speakers = {
        slug: create(
            Speaker,
            row["name"] | row,
            *("name", "organisation"),
            conference=conference,
            slug=slug,
            precedence=precedence,
            organisation=organisations.get(row.get("organisation")),
        )
        for precedence, (slug, row) in enumerate(edition["speakers"].items(), start=1)
    }
    sessions = make_sessions(conference, edition, speakers)
    for session, row in zip(sessions, edition["sessions"].values(), strict=True):
        make_ceremony(session, row, edition, speakers, organisations)
    return conference


def at(edition: Edition, clock: str) -> datetime:
    """A time on the day of the edition, in its own time zone."""
    zone = ZoneInfo(edition["conference"]["time_zone"])
    return datetime.combine(edition["day"], time.fromisoformat(clock), zone)


def make_rooms(conference: Conference, edition: Edition) -> dict[str, Room]:
    rooms = {}
    for position, (key, row) in enumerate(edition["rooms"].items()):
        rooms[key] = create(
            Room, row, "join_options", conference=conference, position=position
        )
        for place, way in enumerate(row.get("join_options", ())):
            create(JoinOption, way, room=rooms[key], position=place)
    return rooms


def make_sessions(
    conference: Conference, edition: Edition, speakers: Speakers
) -> list[Session]:
    rooms = make_rooms(conference, edition)
    sessions = []
    for slug, row in edition["sessions"].items():
        begins, ends = row["times"]
        session = create(
            Session,
            row,
            *("times", "room", "people", "agreements", "run"),
            conference=conference,
            slug=slug,
            starts_at=at(edition, begins),
            ends_at=at(edition, ends),
            room=rooms[row["room"]],
        )
        sessions.append(session)
        for position, part in enumerate(row.get("people", ())):
            for speaker, role in part.items():
                Participation.objects.create(
                    session=session,
                    speaker=speakers[speaker],
                    role=role,
                    position=position,
                )
    return sessions


def make_ceremony(
    session: Session,
    row: dict[str, Any],
    edition: Edition,
    speakers: Speakers,
    organisations: Organisations,
) -> None:
    """What is signed or inaugurated in it, and its run sheet."""
    agreements = [
        make_agreement(session, position, told, edition, speakers, organisations)
        for position, told in enumerate(row.get("agreements", ()))
    ]
    for told in row.get("run", ()):
        item = create(
            RunItem,
            told,
            *("agreement", "people"),
            session=session,
            agreement=agreements[told["agreement"]] if "agreement" in told else None,
        )
        item.people.set(speakers[key] for key in told.get("people", ()))


def make_agreement(
    session: Session,
    position: int,
    row: dict[str, Any],
    edition: Edition,
    speakers: Speakers,
    organisations: Organisations,
) -> Agreement:
    agreement = create(
        Agreement,
        row,
        *("parties", "people", "embargo"),
        session=session,
        position=position,
        embargo_until=at(edition, row["embargo"]) if "embargo" in row else None,
    )
    seats = [(side, key) for side, keys in row["parties"].items() for key in keys]
    for order, (side, key) in enumerate(seats):
        AgreementParty.objects.create(
            agreement=agreement,
            organisation=organisations[key],
            side=side,
            position=order,
        )
    for order, part in enumerate(row.get("people", ())):
        ((speaker, role),) = [pair for pair in part.items() if pair[0] != "side"]
        Signature.objects.create(
            agreement=agreement,
            speaker=speakers[speaker],
            role=role,
            side=part["side"],
            position=order,
        )
    return agreement
