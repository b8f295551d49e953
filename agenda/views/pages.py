"""The public pages of a conference: rendered once for each release, then kept."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.validators import slug_re
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from agenda import door, linked_data
from agenda.door import Door
from agenda.models import Conference
from agenda.programme import NotPublished, Programme, latest
from agenda.published import Session
from agenda.views.ready import Ready, answer, ready
from confsite.bilingual import LANGUAGES

ENDONYMS = {"en": "English", "zh-hans": "中文"}


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
    language = get_language() or "en"
    return answer(request, rendered(programme, way_in, language, template, args))


@lru_cache(maxsize=256)
def rendered(
    programme: Programme,
    way_in: Door,
    language: str,
    template: str,
    args: tuple[str, ...],
) -> Ready:
    """The page as bytes. Every argument counts: another door makes another page."""
    context = page_context(programme, f"agenda:{template}", *args) | {"door": way_in}
    context |= FACTS.get(template, nothing)(programme, way_in, *args)
    return ready(render_to_string(f"agenda/{template}.html", context).encode())


def nothing(programme: Programme, way_in: Door) -> dict[str, Any]:
    return {}


def front_facts(programme: Programme, way_in: Door) -> dict[str, Any]:
    return {"json_ld": linked_data.conference(programme, way_in)}


def session_facts(programme: Programme, way_in: Door, slug: str) -> dict[str, Any]:
    session = session_or_404(programme, slug)
    return {
        "session": session,
        "json_ld": linked_data.session(programme, way_in, session),
    }


def speaker_facts(programme: Programme, way_in: Door, slug: str) -> dict[str, Any]:
    speaker = programme.speaker(slug)
    if speaker is None:
        raise Http404
    return {"speaker": speaker, "sessions": programme.sessions_of(speaker)}


# What a page shows beside the programme itself.
FACTS: dict[str, Callable[..., dict[str, Any]]] = {
    "front": front_facts,
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
