"""What did we do: changes to people by day, member of staff and kind, in words.

What strangers do to their own registration is left apart: no member of staff stands
behind it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from agenda.admin import current_conference
from agenda.rights import colleagues, conferences_of
from confsite.admin.columns import short_day
from confsite.admin.history import HistoryRows, authors_of, kept_in
from confsite.differences import Difference
from confsite.keys import is_key
from confsite.models import User
from registration.models import Delegate, Job, StaffAction
from registration.states import StaffVerb

URL_NAME = "registration_delegate_doings"
REACH = "registration.reach_delegate"
PER_PAGE = 50
DEEPEST = 20_000  # pages
NAMED = 10  # people of an action
LAST = date(2999, 12, 31)
ADDED, CHANGED = "added", "changed"
KINDS = {ADDED: gettext_lazy("Added"), CHANGED: gettext_lazy("Changed")}
LABELS = {ADDED: "insert", CHANGED: "update"}
EVENTS: Any = kept_in(Delegate)


@dataclass(frozen=True)
class Done:
    """What somebody did: with whom, when, and what it changed."""

    at: datetime
    what: object
    by: str
    people: Sequence[Delegate]
    more: int = 0
    reason: str = ""
    is_undone: bool = False
    differences: Sequence[Difference] = ()


class WhatForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=UnfoldAdminSingleDateWidget,
        required=False,
        # There is a day before and after each.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(LAST)],
    )
    by = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Member of staff"),
        empty_label=gettext_lazy("everybody"),
        widget=UnfoldAdminSelectWidget,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("everything")), *StaffVerb.choices, *KINDS.items()],
        widget=UnfoldAdminSelectWidget,
        required=False,
    )


@dataclass(frozen=True)
class Asked:
    """A day on a clock, of one member of staff or of all, of one kind or of all."""

    day: date
    zone: ZoneInfo
    by: User | None
    kind: str
    # Of whose conferences: None is of all.
    conferences: Sequence[int] | None

    @property
    def span(self) -> tuple[datetime, datetime]:
        begins = datetime.combine(self.day, time(), self.zone)
        ends = datetime.combine(self.day + timedelta(days=1), time(), self.zone)
        return begins, ends

    def actions(self) -> QuerySet[StaffAction]:
        """What was done with people by a verb, often with many at once."""
        rows = StaffAction.objects.within(*self.span).select_related("by")
        if self.conferences is not None:
            own = self.people().filter(is_one_of("keys"))
            number = own.annotate(number=Func("pk", function="count")).values("number")
            # Of who was chosen in several conferences, the others are not counted.
            rows = rows.filter(Exists(own)).annotate(concerned=Subquery(number))
        if self.by:
            rows = rows.filter(by=self.by)
        return rows.filter(verb=self.kind) if self.kind else rows

    def people(self) -> QuerySet[Delegate]:
        rows = Delegate.objects.order_by()
        if self.conferences is None:
            return rows
        return rows.filter(conference__in=self.conferences)

    def events(self) -> QuerySet[Any]:
        """What changed about whom, as the database's triggers saw it."""
        rows = EVENTS.objects.filter(pgh_context__isnull=False)
        begins, ends = self.span
        rows = rows.filter(pgh_created_at__gte=begins, pgh_created_at__lt=ends)
        if self.conferences is not None:
            rows = rows.filter(conference__in=self.conferences)
        if self.by:
            rows = rows.filter(pgh_context__metadata__user=self.by.pk)
        if self.kind:
            rows = rows.filter(pgh_label=LABELS[self.kind])
        return rows.select_related("pgh_context").order_by("-pgh_created_at", "-pgh_id")


def is_one_of(column: str) -> Func:
    """Whether a delegate's key is among those of the outer row."""
    return Func(
        F("pk"),
        OuterRef(column),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def urls(wrap: Any) -> list[Any]:
    return [path("doings/", wrap(what_did_we_do), name=URL_NAME)]


def address(request: HttpRequest) -> str:
    """Empty without a right to it."""
    if not request.user.has_perm(REACH):
        return ""
    return reverse(f"admin:{URL_NAME}")


def what_did_we_do(request: HttpRequest) -> HttpResponse:
    # What changed is told with what had stood there: addresses and notes.
    if not request.user.has_perm(REACH):
        raise PermissionDenied
    conference = current_conference.chosen(request)
    clock = ZoneInfo(conference.time_zone if conference else "UTC")
    today = timezone.now().astimezone(clock).date()
    form = WhatForm({"day": today} | request.GET.dict())
    form.fields["by"].queryset = (  # type: ignore[attr-defined]
        colleagues(request.user).filter(is_staff=True).order_by("last_name", "email")
    )
    given = form.cleaned_data if form.is_valid() else {}
    asked = Asked(
        given.get("day") or today,
        clock,
        given.get("by"),
        given.get("kind", ""),
        conferences_of(request.user, REACH),
    )
    page = int(number) if is_key(number := request.GET.get("p", "")) else 1
    page = min(max(page, 1), DEEPEST)
    with timezone.override(clock):
        actions, events, has_more = entries(asked, page)
        context = {
            "title": _("What did we do"),
            "opts": Delegate._meta,
            "form": form,
            "day": short_day(asked.day),
            "clock": clock.key,
            "parts": [part for part in (actions, events) if part],
            "earlier": link(request, p=page + 1) if has_more else "",
            "later": link(request, p=page - 1) if page > 1 else "",
            "day_before": link(request, day=asked.day - timedelta(days=1)),
            "day_after": link(request, day=asked.day + timedelta(days=1)),
        }
        site = admin.site.each_context(request)
        template = "admin/registration/doings.html"
        return TemplateResponse(request, template, site | context).render()


def link(request: HttpRequest, **changes: object) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"


def entries(asked: Asked, page: int) -> tuple[list[Done], list[Done], bool]:
    """Of actions and of events those of a page, and whether there are earlier ones."""
    first = (page - 1) * PER_PAGE
    window = slice(first, first + PER_PAGE + 1)
    actions: list[StaffAction] = []
    events: list[Any] = []
    if asked.kind not in KINDS:
        actions = list(asked.actions()[window])
    if asked.kind not in StaffVerb.values:
        events = list(asked.events()[window])
    has_more = max(len(actions), len(events)) > PER_PAGE
    done = in_actions(actions[:PER_PAGE], asked)
    return done, in_events(events[:PER_PAGE]), has_more


# -- In words --------------------------------------------------------------------------


def in_actions(actions: Sequence[Any], asked: Asked) -> list[Done]:
    known = asked.people().in_bulk({pk for a in actions for pk in a.first})
    jobs = {action.job_id for action in actions if action.job_id}
    if jobs and asked.conferences is not None:
        of_theirs = Job.objects.filter(pk__in=jobs, conference__in=asked.conferences)
        jobs = set(of_theirs.values_list("pk", flat=True))
    by_jobs = StaffAction.objects.concerned_by(jobs, *asked.span) if jobs else {}
    return [
        Done(
            at=action.done_at,
            what=action.get_verb_display(),
            by=str(action.by or _("Somebody who is staff no longer")),
            people=[known[pk] for pk in action.first if pk in known],
            more=max(
                0, by_jobs.get(action.job_id, action.concerned) - len(action.first)
            ),
            reason=action.reason,
            is_undone=action.undone_at is not None,
        )
        for action in actions
    ]


@dataclass(frozen=True)
class Step:
    """An event and what stood before it, as the history of a row has them."""

    pgh_context: Any
    pgh_data: dict[str, Any]
    pgh_diff: dict[str, tuple[Any, Any]]


def in_events(events: Sequence[Any]) -> list[Done]:
    """In statements whose number is constant."""
    before = before_each(events)
    changes = [change(event, before.get(event.pk)) for event in events]
    people = Delegate.objects.in_bulk({event.pgh_obj_id for event in events})
    authors = authors_of(changes)
    rows = HistoryRows(Delegate, Delegate(), changes, None)
    kinds = {LABELS[kind]: word for kind, word in KINDS.items()}
    found = []
    for event, now in zip(events, changes, strict=True):
        differences = tuple(rows.differences(now))
        is_change = event.pgh_label == LABELS[CHANGED]
        if is_change and not differences:
            continue
        if is_change and came_with(event, before.get(event.pk)):
            continue
        found.append(
            Done(
                at=event.pgh_created_at,
                what=kinds.get(event.pgh_label, event.pgh_label),
                by=authors.get(
                    now.pgh_context.get("user"), _("Somebody who is staff no longer")
                ),
                people=[p for p in [people.get(event.pgh_obj_id)] if p],
                differences=differences,
            )
        )
    return found


def came_with(event: Any, before: Any) -> bool:
    """Whether it is a part of how the row came to be: entered, and put in line."""
    if before is None or before.pgh_label != LABELS[ADDED]:
        return False
    return (event.pgh_created_at, event.pgh_context_id) == (
        before.pgh_created_at,
        before.pgh_context_id,
    )


def before_each(events: Iterable[Any]) -> dict[int, Any]:
    """What stood before each of these events, where there was something."""
    of_the_same = EVENTS.objects.filter(
        pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")
    )
    latest = of_the_same.order_by("-pgh_id").values("pgh_id")[:1]
    here = EVENTS.objects.filter(pk__in=[event.pk for event in events])
    pairs = dict(here.values_list("pk", Subquery(latest)))
    known = EVENTS.objects.in_bulk(set(pairs.values()) - {None})
    return {pk: known[before] for pk, before in pairs.items() if before in known}


def change(event: Any, before: Any) -> Step:
    now = data(event)
    was = data(before) if before else now
    diff = {name: (was[name], now[name]) for name in now if was[name] != now[name]}
    return Step(event.pgh_context.metadata, now, diff)


def data(event: Any) -> dict[str, Any]:
    """The columns of a delegate in an event, moments as JSON has them."""
    found = {}
    for field in Delegate._meta.concrete_fields:
        if hasattr(event, field.attname):
            value = getattr(event, field.attname)
            is_moment = isinstance(value, datetime)
            found[field.attname] = value.isoformat() if is_moment else value
    return found
