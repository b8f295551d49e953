"""The public pages of a conference: rendered once for each release, then kept."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.validators import slug_re
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from agenda import door
from agenda.door import Door
from agenda.models import Conference
from agenda.programme import NotPublished, Programme, latest
from confsite.bilingual import LANGUAGES

ENDONYMS = {"en": "English", "zh-hans": "中文"}


class LanguageLink(NamedTuple):
    """The same page in another language."""

    code: str  # BCP 47
    endonym: str
    url: str
    is_current: bool


class Page(NamedTuple):
    body: bytes
    etag: str


def programme_or_404(slug: str) -> Programme:
    try:
        return latest(slug)
    except NotPublished:
        raise Http404 from None


def page_context(programme: Programme, view: str, *args: str) -> dict[str, Any]:
    """What every public page of a conference needs; view and args name its address."""
    slug = programme.conference.slug
    links = language_links(view, slug, *args)
    return {
        "programme": programme,
        "conference": programme.conference,
        "door": door.of(slug),
        "language_links": links,
        "path": next(link.url for link in links if link.is_current),
        "view": view,
        "site_url": settings.SITE_URL,
    }


def language_links(view: str, *args: str) -> list[LanguageLink]:
    links = []
    for code, (_suffix, tag) in LANGUAGES.items():
        with override(code):
            url = reverse(view, args=args)
        links.append(LanguageLink(tag, ENDONYMS[code], url, code == get_language()))
    return links


def serve(
    request: HttpRequest, conference: str, template: str, *args: str
) -> HttpResponse:
    """A page that is the same for everybody, or 304 if the browser has it."""
    programme = programme_or_404(conference)
    way_in = door.of(conference)
    page = rendered(programme, way_in, get_language() or "en", template, args)
    if is_known(request, page.etag):
        return HttpResponseNotModified(headers={"ETag": page.etag})
    return HttpResponse(
        page.body, headers={"ETag": page.etag, "Cache-Control": "public, no-cache"}
    )


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the browser has it. A proxy that compresses makes the tag a weak one."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in [tag.removeprefix("W/") for tag in known]


@lru_cache(maxsize=256)
def rendered(
    programme: Programme,
    way_in: Door,
    language: str,
    template: str,
    args: tuple[str, ...],
) -> Page:
    """The page as bytes. Every argument counts: another door makes another page."""
    context = page_context(programme, f"agenda:{template}", *args) | {"door": way_in}
    context |= FACTS.get(template, nothing)(programme, *args)
    body = render_to_string(f"agenda/{template}.html", context).encode()
    return Page(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def nothing(programme: Programme) -> dict[str, Any]:
    return {}


def session_facts(programme: Programme, slug: str) -> dict[str, Any]:
    session = programme.session(slug)
    if session is None:
        raise Http404
    return {"session": session}


def speaker_facts(programme: Programme, slug: str) -> dict[str, Any]:
    speaker = programme.speaker(slug)
    if speaker is None:
        raise Http404
    return {"speaker": speaker, "sessions": programme.sessions_of(speaker)}


# What a page shows beside the programme itself.
FACTS: dict[str, Callable[..., dict[str, Any]]] = {
    "session": session_facts,
    "speaker": speaker_facts,
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say so in both languages, and lead back to the conference that was asked for."""
    _empty, language, *rest = request.path_info.split("/")
    context = {}
    if language in LANGUAGES and rest and slug_re.match(rest[0]):
        with suppress(NotPublished, DatabaseError):
            context["conference"] = latest(rest[0]).conference
    return HttpResponse(render_to_string("404.html", context), status=404)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the conference that is on, or next, or was last."""
    conference = Conference.objects.current()
    if conference is None:
        return HttpResponse(render_to_string("agenda/nothing_yet.html"))
    response = redirect("agenda:front", conference.slug)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def front(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, "front")


@require_safe
def programme(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, "programme")


@require_safe
def session(request: HttpRequest, conference: str, session: str) -> HttpResponse:
    return serve(request, conference, "session", session)


@require_safe
def speakers(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, "speakers")


@require_safe
def speaker(request: HttpRequest, conference: str, speaker: str) -> HttpResponse:
    return serve(request, conference, "speaker", speaker)


@require_safe
def privacy(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, "privacy")


@require_safe
def accessibility(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, "accessibility")
