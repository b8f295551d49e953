"""The page that says what each release changed."""

from typing import Any

from django.urls import reverse

from agenda.changes.change import Changes
from agenda.changes.releases import recent
from agenda.release.programme import Programme
from agenda.views.page import Page, public_page

# An earlier release that changed more is told in numbers alone.
LONGEST = 100


@public_page
def changes(programme: Programme, page: Page) -> dict[str, Any]:
    rows: dict[str, Any] = {
        "session": programme.sessions,
        "speaker": programme.speakers,
    }
    addresses = {
        (type(row), row.id): reverse(
            f"agenda:{view}", args=[programme.conference.slug, row.slug]
        )
        for view, found in rows.items()
        for row in found
    }
    listed: list[dict[str, Any]] = []
    for release in recent(programme):
        found = release.changes or Changes()
        is_short = not listed or len(found) <= LONGEST
        groups = found.groups if is_short else []
        lists = [
            (head, [change.html(addresses) for change in some]) for head, some in groups
        ]
        listed.append({"release": release, "lists": lists})
    return {"latest": listed[0], "earlier": listed[1:]}
