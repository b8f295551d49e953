"""The page that says what each release changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda.changes.change import Address, OwnPage
from agenda.changes.columns import When
from agenda.changes.releases import ReleaseChanges, recent
from agenda.changes.summary import groups, in_short
from agenda.release.programme import Programme
from agenda.views.page import Page, serve

# An earlier release that changed more is told in numbers alone.
LONGEST = 100


@require_safe
def changes(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, Page("changes"), facts)


def facts(programme: Programme, page: Page) -> dict[str, Any]:
    addresses = addresses_in(programme)
    latest, *earlier = recent(programme)
    return {
        "latest": listed(latest, addresses),
        "earlier": [listed(release, addresses, LONGEST) for release in earlier],
    }


def listed(
    release: ReleaseChanges, addresses: Address, at_most: int | None = None
) -> dict[str, Any]:
    """A release on the page; the very first one has nothing to list."""
    found = release.changes or ()
    is_listed = at_most is None or len(found) <= at_most
    return {
        "release": release,
        "when": When(release.made),
        "in_short": in_short(found) if found else "",
        "lists": [
            (group.title, [change.html(addresses) for change in group.changes])
            for group in groups(found if is_listed else ())
        ],
    }


def addresses_in(programme: Programme) -> Address:
    """Where the pages are that changes name; what is there no more has none."""
    slugs = {
        "session": {session.id: session.slug for session in programme.sessions},
        "speaker": {speaker.id: speaker.slug for speaker in programme.speakers},
    }

    def address(page: OwnPage) -> str:
        view, pk = page
        if slug := slugs[view].get(pk):
            return reverse(f"agenda:{view}", args=[programme.conference.slug, slug])
        return ""

    return address
