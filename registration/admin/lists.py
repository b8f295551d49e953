"""The ready lists of a conference and its numbers: as a page, as Excel, on paper."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.admin.current_conference import chosen, conferences
from agenda.models import Conference
from agenda.papers import letters
from agenda.papers.both_languages import beside, joined
from agenda.rights import visible
from confsite.admin.pages import StaffRequest, attachment
from confsite.bilingual import in_both
from confsite.clocks import day_in_words
from confsite.staff.asked import asked_again
from confsite.tables.streaming import xlsx_parts
from registration.admin.exports import may_export, rendered
from registration.exports.figures import Figures, figures
from registration.exports.guests import ListOrder, TooManyForAList
from registration.exports.lists import LISTS, ListChoice, ReadyList, Row
from registration.papers.figures import HEADS, TITLE, figures_pdf
from registration.papers.lists import MOST_ROWS, list_pdf
from registration.states import Attendance

# So many rows stand on the page itself; a file has them all.
ON_PAGE = 500
SEES = "registration.view_delegate"


def urls(admin_view: Callable[[Any], Any]) -> list[Any]:
    below = "lists/<int:conference>"
    return [
        path(
            address,
            admin_view(refused_in_words(view)),
            name=f"registration_delegate_{name}",
        )
        for address, view, name in (
            ("lists/", lists_of_chosen, "lists"),
            (f"{below}/", all_lists, "all_lists"),
            (f"{below}/numbers/", numbers, "numbers"),
            (f"{below}/numbers.pdf", numbers_paper, "numbers_pdf"),
            (f"{below}/<slug:what>/", ready_list, "list"),
            (f"{below}/<slug:what>.xlsx", asked_again(list_workbook), "list_xlsx"),
            (f"{below}/<slug:what>.pdf", asked_again(list_paper), "list_pdf"),
        )
    ]


def refused_in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyForAList as refusal:
            messages.warning(request, str(refusal))
            return redirect(address("all_lists", kwargs["conference"]))

    return wrapper


def address(name: str, *args: object) -> str:
    return reverse(f"admin:registration_delegate_{name}", args=args)


# -- Who, of which conference, and how -------------------------------------------------


def conference_of(request: HttpRequest, pk: int) -> Conference:
    """Raises PermissionDenied, Http404."""
    if not request.user.has_perm(SEES):
        raise PermissionDenied
    known = visible(Conference.objects.all(), request.user, SEES, "pk")
    return get_object_or_404(known, pk=pk)


def list_called(what: str) -> ReadyList:
    if what not in LISTS:
        raise Http404
    return LISTS[what]


def choice(request: HttpRequest, ready: ReadyList) -> ListChoice:
    """What was asked for, as far as the list knows it."""
    order = request.GET.get("order", "")
    attendance = request.GET.get("attendance", "")
    return ListChoice(
        order if order in ListOrder.values else ListOrder.LATIN,
        attendance if ready.has_online and attendance in Attendance.values else "",
    )


def refuse_who_may_not_export(request: HttpRequest, conference: Conference) -> None:
    if not may_export(request, conference):
        raise PermissionDenied


# -- The pages -------------------------------------------------------------------------


def lists_of_chosen(request: StaffRequest) -> HttpResponse:
    """Of the conference that staff work on; where none is chosen, of which?"""
    if not request.user.has_perm(SEES):
        raise PermissionDenied
    known = [c for c in conferences(request) if request.user.has_perm(SEES, c)]
    conference = chosen(request)
    if conference not in known:
        conference = known[0] if len(known) == 1 else None
    if conference:
        return redirect(address("all_lists", conference.pk))
    return rendered(
        request,
        "admin/registration/which.html",
        title=_("Ready lists"),
        choices=[(str(c), address("all_lists", c.pk)) for c in known],
        back=address("changelist"),
    )


def all_lists(request: StaffRequest, conference: int) -> HttpResponse:
    row = conference_of(request, conference)
    return rendered(
        request,
        "admin/registration/exports/lists.html",
        title=_("Ready lists"),
        conference=row,
        lists=[
            (ready.title, ready.purpose, address("list", row.pk, ready.code))
            for ready in LISTS.values()
        ],
        numbers=address("numbers", row.pk),
    )


def ready_list(request: StaffRequest, conference: int, what: str) -> HttpResponse:
    row, ready = conference_of(request, conference), list_called(what)
    wanted = choice(request, ready)
    rows = ready.rows(row, wanted)
    query = request.GET.urlencode()
    return rendered(
        request,
        "admin/registration/exports/list.html",
        title=ready.title,
        ready=ready,
        conference=row,
        choice=wanted,
        orders=ListOrder.choices,
        attendances=Attendance.choices if ready.has_online else [],
        rows=rows[:ON_PAGE],
        number=len(rows),
        more=len(rows) - ON_PAGE,
        remarks=letters.remarks_on(text for line in rows[:ON_PAGE] for text in line),
        may_export=may_export(request, row),
        xlsx=f"{address('list_xlsx', row.pk, what)}?{query}",
        pdf=f"{address('list_pdf', row.pk, what)}?{query}",
        back=address("all_lists", row.pk),
    )


def list_workbook(request: StaffRequest, conference: int, what: str) -> HttpResponse:
    row, ready = conference_of(request, conference), list_called(what)
    refuse_who_may_not_export(request, row)
    rows = ready.rows(row, choice(request, ready))
    title = str(ready.title)
    content = b"".join(xlsx_parts(title, heads(ready), [rows]))
    return taken(request, row, content, f"{what}.xlsx", heads(ready), rows)


def list_paper(request: StaffRequest, conference: int, what: str) -> HttpResponse:
    row, ready = conference_of(request, conference), list_called(what)
    refuse_who_may_not_export(request, row)
    wanted = choice(request, ready)
    rows = ready.rows(row, wanted)
    if len(rows) > MOST_ROWS:
        words = _("More than %d rows are too many for paper: take the Excel file.")
        messages.warning(request, words % MOST_ROWS)
        return redirect(address("list", row.pk, what))
    paper = list_pdf(ready, row, rows, about(ready, wanted, len(rows)), timezone.now())
    return taken(request, row, paper, f"{what}.pdf", heads(ready), rows)


def numbers(request: StaffRequest, conference: int) -> HttpResponse:
    row = conference_of(request, conference)
    found = figures(row)
    return rendered(
        request,
        "admin/registration/exports/numbers.html",
        title=TITLE,
        conference=row,
        figures=found,
        weeks=[(day_in_words(monday), number) for monday, number in found.weeks],
        heads=HEADS,
        may_export=may_export(request, row),
        pdf=address("numbers_pdf", row.pk),
        back=address("all_lists", row.pk),
    )


def numbers_paper(request: StaffRequest, conference: int) -> HttpResponse:
    row = conference_of(request, conference)
    refuse_who_may_not_export(request, row)
    found: Figures = figures(row)
    paper = figures_pdf(found, row, timezone.now())
    rows = [found.total.numbers]
    return taken(request, row, paper, "numbers.pdf", list(map(str, HEADS)), rows)


# -- What a file says ------------------------------------------------------------------


def heads(ready: ReadyList) -> list[str]:
    return [capfirst(beside(column.label)) for column in ready.columns]


def about(ready: ReadyList, wanted: ListChoice, number: int) -> str:
    """How many, of whom, and in which order: in both languages."""
    if not ready.is_of_people:
        return ""

    def told() -> str:
        people = ngettext("%d person", "%d people", number) % number
        of = Attendance(wanted.attendance).label if wanted.attendance else ""
        said = [people, of, ListOrder(wanted.order).label]
        return ", ".join(str(part) for part in said if part)

    return joined(in_both(told), " · ")


def taken(
    request: StaffRequest,
    conference: Conference,
    content: bytes,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row | tuple[int, ...]],
) -> HttpResponse:
    name = f"{conference.slug}-{name}"
    return attachment(
        request, content, name, len(rows), columns, conference=conference.pk
    )
