"""The programme for machines: made once for each release and language, then kept."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from agenda.exports import calendar, preview, schedule
from agenda.release.programme import Programme
from agenda.views.page import programme_or_404, session_or_404
from confsite.bilingual import LANGUAGES
from confsite.caching.pages import FRESH, PAGES, RenderedPage, respond

CALENDAR = "text/calendar; charset=utf-8"
# Pages of other sites may read them: they are public, and the same for everybody.
OPEN = FRESH | {"Access-Control-Allow-Origin": "*"}
FILES: dict[str, tuple[Callable[..., bytes], str]] = {
    "agenda.ics": (calendar.feed, CALENDAR),
    "session.ics": (calendar.entry, CALENDAR),
    "schedule.json": (schedule.as_json, "application/json"),
    "schedule.xml": (schedule.as_xml, "application/xml; charset=utf-8"),
    "preview.png": (preview.picture, "image/png"),
}


@require_safe
def serve(
    request: HttpRequest, conference: str, name: str, session: str = ""
) -> HttpResponse:
    """A file about the whole programme, or about one session of it to take along."""
    programme = programme_or_404(conference)
    language = wanted_language(request)
    headers = OPEN | {"Content-Language": language}
    if session:
        headers["Content-Disposition"] = f'attachment; filename="{session}.ics"'
    made = PAGES.get(rendered, programme, language, name, session)
    return respond(request, made, FILES[name][1], headers)


feed = partial(serve, name="agenda.ics")
entry = partial(serve, name="session.ics")
as_json = partial(serve, name="schedule.json")
as_xml = partial(serve, name="schedule.xml")
picture = partial(serve, name="preview.png")


def wanted_language(request: HttpRequest) -> str:
    """The one that ?lang= names, as some readers ask, or else that of the address."""
    asked = request.GET.get("lang", "").lower()
    return asked if asked in LANGUAGES else get_language() or "en"


def rendered(
    programme: Programme, language: str, name: str, session: str
) -> RenderedPage:
    about = [session_or_404(programme, session)] if session else []
    with override(language):
        return RenderedPage.of(FILES[name][0](programme, *about))
