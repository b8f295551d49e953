"""The list of all conferences: those to come, and then those that are over."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.release.published import PublishedConference, facts, published
from agenda.views.page import language_links
from confsite.caching.pages import RenderedPage, respond
from confsite.caching.releases import cached_per_release

VIEW = "agenda:conferences"


@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    return respond(request, listed(published(), get_language() or "en"))


@cached_per_release(2, key=lambda *shown: shown)
def listed(shown: tuple[PublishedConference, ...], language: str) -> RenderedPage:
    """The page in the active language, made again when any of them has changed."""
    coming = [facts(row) for row in shown if not row.is_over]
    over = [facts(row) for row in shown if row.is_over]
    links = language_links(VIEW)
    context = {
        "coming": sorted(coming, key=lambda conference: conference.ends_at),
        "over": sorted(over, key=lambda c: c.ends_at, reverse=True),
        "language_links": links,
        "path": next(link.url for link in links if link.is_current),
        "view": VIEW,
        "title": _("Conferences"),
        "description": _("All conferences, those to come first."),
        "site_url": settings.SITE_URL,
    }
    return RenderedPage.of(
        render_to_string("agenda/conferences.html", context).encode()
    )
