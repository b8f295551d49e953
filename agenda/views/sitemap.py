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
from agenda.release.programme import embargoes, seen
from agenda.views.page import LanguageLink, language_links
from confsite.caching.pages import RenderedPage, respond

TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
LATEST = """
SELECT DISTINCT ON (conference_id) id FROM agenda_release
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

    pk: int
    until: datetime | None  # the last embargo that has ended
    is_over: bool


class Entry(NamedTuple):
    links: list[LanguageLink]
    changed: str


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
        latest = [pk for (pk,) in cursor.fetchall()]
    now = timezone.now()
    return tuple(
        Shown(
            pk,
            max((moment for moment in embargoes(pk) if moment <= now), default=None),
            end(pk) <= now,
        )
        for pk in latest
    )


@lru_cache(maxsize=64)
def end(pk: int) -> datetime:
    """When the conference of a release ends."""
    ends = Release.objects.values_list("snapshot__conference__ends_at", flat=True)
    moment = parse_datetime(ends.get(pk=pk))
    assert moment
    return moment


@lru_cache(maxsize=1)
def made(shown: tuple[Shown, ...]) -> RenderedPage:
    entries = [entry for release in shown for entry in entries_of(release)]
    context = {"entries": entries, "site_url": settings.SITE_URL}
    return RenderedPage.of(render_to_string("agenda/sitemap.xml", context).encode())


def entries_of(shown: Shown) -> Iterator[Entry]:
    """Each public page of a conference, with its address in every language."""
    programme = seen(shown.pk, shown.until)
    slug = programme.conference.slug
    changed = max(programme.made_at, shown.until or programme.made_at)
    pages: list[tuple[str, ...]] = [(name,) for name in PAGES]
    if programme.has_results:
        pages.append(("results",))
    pages += [("session", session.slug) for session in programme.sessions]
    pages += [("speaker", speaker.slug) for speaker in programme.speakers]
    pages += [("organisation", str(house.id)) for house in programme.organisations]
    for name, *args in pages:
        links = language_links(f"agenda:{name}", slug, *args)
        yield Entry(links, changed.isoformat(timespec="seconds"))
