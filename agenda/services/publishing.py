"""Publishing: what staff have written becomes what the public reads."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max, QuerySet

from agenda.models import Conference, Organisation, Participation, Release
from agenda.programme import latest
from confsite.models import User


@transaction.atomic
def publish(
    conference: Conference, *, by: User | None = None, note: str = ""
) -> Release:
    """Make the programme public as it stands now, under the next number.

    Two at once give two releases, one after the other.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    transaction.on_commit(latest.forget)
    last = conference.releases.aggregate(last=Max("number"))["last"] or 0
    return Release.objects.create(
        conference=conference,
        number=last + 1,
        note=note,
        made_by=by,
        snapshot=json.loads(DjangoJSONEncoder().encode(snapshot(conference))),
    )


def snapshot(conference: Conference) -> dict[str, Any]:
    """Every row of the programme, in both languages, in the order of its pages."""
    sessions = conference.sessions.order_by("starts_at", "room__position", "pk")
    return {
        "conference": Conference.objects.filter(pk=conference.pk).values().get(),
        "country_names": rows(conference.country_names.all()),
        "organisations": rows(organisations(conference)),
        "partners": rows(conference.partners.all()),
        "rooms": rows(conference.rooms.all()),
        "tracks": rows(conference.tracks.all()),
        "speakers": rows(conference.speakers.all()),
        "sessions": rows(sessions),
        "participations": rows(
            Participation.objects.filter(session__conference=conference)
        ),
    }


def rows(queryset: QuerySet[Any]) -> list[dict[str, Any]]:
    return list(queryset.values())


def organisations(conference: Conference) -> QuerySet[Organisation]:
    """Those that the programme of a conference names."""
    named = Organisation.objects.filter(speakers__conference=conference)
    partners = Organisation.objects.filter(partnerships__conference=conference)
    return (named | partners).distinct()
