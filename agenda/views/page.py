"""What every public page is made with: rendered once for each release, then kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agenda import registration_status
from agenda.registration_status import CLOSED, RegistrationStatus
from agenda.release.content import Session
from agenda.release.programme import NotPublished, Programme, latest
from confsite.bilingual import LANGUAGES
from confsite.caching.pages import FILTERED, PAGES, RenderedPage, respond

ENDONYMS = {"en": "English", "zh-hans": "中文"}
# What a page is called where it is shared; others are called as the conference is.
TITLES = {
    "agenda:programme": _("Programme"),
    "agenda:speakers": _("Speakers"),
    "agenda:organisations": _("Organisations"),
    "agenda:results": _("Results"),
    "agenda:changes": _("Changes"),
    "agenda:privacy": _("Privacy"),
    "agenda:accessibility": _("Accessibility"),
}


class Page(NamedTuple):
    """Which page it is; with release and language it says all of it."""

    view: str  # the name of its address and of its template
    args: tuple[str, ...] = ()  # of its address, after the conference
    query: str = ""  # in one order and spelling, so that equal pages are equal
    phase: int = 0  # how many of the moments that change it have passed
    is_over: bool = False  # its bar then leads to what came of the conference
    registration: RegistrationStatus = CLOSED


# What a page shows beside the programme itself.
Facts = Callable[[Programme, Page], dict[str, Any]]


class LanguageLink(NamedTuple):
    """The same page in another language."""

    code: str  # BCP 47
    endonym: str
    url: str
    is_current: bool


def programme_or_404(slug: str) -> Programme:
    try:
        return latest(slug)
    except NotPublished:
        raise Http404 from None


def session_or_404(programme: Programme, slug: str) -> Session:
    session = programme.session(slug)
    if session is None:
        raise Http404
    return session


def page_context(
    programme: Programme, view: str, *args: str, query: str = ""
) -> dict[str, Any]:
    """What every public page of a conference needs; view and args name its address."""
    slug = programme.conference.slug
    links = language_links(view, slug, *args, query=query)
    return {
        "programme": programme,
        "conference": programme.conference,
        "registration": registration_status.of(slug),
        "language_links": links,
        "path": next(link.url for link in links if link.is_current),
        "view": view,
        "title": TITLES.get(view, programme.conference.name.plain),
        "site_url": settings.SITE_URL,
    }


def language_links(view: str, *args: str, query: str = "") -> list[LanguageLink]:
    links = []
    for code, (_suffix, tag) in LANGUAGES.items():
        with override(code):
            url = reverse(view, args=args) + (f"?{query}" if query else "")
        links.append(LanguageLink(tag, ENDONYMS[code], url, code == get_language()))
    return links


def public_page(facts: Facts) -> Callable[..., HttpResponse]:
    """The view of a page that is called as its address, its template and its facts.

    What its address names after the conference are its arguments.
    """
    name = facts.__name__

    @require_safe
    @wraps(facts)
    def view(request: HttpRequest, conference: str, **args: Any) -> HttpResponse:
        page = Page(name, tuple(map(str, args.values())))
        return serve(request, conference, page, facts)

    return view


def nothing(programme: Programme, page: Page) -> dict[str, Any]:
    return {}


def serve(
    request: HttpRequest,
    conference: str,
    page: Page,
    facts: Facts = nothing,
    *,
    keep: bool = True,
) -> HttpResponse:
    """A page that is the same for everybody, or 304 if the browser has it.

    What anybody may ask for in words of their own is not worth keeping.
    """
    programme = programme_or_404(conference)
    status = registration_status.of(conference)
    if page.view != "front":
        # It counts the places that are left: each sign-up would make every page anew.
        status = status._replace(line="")
    is_over = programme.conference.is_over
    page = page._replace(is_over=is_over, registration=status)
    language = get_language() or "en"
    if not keep:
        made = rendered(programme, language, page, facts)
    else:
        cache = FILTERED if page.query else PAGES
        made = cache.get(rendered, programme, language, page, facts)
    return respond(request, made)


def rendered(
    programme: Programme, language: str, page: Page, facts: Facts
) -> RenderedPage:
    """The page as bytes. Every argument counts: another status is another page."""
    context = page_context(
        programme, f"agenda:{page.view}", *page.args, query=page.query
    )
    context |= {"registration": page.registration} | facts(programme, page)
    html = render_to_string(f"agenda/{page.view}.html", context)
    return RenderedPage.of(html.encode())
