"""The day as a timetable, with what may be wrong in place and in one list."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import models
from agenda.admin.base import sees_agreements
from agenda.publishing import compare
from agenda.publishing.publish import Rows, snapshot
from agenda.publishing.warnings import (
    ABOUT_PEOPLE,
    ROWS,
    ProgrammeWarning,
    Subject,
    WarningKind,
    warnings,
)
from agenda.release.content import Agreement, Session, Speaker
from agenda.release.days import day_in_short, sessions_by_day
from agenda.release.programme import NEVER, Programme
from agenda.release.timetable import Cell, TimetableEntry
from agenda.release.timetable import timetable as laid_out
from agenda.services import run_sheets
from confsite.admin.links import may_open
from confsite.admin.pages import StaffRequest, page, render_page


class TimetableDay(NamedTuple):
    """A link in the bar of days."""

    label: str
    iso: str
    is_current: bool


class Slot(NamedTuple):
    """A session in its cell, what may be wrong with it, and where to change it.

    There is no address for whoever may not go there.
    """

    entry: TimetableEntry
    url: str
    warnings: list[str]


class SlotCell(NamedTuple):
    rows: int
    columns: int
    slots: list[Slot]


class Remark(NamedTuple):
    """A warning in the list; the address is empty for whoever may not go there."""

    subject: str
    url: str
    sentence: str


@page(
    "timetable/", permissions=["view"], label=_("Timetable"), icon="calendar_view_week"
)
def timetable(request: StaffRequest, conference: models.Conference) -> HttpResponse:
    """The rows as they stand now, published or not."""
    return render_page(
        request,
        conference,
        "admin/agenda/conference/timetable.html",
        title=_("Timetable"),
        **facts(conference, request),
    )


def sentences_about(session: models.Session, request: HttpRequest) -> list[str]:
    """What may be wrong with the session itself, not with what is signed in it."""
    conference = session.conference
    programme = known_programme(snapshot(conference), request, conference)
    return [
        warning.sentence
        for warning in known_warnings(conference, programme, request)
        if isinstance(warning.subject, Session) and warning.subject.id == session.pk
    ]


def known_programme(
    rows: Rows, request: HttpRequest, conference: models.Conference
) -> Programme:
    """Of the rows of now, with what is under embargo for those who may hear of it."""
    until = NEVER if sees_agreements(request, conference) else timezone.now()
    return compare.programme(rows, until)


def known_warnings(
    conference: models.Conference, programme: Programme, request: HttpRequest
) -> list[ProgrammeWarning]:
    """Those that name nothing but what somebody may see anyway."""
    found = warnings(programme, run_sheets.last_minutes(conference))
    kinds = {type(w.subject): ROWS[type(w.subject)] for w in found}
    seen = {kind for kind, m in kinds.items() if may_open(request, m, conference)}
    sees_people = may_open(request, ROWS[Speaker], conference)
    return [
        warning
        for warning in found
        if type(warning.subject) in seen
        and (sees_people or warning.kind not in ABOUT_PEOPLE)
    ]


def by_trouble(
    found: list[ProgrammeWarning],
) -> list[tuple[str, list[ProgrammeWarning]]]:
    """The warnings under the heading of their kind, the gravest first."""
    kinds = [(t.label, [w for w in found if w.kind == t]) for t in WarningKind]
    return [(str(heading), those) for heading, those in kinds if those]


def facts(conference: models.Conference, request: HttpRequest) -> dict[str, Any]:
    programme = known_programme(snapshot(conference), request, conference)
    found = known_warnings(conference, programme, request)
    by_session: dict[int, list[str]] = {}
    for warning in found:
        if warning.session:
            by_session.setdefault(warning.session, []).append(warning.sentence)

    def slot(entry: TimetableEntry) -> Slot:
        sentences = by_session.get(entry.session.id, [])
        return Slot(entry, page_of(entry.session, request, conference), sentences)

    days = sessions_by_day(programme)
    day = chosen(days, request.GET.get("day", ""))
    shown = laid_out(day, days[day], None) if day else None
    return {
        "days": [TimetableDay(day_in_short(d), d.isoformat(), d == day) for d in days],
        "day": shown,
        "rows": [
            (row.starts, [placed(cell, slot) for cell in row.cells])
            for row in (shown.rows if shown else ())
        ],
        "slots": [slot(entry) for entry in (shown.entries if shown else ())],
        "remarks": [
            (those[0].kind, heading, [remark(w, request, conference) for w in those])
            for heading, those in by_trouble(found)
        ],
        "count": len(found),
    }


def chosen(days: Iterable[date], wanted: str) -> date | None:
    """The day that was asked for, or else the first."""
    known = {day.isoformat(): day for day in days}
    return known.get(wanted) or next(iter(known.values()), None)


def placed(cell: Cell, slot: Callable[[TimetableEntry], Slot]) -> SlotCell:
    return SlotCell(cell.rows, cell.columns, [slot(entry) for entry in cell.entries])


def remark(
    warning: ProgrammeWarning, request: HttpRequest, conference: models.Conference
) -> Remark:
    subject = warning.subject
    page = page_of(subject, request, conference)
    return Remark(called(subject), page, warning.sentence)


def called(subject: Any) -> str:
    """A row as staff know it; a session with its time, since many are called Talk."""
    if isinstance(subject, Session):
        return f"{subject.title.plain} · {subject.starts.date}, {subject.starts.time}"
    if isinstance(subject, Speaker):
        return subject.display_name.plain
    return str(subject.title if isinstance(subject, Agreement) else subject.name)


def page_of(
    subject: Subject, request: HttpRequest, conference: models.Conference
) -> str:
    """Where to change a row, for those who may go there."""
    model = ROWS[type(subject)]
    if not may_open(request, model, conference):
        return ""
    page = f"admin:agenda_{model._meta.model_name}_change"
    return reverse(page, args=[subject.id])
