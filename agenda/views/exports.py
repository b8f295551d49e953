"""The programme for machines: made once for each release and language, then kept."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from agenda.exports import calendar, schedule
from agenda.release.programme import Programme
from agenda.views.page import programme_or_404, session_or_404
from confsite.bilingual import LANGUAGES
from confsite.caching.pages import FRESH, PAGES, RenderedPage, respond

CALENDAR = "text/calendar; charset=utf-8"
# Pages of other sites may read them: they are public, and the same for everybody.
OPEN = FRESH | {"Access-Control-Allow-Origin": "*"}
WHOLE = {
    "agenda.ics": (calendar.feed, CALENDAR),
    "schedule.json": (schedule.as_json, "application/json"),
    "schedule.xml": (schedule.as_xml, "application/xml; charset=utf-8"),
}


@require_safe
def entry(request: HttpRequest, conference: str, session: str) -> HttpResponse:
    programme = programme_or_404(conference)
    language = wanted_language(request)
    headers = OPEN | {
        "Content-Language": language,
        "Content-Disposition": f'attachment; filename="{session}.ics"',
    }
    made = PAGES.get(entry_of, programme, language, session)
    return respond(request, made, CALENDAR, headers)


@require_safe
def serve(request: HttpRequest, conference: str, name: str) -> HttpResponse:
    programme = programme_or_404(conference)
    language = wanted_language(request)
    headers = OPEN | {"Content-Language": language}
    made = PAGES.get(export_of, programme, language, name)
    return respond(request, made, WHOLE[name][1], headers)


feed = partial(serve, name="agenda.ics")
as_json = partial(serve, name="schedule.json")
as_xml = partial(serve, name="schedule.xml")


def wanted_language(request: HttpRequest) -> str:
    """The one that ?lang= names, as some readers ask, or else that of the address."""
    asked = request.GET.get("lang", "").lower()
    return asked if asked in LANGUAGES else get_language() or "en"


def export_of(programme: Programme, language: str, name: str) -> RenderedPage:
    with override(language):
        return RenderedPage.of(WHOLE[name][0](programme))


def entry_of(programme: Programme, language: str, slug: str) -> RenderedPage:
    with override(language):
        entry = calendar.entry(programme, session_or_404(programme, slug))
        return RenderedPage.of(entry)
