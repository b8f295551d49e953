"""What staff print: run sheets, the programme, place cards."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.base import sees_agreements
from agenda.models import Conference, Session
from agenda.papers import letters
from agenda.papers.place_cards import place_cards_pdf, seated
from agenda.papers.programme import programme_pdf
from agenda.papers.run_sheet import run_sheet_pdf
from agenda.publishing.warnings import every_row
from agenda.release import programme
from agenda.release.days import day_in_short
from agenda.services import run_sheets
from agenda.services.run_sheets import RunSheet
from confsite.admin.pages import StaffRequest, attachment, form_of, page, render_page
from confsite.keys import is_key


@page(
    "run-sheet/",
    # A run sheet names every agreement, under embargo or not.
    permissions=["view", sees_agreements, "agenda.export_conference"],
    label=gettext_lazy("Run sheet"),
    icon="timer",
)
def run_sheet(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Of a day, or of one session; as a page, or for the printer."""
    days = run_sheets.days(conference)
    day, session, sheets = chosen(request, conference, days)
    if "pdf" in request.GET:
        paper = run_sheet_pdf(conference, sheets, timezone.now())
        about = session.slug if session else day
        name = f"{conference.slug}-run-sheet-{about}.pdf"
        lines = sum(len(sheet.lines) for sheet in sheets)
        return attachment(request, paper, name, lines, conference=conference.pk)
    return render_page(
        request,
        conference,
        "admin/agenda/conference/run_sheet.html",
        title=_("Run sheet"),
        sheets=sheets,
        days=[(day_in_short(d), d.isoformat(), d == day) for d in days],
        pdf=urlencode({**request.GET.dict(), "pdf": "1"}),
        remarks=unprinted_in(sheets),
    )


@page(
    "programme.pdf/",
    permissions=["view"],
    label=gettext_lazy("Programme (PDF)"),
    icon="picture_as_pdf",
)
def programme_paper(request: StaffRequest, conference: Conference) -> HttpResponse:
    """The release that visitors see; whoever may see the conference may print it."""
    try:
        published = programme.latest(conference.slug)
    except programme.NotPublished:
        words = _("Publish the programme first: the paper shows what visitors see.")
        messages.warning(request, words)
        return redirect(form_of(conference))
    if remarks := unprinted(request, every_row(published)):
        return ask(request, conference, _("Programme (PDF)"), remarks)
    name = f"{conference.slug}-programme-{published.release}.pdf"
    paper = programme_pdf(published)
    number = len(published.sessions)
    return attachment(request, paper, name, number, conference=conference.pk)


@page(
    "place-cards.pdf/",
    # They name everybody, published or not, and where they come from.
    permissions=[
        "view",
        "agenda.view_speaker",
        "agenda.view_organisation",
        "agenda.export_conference",
    ],
    label=gettext_lazy("Place cards (PDF)"),
    icon="badge",
)
def place_cards(request: StaffRequest, conference: Conference) -> HttpResponse:
    speakers = list(seated(conference))
    if not speakers:
        words = _("Nobody comes to the hall yet: add the speakers first.")
        messages.warning(request, words)
        return redirect(form_of(conference))
    homes = [speaker.organisation for speaker in speakers]
    if remarks := unprinted(request, [*speakers, *homes]):
        return ask(request, conference, _("Place cards (PDF)"), remarks)
    paper = place_cards_pdf(conference, timezone.now())
    name = f"{conference.slug}-place-cards.pdf"
    return attachment(request, paper, name, len(speakers), conference=conference.pk)


def unprinted(request: HttpRequest, rows: Iterable[Any]) -> list[str]:
    """What a paper about these rows cannot print, until somebody does not mind."""
    return [] if "anyway" in request.GET else letters.remarks(rows)


def unprinted_in(sheets: list[RunSheet]) -> list[str]:
    lines = [line for sheet in sheets for line in sheet.lines]
    people = [
        person
        for line in lines
        for person in (*line.on_stage, *line.on_screen, *line.interpreters)
    ]
    texts = letters.halves(pair for line in lines for pair in (line.item, line.cue))
    rows = [*(sheet.session for sheet in sheets), *people]
    return letters.remarks(rows) + letters.remarks_on(texts)


def ask(
    request: StaffRequest, conference: Conference, title: str, remarks: list[str]
) -> HttpResponse:
    """Before a paper that shows boxes: whether to print it nevertheless."""
    return render_page(
        request,
        conference,
        "admin/agenda/papers/unprinted.html",
        title=title,
        remarks=remarks,
    )


def chosen(
    request: HttpRequest, conference: Conference, days: list[date]
) -> tuple[date | None, Session | None, list[RunSheet]]:
    """The day that was asked for, or else the first; one session, if that was asked."""
    pk = request.GET.get("session", "")
    if pk:
        mine = conference.sessions.filter(is_cancelled=False)
        session = mine.filter(pk=int(pk)).first() if is_key(pk) else None
        if session is None:
            raise Http404
        return session.starts.local.date(), session, [run_sheets.of_session(session)]
    known = {day.isoformat(): day for day in days}
    day = known.get(request.GET.get("day", "")) or next(iter(days), None)
    return day, None, run_sheets.of_day(conference, day) if day else []
