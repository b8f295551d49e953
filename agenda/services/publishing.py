"""Publishing: what staff have written becomes what the public reads."""

import json
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from agenda import programme
from agenda.models import (
    Agreement,
    AgreementParty,
    Conference,
    JoinOption,
    Organisation,
    Participation,
    Release,
    Signature,
)
from confsite.models import User

Rows = dict[str, Any]


@transaction.atomic
def publish(
    conference: Conference, *, by: User | None = None, note: str = ""
) -> Release:
    """Make the programme public as it stands now, under the next number.

    Two at once give two releases, one after the other.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    transaction.on_commit(programme.latest.forget)
    rows, last = snapshot(conference), conference.releases.first()
    if last:
        rows["sessions"] = remembering_moves(
            rows["sessions"], last.snapshot["sessions"]
        )
    return Release.objects.create(
        conference=conference,
        number=last.number + 1 if last else 1,
        note=note,
        made_by=by,
        snapshot=rows,
    )


def remembering_moves(sessions: list[Rows], earlier: list[Rows]) -> list[Rows]:
    """Each session with when it began before, if that was another time."""
    known = {row["id"]: row for row in earlier}
    return [moved(row, known.get(row["id"], row)) for row in sessions]


def moved(row: Rows, before: Rows) -> Rows:
    was, now = (parse_datetime(known["starts_at"]) for known in (before, row))
    moved_from = before.get("moved_from_at") if was == now else before["starts_at"]
    return row | {"moved_from_at": moved_from}


# -- The rows of a programme -----------------------------------------------------------


def snapshot(conference: Conference) -> Rows:
    """Every row of the programme, in both languages, in the order of its pages."""
    agreements = Agreement.objects.announced().filter(session__conference=conference)
    tables = at_once(
        {
            "conference": Conference.objects.filter(pk=conference.pk).values(),
            "country_names": conference.country_names.order_by("country").values(),
            "organisations": organisations(conference).values(),
            "partners": conference.partners.values(),
            "rooms": conference.rooms.values(),
            "tracks": conference.tracks.values(),
            "speakers": conference.speakers.values(),
            "sessions": conference.sessions.values(),
            # Not the address: whoever has it gets in.
            "join_options": JoinOption.objects.filter(
                room__conference=conference
            ).values("id", "room_id", "label_en", "label_zh", "region", "channel"),
            "participations": Participation.objects.filter(
                session__conference=conference
            ).values(),
            "agreements": agreements.values(),
            "parties": AgreementParty.objects.filter(agreement__in=agreements).values(),
            "signatures": Signature.objects.filter(agreement__in=agreements).values(),
        }
    )
    (itself,) = tables["conference"]
    return tables | {"conference": itself}


def at_once(tables: dict[str, QuerySet[Any, Any]]) -> dict[str, list[Rows]]:
    """The rows of all these, as JSON has them, as of one moment.

    In one statement, so that nobody's change is in one table and missing in another.
    """
    columns: list[str] = []
    parameters: list[Any] = []
    for queryset in tables.values():
        sql, values = queryset.query.sql_with_params()
        columns.append(
            f"(SELECT coalesce(json_agg(one), '[]')::text FROM ({sql}) AS one)"  # noqa: S608 - Django's own SQL
        )
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        found = cursor.fetchone()
    return {name: json.loads(rows) for name, rows in zip(tables, found, strict=True)}


def organisations(conference: Conference) -> QuerySet[Organisation]:
    """Those that the programme of a conference names, in an order that never varies."""
    named = Organisation.objects.filter(speakers__conference=conference)
    partners = Organisation.objects.filter(partnerships__conference=conference)
    announced = Agreement.objects.announced().filter(session__conference=conference)
    parties = Organisation.objects.filter(agreements__in=announced)
    return Organisation.objects.filter(
        Q(pk__in=named.values("pk"))
        | Q(pk__in=partners.values("pk"))
        | Q(pk__in=parties.values("pk"))
    ).order_by("name_en", "name_zh", "pk")
