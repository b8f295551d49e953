"""The day as a timetable, with what may be wrong in place and in one list."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from agenda import models
from agenda.admin.base import sees_agreements, visible
from agenda.days import day_in_short, sessions_by_day
from agenda.programme import Programme
from agenda.published import Agreement, Organisation, Session, Speaker
from agenda.services import comparing
from agenda.services.publishing import snapshot
from agenda.services.scheduling import Trouble, Warning, warnings
from agenda.timetable import Cell, Entry, timetable

PAGES = {
    Session: "admin:agenda_session_change",
    Speaker: "admin:agenda_speaker_change",
    Organisation: "admin:agenda_organisation_change",
    Agreement: "admin:agenda_agreement_change",
}


class Day(NamedTuple):
    """A link in the bar of days."""

    label: str
    iso: str
    is_current: bool


class Slot(NamedTuple):
    """A session in its cell, where to change it, and what may be wrong with it."""

    entry: Entry
    url: str
    warnings: list[str]


class Place(NamedTuple):
    rows: int
    columns: int
    slots: list[Slot]


class Remark(NamedTuple):
    """A warning in the list."""

    subject: str
    url: str
    sentence: str


class TimetableMixin:
    """For the page of a conference."""

    @action(
        description=_("Timetable"),
        url_path="timetable",
        icon="calendar_view_week",
        permissions=["view"],
    )
    def timetable(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The rows as they stand now, published or not."""
        admin: Any = self
        conference = visible(admin, request, object_id)
        context = {
            **admin.admin_site.each_context(request),
            **facts(conference, request.GET.get("day", ""), known_to(request)),
            "title": _("Timetable"),
            "original": conference,
            "conference": conference,
            "opts": admin.opts,
        }
        template = "admin/agenda/conference/timetable.html"
        return TemplateResponse(request, template, context)


class WarnedMixin:
    """For the page of a session: what may be wrong with it, beside its times."""

    @display(description=_("to look at"), empty_value="–")
    def warned(self, session: Any) -> SafeString | None:
        if session.pk is None:
            return None
        # The page asks five times for a field that it only shows.
        if not hasattr(session, "sentences"):
            session.sentences = sentences_about(session)
        rows = [(sentence,) for sentence in session.sentences]
        return format_html_join("", "<div>{}</div>", rows) or None


def sentences_about(session: models.Session) -> list[str]:
    """What may be wrong with the session itself, not with what is signed in it."""
    return [
        warning.sentence
        for warning in warnings(as_it_stands(session.conference))
        if isinstance(warning.subject, Session) and warning.subject.id == session.pk
    ]


def as_it_stands(conference: models.Conference) -> Programme:
    """The rows of now; staff are warned of what is under embargo as well."""
    return comparing.programme(snapshot(conference), comparing.IN_THE_END)


def known_to(request: HttpRequest) -> Callable[[Warning], bool]:
    """Whoever may not see the agreements hears nothing of them here either."""
    sees_all = sees_agreements(request)
    return lambda warning: sees_all or not isinstance(warning.subject, Agreement)


def facts(
    conference: models.Conference, wanted: str, may_know: Callable[[Warning], bool]
) -> dict[str, Any]:
    programme = as_it_stands(conference)
    found = list(filter(may_know, warnings(programme)))
    days = sessions_by_day(programme)
    day = chosen(days, wanted)
    shown = timetable(day, days[day], None) if day else None
    by_session: dict[int, list[str]] = {}
    for warning in found:
        if warning.session:
            by_session.setdefault(warning.session, []).append(warning.sentence)
    return {
        "days": [Day(day_in_short(d), d.isoformat(), d == day) for d in days],
        "day": shown,
        "rows": [
            (row.starts, [placed(cell, by_session) for cell in row.cells])
            for row in (shown.rows if shown else ())
        ],
        "slots": [slot(e, by_session) for e in (shown.entries if shown else ())],
        "remarks": [(trouble.label, listed(found, trouble)) for trouble in Trouble],
        "count": len(found),
    }


def chosen(days: Iterable[date], wanted: str) -> date | None:
    """The day that was asked for, or else the first."""
    known = {day.isoformat(): day for day in days}
    return known.get(wanted) or next(iter(known.values()), None)


def placed(cell: Cell, by_session: dict[int, list[str]]) -> Place:
    slots = [slot(entry, by_session) for entry in cell.entries]
    return Place(cell.rows, cell.columns, slots)


def slot(entry: Entry, by_session: dict[int, list[str]]) -> Slot:
    pk = entry.session.id
    url = reverse("admin:agenda_session_change", args=[pk])
    return Slot(entry, url, by_session.get(pk, []))


def listed(found: list[Warning], trouble: Trouble) -> list[Remark]:
    return [
        Remark(called(warning.subject), page_of(warning.subject), warning.sentence)
        for warning in found
        if warning.trouble == trouble
    ]


def called(subject: Any) -> str:
    """A row as staff know it; a session with its time, since many are called Talk."""
    if isinstance(subject, Session):
        return f"{subject.title.plain} · {subject.starts.date}, {subject.starts.time}"
    if isinstance(subject, Speaker):
        return subject.display_name.plain
    return str(subject.title if isinstance(subject, Agreement) else subject.name)


def page_of(subject: Any) -> str:
    return reverse(PAGES[type(subject)], args=[subject.id])
