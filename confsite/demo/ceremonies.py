"""What is signed and inaugurated in an edition, and the run sheets of it."""

from typing import Any

from agenda.models import (
    Agreement,
    AgreementParty,
    Conference,
    Organisation,
    RunItem,
    Session,
    Signature,
    Speaker,
)
from confsite.demo.columns import DayClock, in_columns
from confsite.demo.editions import Edition

People = dict[str, Speaker]
Organisations = dict[str, Organisation]


def make_ceremonies(
    conference: Conference,
    edition: Edition,
    clock: DayClock,
    people: People,
    organisations: Organisations,
) -> None:
    for slug, row in edition["sessions"].items():
        session = conference.sessions.get(slug=slug)
        agreements = [
            make_agreement(session, position, told, clock, people, organisations)
            for position, told in enumerate(row.get("agreements", ()))
        ]
        for told in row.get("run", ()):
            make_run_item(session, told, agreements, people)


def make_agreement(
    session: Session,
    position: int,
    row: dict[str, Any],
    clock: DayClock,
    people: People,
    organisations: Organisations,
) -> Agreement:
    own = ("parties", "people", "embargo")
    agreement = Agreement.objects.create(
        session=session,
        position=position,
        embargo_until=clock.at(row["embargo"]) if "embargo" in row else None,
        **in_columns({key: row[key] for key in row if key not in own}),
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
            speaker=people[speaker],
            role=role,
            side=part["side"],
            position=order,
        )
    return agreement


def make_run_item(
    session: Session, row: dict[str, Any], agreements: list[Agreement], people: People
) -> None:
    own = ("agreement", "people")
    item = RunItem.objects.create(
        session=session,
        agreement=agreements[row["agreement"]] if "agreement" in row else None,
        **in_columns({key: row[key] for key in row if key not in own}),
    )
    item.people.set(people[key] for key in row.get("people", ()))
