"""All conferences that the public sees, and since when each is as it is."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agenda.models import Release
from agenda.release.content import ConferenceFacts
from agenda.release.programme import LONG_AGO, embargo_end
from confsite.caching.releases import cached_per_release

LATEST = """
SELECT DISTINCT ON (conference.id) conference.id, release.id, conference.slug
FROM agenda_release release JOIN agenda_conference conference
  ON conference.id = release.conference_id
ORDER BY conference.id, release.number DESC
"""


class PublishedConference(NamedTuple):
    """A release as the public may see it now; as long as it is equal, so are its pages.

    The snapshot itself is only read when something has changed.
    """

    conference: int
    pk: int
    slug: str
    until: datetime  # the last embargo that has ended
    is_over: bool


def published() -> tuple[PublishedConference, ...]:
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        latest = cursor.fetchall()
    now, found = timezone.now(), []
    for conference, pk, slug in latest:
        end, embargoes = moments(pk)
        ended = (moment for moment in embargoes if moment <= now)
        until = max(ended, default=LONG_AGO)
        found.append(PublishedConference(conference, pk, slug, until, end <= now))
    return tuple(found)


@lru_cache(maxsize=64)
def moments(pk: int) -> tuple[datetime, tuple[datetime, ...]]:
    """When the conference of a release ends, and when its agreements may be seen."""
    columns = ("snapshot__conference__ends_at", "snapshot__agreements")
    ends_at, agreements = Release.objects.values_list(*columns).get(pk=pk)
    end = parse_datetime(ends_at)
    assert end
    return end, tuple(map(embargo_end, agreements or ()))


@cached_per_release(64, key=lambda published: (published.pk, published.slug))
def facts(published: PublishedConference) -> ConferenceFacts:
    """What a list of conferences says of one, without its programme and its people."""
    rows = Release.objects.values_list("snapshot__conference", flat=True)
    row = rows.get(pk=published.pk) | {"slug": published.slug}
    return ConferenceFacts.of(row, partners=(), country_names=())
