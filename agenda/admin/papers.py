"""What staff print: run sheets, the programme, place cards."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from agenda.admin.base import sees_agreements, visible
from agenda.models import Conference, Session
from agenda.papers.place_cards import place_cards_pdf, seated
from agenda.papers.programme import programme_pdf
from agenda.papers.run_sheet import run_sheet_pdf
from agenda.release import programme
from agenda.release.days import day_in_short
from agenda.services import run_sheets
from agenda.services.run_sheets import RunSheet


class RunSheetMixin:
    """For the pages of conferences and sessions."""

    def has_run_sheet_permission(
        self, request: HttpRequest, object_id: str | None = None
    ) -> bool:
        """A run sheet names every agreement, under embargo or not."""
        admin: Any = self
        return admin.has_view_permission(request) and sees_agreements(request)


class PapersMixin(RunSheetMixin):
    """For the page of a conference; whoever may see it may print the programme."""

    @action(
        description=gettext_lazy("Run sheet"),
        url_path="run-sheet",
        icon="timer",
        permissions=["run_sheet"],
    )
    def run_sheet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Of a day, or of one session; as a page, or for the printer."""
        conference = visible(self, request, object_id)
        days = run_sheets.days(conference)
        day, session, sheets = chosen(request, conference, days)
        if "pdf" in request.GET:
            paper = run_sheet_pdf(conference, sheets, timezone.now())
            about = session.slug if session else day
            return download(paper, f"{conference.slug}-run-sheet-{about}.pdf")
        admin: Any = self
        context = {
            **admin.admin_site.each_context(request),
            "title": _("Run sheet"),
            "original": conference,
            "opts": admin.opts,
            "sheets": sheets,
            "days": [(day_in_short(d), d.isoformat(), d == day) for d in days],
            "pdf": urlencode({**request.GET.dict(), "pdf": "1"}),
        }
        template = "admin/agenda/conference/run_sheet.html"
        return TemplateResponse(request, template, context)

    @action(
        description=gettext_lazy("Programme (PDF)"),
        url_path="programme.pdf",
        icon="picture_as_pdf",
        permissions=["view"],
    )
    def programme_paper(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The release that visitors see."""
        conference = visible(self, request, object_id)
        try:
            published = programme.latest(conference.slug)
        except programme.NotPublished:
            words = _("Publish the programme first: the paper shows what visitors see.")
            return self.back(request, conference, words)
        name = f"{conference.slug}-programme-{published.release}.pdf"
        return download(programme_pdf(published), name)

    @action(
        description=gettext_lazy("Place cards (PDF)"),
        url_path="place-cards.pdf",
        icon="badge",
        permissions=["view"],
    )
    def place_cards(self, request: HttpRequest, object_id: str) -> HttpResponse:
        conference = visible(self, request, object_id)
        if not seated(conference):
            words = _("Nobody comes to the hall yet: add the speakers first.")
            return self.back(request, conference, words)
        paper = place_cards_pdf(conference, timezone.now())
        return download(paper, f"{conference.slug}-place-cards.pdf")

    def back(
        self, request: HttpRequest, conference: Conference, words: str
    ) -> HttpResponse:
        admin: Any = self
        admin.message_user(request, words, messages.WARNING)
        return redirect("admin:agenda_conference_change", conference.pk)


class SessionPapersMixin(RunSheetMixin):
    """For the page of a session."""

    @action(
        description=gettext_lazy("Run sheet"),
        url_path="run-sheet",
        icon="timer",
        permissions=["run_sheet"],
    )
    def run_sheet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """That of this session alone; one that is cancelled has none."""
        admin: Any = self
        session = visible(admin, request, object_id)
        if session.is_cancelled:
            words = _("What is cancelled has no run sheet.")
            admin.message_user(request, words, messages.WARNING)
            return redirect("admin:agenda_session_change", session.pk)
        page = reverse(
            "admin:agenda_conference_run_sheet", args=[session.conference_id]
        )
        return redirect(f"{page}?session={session.pk}")


def chosen(
    request: HttpRequest, conference: Conference, days: list[date]
) -> tuple[date | None, Session | None, list[RunSheet]]:
    """The day that was asked for, or else the first; one session, if that was asked."""
    pk = request.GET.get("session", "")
    if pk.isdecimal():
        session = conference.sessions.filter(pk=int(pk), is_cancelled=False).first()
        if session is None:
            raise Http404
        return session.starts.local.date(), session, [run_sheets.of_session(session)]
    known = {day.isoformat(): day for day in days}
    day = known.get(request.GET.get("day", "")) or next(iter(days), None)
    return day, None, run_sheets.of_day(conference, day) if day else []


def download(paper: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
