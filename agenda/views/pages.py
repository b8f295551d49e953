"""The public pages of a conference, but for those with a module of their own."""

from contextlib import suppress
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.exports import linked_data, texts
from agenda.models import Conference
from agenda.release import now, signing
from agenda.release.content import Session, Speaker
from agenda.release.programme import NotPublished, Programme, latest
from agenda.views import moved
from agenda.views.page import Page, programme_or_404, public_page, serve, session_or_404
from agenda.views.people import counts
from agenda.views.programme import in_short, place_of
from confsite.words import sentences


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the conference that is on, or next, or was last; or say there is none."""
    conference = Conference.objects.current()
    way = ("agenda:front", conference.slug) if conference else ("agenda:conferences",)
    response = redirect(*way)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on where something was once; else say so in both languages, and lead back to
    the conference that was asked for."""
    context: dict[str, Any] = {"is_chinese": moved.is_chinese(request)}
    if slug := moved.asked_for(request):
        with suppress(Error):
            programme = programme_at(slug)
            if response := moved.answer(request, programme):
                return response
            context["conference"] = programme.conference if programme else None
    return HttpResponse(render_to_string("404.html", context), status=404)


def programme_at(slug: str) -> Programme | None:
    with suppress(NotPublished):
        return latest(slug)
    return None


@require_safe
def front(request: HttpRequest, conference: str) -> HttpResponse:
    phase = now.phase(programme_or_404(conference))
    return serve(request, conference, Page("front", phase=phase), front_facts)


def front_facts(programme: Programme, page: Page) -> dict[str, Any]:
    own = {
        "json_ld": linked_data.conference(programme, page.registration),
        "fields": signing.by_field(programme.agreements),
        "counts": counts(programme),
    }
    return own | in_short(programme, page)


@public_page
def session(programme: Programme, page: Page) -> dict[str, Any]:
    session = session_or_404(programme, *page.args)
    about = Truncator(texts.passage(session.abstract.plain)).chars(200)
    when = f"{session.starts.date} · {session.starts}"
    facts = " · ".join(filter(None, [when, about]))
    return {
        "session": session,
        "back": place_of(programme, session),
        "people": people_of(session),
        "signings": signing.of_session(session),
        "title": session.title.plain,
        "description": sentences(news_of(session), facts),
        "json_ld": linked_data.session(programme, page.registration, session),
    }


def news_of(session: Session) -> str:
    """What has changed about it, as its page says at the top."""
    if session.is_cancelled:
        return _("This session does not take place.")
    if session.moved_from:
        was = {"day": session.moved_from.date, "moment": session.moved_from}
        return (
            _("This session was moved. It was to begin on %(day)s at %(moment)s.") % was
        )
    return ""


def people_of(session: Session) -> list[tuple[Speaker, str]]:
    """Everybody once, in the order of precedence, with all of their roles."""
    roles: dict[Speaker, list[str]] = {}
    for part in session.people:
        roles.setdefault(part.speaker, []).append(part.role_label)
    return [(speaker, " · ".join(labels)) for speaker, labels in roles.items()]


@require_safe
def privacy(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, Page("privacy"))


@require_safe
def accessibility(request: HttpRequest, conference: str) -> HttpResponse:
    return serve(request, conference, Page("accessibility"))
