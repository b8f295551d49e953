"""The page of the list, a hundred people at a time, for whoever may read it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from agenda.release import search
from agenda.release.programme import Programme
from agenda.views.page import page_context, programme_or_404
from confsite import countries
from confsite.bilingual import Text
from registration.participants import people
from registration.participants.people import Participant
from registration.states import ParticipantsList

EACH = 100


class Line(NamedTuple):
    """One person and what the conference calls their country or region."""

    person: Participant
    country: Text | str


@require_safe
def participants(request: HttpRequest, conference: str) -> HttpResponse:
    """The list for everybody, if staff have opened it to them."""
    programme = programme_or_404(conference)
    if people.readers(conference=programme.conference.id) != ParticipantsList.PUBLIC:
        raise Http404
    return page(request, programme, "participants")


def page(
    request: HttpRequest, programme: Programme, name: str, *args: str, **more: Any
) -> HttpResponse:
    """It is in no cache and no search engine: people may withdraw at any time."""
    asked = search.asked(request.GET.get("q", ""))
    found = people.participants(programme.conference.id, asked)
    shown = Paginator(found, EACH).get_page(request.GET.get("page"))
    query = {"q": asked} if asked else {}
    number = {"page": str(shown.number)} if shown.number > 1 else {}
    address = urlencode(query | number)
    context = page_context(programme, f"registration:{name}", *args, query=address)
    overrides = programme.conference.country_names
    context |= more | {
        "asked": asked,
        "page": shown,
        "lines": [
            Line(one, one.country and countries.name_of(one.country, overrides))
            for one in shown
        ],
        "links": {
            step: "?" + urlencode(query | {"page": number})
            for step, number in neighbours(shown).items()
        },
    }
    html = render_to_string("registration/participants.html", context)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(html, headers=headers)


def neighbours(shown: Any) -> dict[str, int]:
    """The pages before and after this one, where there are any."""
    found = {}
    if shown.has_previous():
        found["before"] = shown.previous_page_number()
    if shown.has_next():
        found["after"] = shown.next_page_number()
    return found
