"""What search engines are told about the site: every public page, and where to look."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from agenda.release.programme import released
from agenda.release.published import PublishedConference, published
from agenda.views.page import LanguageLink, language_links
from confsite.caching.pages import RenderedPage, respond
from confsite.caching.releases import cached_per_release

TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"
PAGES = (
    "front",
    "programme",
    "changes",
    "speakers",
    "organisations",
    "privacy",
    "accessibility",
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return respond(request, made(published()), XML)


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


@cached_per_release(1, key=lambda shown: shown)
def made(shown: tuple[PublishedConference, ...]) -> RenderedPage:
    entries = [entry for release in shown for entry in entries_of(release)]
    if entries:
        newest = max(changed for _links, changed in entries)
        entries.insert(0, (language_links("agenda:conferences"), newest))
    context = {"entries": entries, "site_url": settings.SITE_URL}
    return RenderedPage.of(render_to_string("agenda/sitemap.xml", context).encode())


def entries_of(
    shown: PublishedConference,
) -> Iterator[tuple[list[LanguageLink], str]]:
    """Each public page of a conference in every language, and when it last changed."""
    programme = released(shown.conference, shown.pk, shown.slug)
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
