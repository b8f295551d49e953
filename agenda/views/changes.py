"""The page that says what each release changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from agenda.changes.change import Change, OwnPage, When
from agenda.changes.releases import News, recent
from agenda.changes.summary import groups, in_short
from agenda.registration_status import RegistrationStatus
from agenda.release.programme import Programme
from agenda.views.page import Page, serve

# An earlier release that changed more is told in numbers alone.
MOST_TOLD = 100


class Group(NamedTuple):
    title: str
    sentences: tuple[SafeString, ...]


class Told(NamedTuple):
    """A release on the page; the very first one has nothing to tell."""

    news: News
    in_short: str
    groups: tuple[Group, ...]

    @property
    def when(self) -> str:
        return When(self.news.made).said()

    @property
    def is_first(self) -> bool:
        return self.news.changes is None


@require_safe
def changes(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, Page("changes"), facts)


def facts(
    programme: Programme, status: RegistrationStatus, page: Page
) -> dict[str, Any]:
    addresses = Addresses(programme)
    latest, *earlier = recent(programme)
    return {
        "latest": told(latest, latest.changes or (), addresses),
        "earlier": [told(news, few(news), addresses) for news in earlier],
    }


def few(news: News) -> Sequence[Change]:
    found = news.changes or ()
    return found if len(found) <= MOST_TOLD else ()


def told(news: News, listed: Sequence[Change], addresses: "Addresses") -> Told:
    return Told(
        news,
        in_short(news.changes) if news.changes else "",
        tuple(
            Group(group.title, tuple(c.sentence.html(addresses) for c in group.changes))
            for group in groups(listed)
        ),
    )


class Addresses:
    """Where the pages are that sentences name; what is there no more has none."""

    def __init__(self, programme: Programme):
        self.conference = programme.conference.slug
        self.slugs = {
            "session": {session.id: session.slug for session in programme.sessions},
            "speaker": {speaker.id: speaker.slug for speaker in programme.speakers},
        }

    def __call__(self, page: OwnPage) -> str:
        slug = self.slugs[page.view].get(page.id)
        return (
            reverse(f"agenda:{page.view}", args=[self.conference, slug]) if slug else ""
        )
