"""Who takes part, where they come from, and what came of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda import alphabet, search
from agenda.door import Door
from agenda.programme import Programme
from agenda.views.page import Page, serve

# So many are seen at a glance, in the order of precedence.
FEW = 12


@require_safe
def speakers(request: HttpRequest, conference: str) -> HttpResponse:
    words = search.asked(request.GET.get("q", ""))
    if not words:
        return serve(request, conference, Page("speakers"), speakers_facts)
    page = Page("speakers", query=urlencode({"q": words}))
    return serve(request, conference, page, found_facts, keep=False)


def speakers_facts(programme: Programme, way_in: Door, page: Page) -> dict[str, Any]:
    if len(programme.speakers) <= FEW:
        return {"few": programme.speakers}
    return {"letters": alphabet.by_letter(programme.speakers)}


def found_facts(programme: Programme, way_in: Door, page: Page) -> dict[str, Any]:
    words = QueryDict(page.query)["q"]
    return {
        "asked": words,
        "found": search.found(programme, words),
        # For search engines it is the page without a search.
        "path": reverse("agenda:speakers", args=[programme.conference.slug]),
    }


@require_safe
def speaker(request: HttpRequest, conference: str, speaker: str) -> HttpResponse:
    return serve(request, conference, Page("speaker", (speaker,)), speaker_facts)


def speaker_facts(programme: Programme, way_in: Door, page: Page) -> dict[str, Any]:
    speaker = programme.speaker(*page.args)
    if speaker is None:
        raise Http404
    return {"speaker": speaker, "sessions": programme.sessions_of(speaker)}
