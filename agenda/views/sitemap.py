"""What search engines are told about the site: every public page, and where to look."""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from agenda.models import Release
from agenda.release.programme import LONG_AGO, embargo_end, released
from agenda.views.page import LanguageLink, language_links
from confsite.caching.pages import RenderedPage, respond
from confsite.caching.releases import cached_per_release

TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
LATEST = """
SELECT DISTINCT ON (conference_id) conference_id, id FROM agenda_release
ORDER BY conference_id, number DESC
"""
PAGES = (
    "front",
    "programme",
    "changes",
    "speakers",
    "organisations",
    "privacy",
    "accessibility",
)


class Shown(NamedTuple):
    """A release as the public may see it now; as long as it is equal, so are its pages.

    The snapshot itself is only read when something has changed.
    """

    conference: int
    pk: int
    until: datetime  # the last embargo that has ended
    is_over: bool


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return respond(request, made(shown()), XML)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A search on a page is for people; the same page without it is for all."""
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?q=",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    )
    return respond(request, RenderedPage.of("\n".join(lines).encode()), TEXT)


def shown() -> tuple[Shown, ...]:
    with connection.cursor() as cursor:
        cursor.execute(LATEST)
        latest = cursor.fetchall()
    now, found = timezone.now(), []
    for conference, pk in latest:
        end, embargoes = moments(pk)
        ended = (moment for moment in embargoes if moment <= now)
        found.append(Shown(conference, pk, max(ended, default=LONG_AGO), end <= now))
    return tuple(found)


@lru_cache(maxsize=64)
def moments(pk: int) -> tuple[datetime, tuple[datetime, ...]]:
    """When the conference of a release ends, and when its agreements may be seen."""
    columns = ("snapshot__conference__ends_at", "snapshot__agreements")
    ends_at, agreements = Release.objects.values_list(*columns).get(pk=pk)
    end = parse_datetime(ends_at)
    assert end
    return end, tuple(map(embargo_end, agreements or ()))


@cached_per_release(1, key=lambda shown: shown)
def made(shown: tuple[Shown, ...]) -> RenderedPage:
    entries = [entry for release in shown for entry in entries_of(release)]
    context = {"entries": entries, "site_url": settings.SITE_URL}
    return RenderedPage.of(render_to_string("agenda/sitemap.xml", context).encode())


def entries_of(shown: Shown) -> Iterator[tuple[list[LanguageLink], str]]:
    """Each public page of a conference in every language, and when it last changed."""
    programme = released(shown.conference, shown.pk)
    slug = programme.conference.slug
    changed = max(programme.made_at, shown.until)
    pages: list[tuple[str, ...]] = [(name,) for name in PAGES]
    if programme.has_results:
        pages.append(("results",))
    pages += [("session", session.slug) for session in programme.sessions]
    pages += [("speaker", speaker.slug) for speaker in programme.speakers]
    pages += [("organisation", str(house.id)) for house in programme.organisations]
    for name, *args in pages:
        links = language_links(f"agenda:{name}", slug, *args)
        yield links, changed.isoformat(timespec="seconds")
