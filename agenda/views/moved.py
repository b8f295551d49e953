"""Addresses that were given once: they lead on, or say what became of it.

They are looked up where nothing else is found, so that one which is in use again
belongs to whoever has it now.
"""

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from agenda.models import FormerSlug
from agenda.release.addresses import former_addresses
from agenda.release.content import Session, Speaker
from agenda.release.programme import Programme
from confsite.bilingual import LANGUAGES


def asked_for(request: HttpRequest) -> str:
    """The address of the conference below which something was looked for, if any."""
    _empty, language, *rest = request.path_info.split("/")
    is_ours = language in LANGUAGES and rest and slug_re.match(rest[0])
    return rest[0] if is_ours else ""


def is_chinese(request: HttpRequest) -> bool:
    """Whether an error page begins in Chinese: by its address, since it may be kept."""
    return request.path_info.startswith("/zh-hans/")


def answer(request: HttpRequest, programme: Programme | None) -> HttpResponse | None:
    """Where the address leads on to, or that what it was about is gone; None else.

    With the programme of the conference that has the address today.
    """
    if programme:
        return within(request, programme)
    now = FormerSlug.objects.leads_to(asked_for(request))
    return to_conference(request, now) if now else None


def to_conference(request: HttpRequest, slug: str) -> HttpResponse:
    """The same page below the address that the conference has now."""
    _empty, language, former, *_rest = request.path_info.split("/")
    rest = request.get_full_path().removeprefix(f"/{language}/{former}")
    return lead_on(request, f"/{language}/{slug}{rest}")


def within(request: HttpRequest, programme: Programme) -> HttpResponse | None:
    """The same for a session or a speaker of a conference."""
    match = request.resolver_match
    if match is None:
        return None
    rows: dict[str, tuple[Session, ...] | tuple[Speaker, ...]] = {
        "session": programme.sessions,
        "speaker": programme.speakers,
    }
    for kind in rows.keys() & match.kwargs:
        pk = former_addresses(programme).get((kind, match.kwargs[kind]))
        if pk is None:
            return None
        now = next((row.slug for row in rows[kind] if row.id == pk), None)
        if now is None:
            return gone(request, programme, kind)
        address = reverse(match.view_name, kwargs=match.kwargs | {kind: now})
        _path, mark, query = request.get_full_path().partition("?")
        return lead_on(request, address + mark + query)
    return None


def lead_on(request: HttpRequest, address: str) -> HttpResponse:
    """301, or 308 for a form: what was typed is sent on.

    No browser may keep it: an address can come back, and two that are kept would lead
    to each other.
    """
    is_reading = request.method in ("GET", "HEAD")
    response = HttpResponsePermanentRedirect(address, preserve_request=not is_reading)
    response["Cache-Control"] = "no-store"
    return response


def gone(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    """A page in both languages, with the way to what there is."""
    context = {
        "conference": programme.conference,
        "words": f"errors/gone_{kind}.html",
        "is_chinese": is_chinese(request),
    }
    return HttpResponse(render_to_string("410.html", context), status=410)
