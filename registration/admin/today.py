"""Today: what needs a person, of the conference that staff work on.

Each line is a number and the way to exactly those rows; of what somebody may not see
there is no line. Before the opening there is the list of what to set up as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.admin import current_conference
from agenda.admin.comparison import parts
from agenda.admin.publishing import unpublished
from agenda.admin.timetable import known_programme, known_warnings
from agenda.models import Conference
from agenda.publishing.publish import Draft
from agenda.publishing.warnings import WarningKind
from confsite import proxies
from registration.admin import mail_trouble, set_up, today_charts
from registration.admin.duplicates import LIKELY
from registration.line import WaitingLine
from registration.models import Delegate, Letter, PossibleDuplicate, TrialSignUp
from registration.states import DelegateState, LetterState


@dataclass(frozen=True)
class TodayLine:
    """How many of something wait for a person, in words, and where they are."""

    number: int
    words: str
    url: str
    icon: str


Found = Iterator[TodayLine]


def on_the_first_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold asks this for the first page of the admin."""
    mail_trouble.on_the_first_page(request)
    context = proxies.tell_staff(request, context) | {"title": _("Today")}
    conference = conference_of(request)
    if conference is None:
        page = admin.site.get_model_admin(Conference)
        may_add = page.has_add_permission(request)
        return context | {"choices": choices(request), "may_add": may_add}
    return context | of(conference, request)


def of(conference: Conference, request: HttpRequest) -> dict[str, Any]:
    """What the page shows, as far as somebody may see it."""
    steps = []
    if not set_up.is_set_up(conference) and timezone.now() < conference.ends_at:
        steps = [step.seen_by(request, conference) for step in set_up.steps(conference)]
    lines = [
        line
        for right, find in FINDERS
        if request.user.has_perm(right, conference)
        for line in find(conference, request)
        if line.number
    ]
    return {
        "conference": conference,
        "steps": steps,
        "lines": lines,
        "sees_something": any(
            request.user.has_perm(right, conference) for right, _find in FINDERS
        ),
        "attendee_url": reverse("admin:registration_attendee", args=[conference.pk])
        if request.user.has_perm("agenda.view_conference", conference)
        else "",
        **today_charts.of(conference, request),
    }


def conference_of(request: HttpRequest) -> Conference | None:
    """The chosen one; before anything was chosen the next to end, or the last over."""
    if chosen := current_conference.chosen(request):
        return chosen
    found = current_conference.conferences(request)
    if not found or current_conference.KEY in request.session:
        return None
    now = timezone.now()
    coming = [conference for conference in found if conference.ends_at >= now]
    return min(coming, key=lambda c: c.ends_at) if coming else found[0]


def choices(request: HttpRequest) -> list[tuple[str, str]]:
    """The conferences to choose from, each with the address that chooses it."""
    return [
        (
            current_conference.plain_name(conference),
            reverse("admin:agenda_conference_choose", args=[conference.pk]),
        )
        for conference in current_conference.conferences(request)
    ]


# -- What may need a person ------------------------------------------------------------


def awaiting_approval(conference: Conference, request: HttpRequest) -> Found:
    pending = conference.delegates.filter(state=DelegateState.PENDING)
    number = pending.count()
    yield TodayLine(
        number,
        ngettext(
            "registration awaits your approval",
            "registrations await your approval",
            number,
        ),
        delegates(conference, state__exact=DelegateState.PENDING.value),
        "pending",
    )


def could_be_seated(conference: Conference, request: HttpRequest) -> Found:
    """By their groups, so that of a long list nothing but numbers is read."""
    line = WaitingLine(conference.pk)
    waiting = Delegate._base_manager.filter(
        conference=conference, state=DelegateState.WAITING
    )
    # All three stand in the index delegate_in_line.
    groups = waiting.values_list("category", "attendance").annotate(
        Count("waiting_number")
    )
    free = {(g.category_id, g.attendance) for g in line.quotas if line.free(g)}
    number = sum(n for category, way, n in groups if (category, way) in free)
    yield TodayLine(
        number,
        ngettext(
            "person waits though a place is free: save its quota again to seat them",
            "people wait though places are free: save the quota again to seat them",
            number,
        ),
        delegates(conference, seat="free"),
        "event_seat",
    )


def set_aside(conference: Conference, request: HttpRequest) -> Found:
    letters = Letter.objects.filter(
        state=LetterState.FAILED, delegate__conference=conference
    )
    number = letters.count()
    page = reverse("admin:registration_letter_changelist")
    query = urlencode(
        {
            "delegate__conference__id__exact": str(conference.pk),
            "state__exact": LetterState.FAILED.value,
        }
    )
    yield TodayLine(
        number,
        ngettext(
            "letter was set aside and has not arrived",
            "letters were set aside and have not arrived",
            number,
        ),
        f"{page}?{query}",
        "unsubscribe",
    )


def possible_duplicates(conference: Conference, request: HttpRequest) -> Found:
    pairs = PossibleDuplicate.objects.open().by_more_than_the_name()
    number = pairs.filter(conference=conference).count()
    page = reverse("admin:registration_possibleduplicate_changelist")
    query = urlencode({current_conference.CHOSEN: str(conference.pk), "said": LIKELY})
    yield TodayLine(
        number,
        ngettext(
            "person may be registered twice", "people may be registered twice", number
        ),
        f"{page}?{query}",
        "people",
    )


def of_the_programme(conference: Conference, request: HttpRequest) -> Found:
    """What may be wrong with it, what is not translated, what is not published."""
    draft = Draft.of(conference)
    programme = known_programme(draft.rows, request, conference)
    found = known_warnings(conference, programme, request)
    missing = sum(w.kind == WarningKind.UNTRANSLATED for w in found)
    timetable = reverse("admin:agenda_conference_timetable", args=[conference.pk])
    others = len(found) - missing
    yield TodayLine(
        others,
        ngettext("warning about the programme", "warnings about the programme", others),
        timetable,
        "warning",
    )
    yield TodayLine(
        missing,
        ngettext(
            "entry of the programme stands in one language only",
            "entries of the programme stand in one language only",
            missing,
        ),
        f"{timetable}#{WarningKind.UNTRANSLATED.value}",
        "translate",
    )
    if draft.last and draft.differs:
        yield not_published(conference, draft, request)


def not_published(
    conference: Conference, draft: Draft, request: HttpRequest
) -> TodayLine:
    shown = parts(unpublished(draft), request, conference)
    number = sum(len(part.changes) for part in shown)
    may = request.user.has_perm("agenda.change_conference", conference)
    page = "publish" if may else "change"
    return TodayLine(
        number,
        ngettext(
            "change of the programme is not published yet",
            "changes of the programme are not published yet",
            number,
        ),
        reverse(f"admin:agenda_conference_{page}", args=[conference.pk]),
        "visibility_off",
    )


def tests(conference: Conference, request: HttpRequest) -> Found:
    number = TrialSignUp.objects.filter(conference=conference).count()
    page = reverse("admin:registration_trialsignup_changelist")
    query = urlencode({current_conference.CHOSEN: str(conference.pk)})
    yield TodayLine(
        number,
        ngettext(
            "test sign-up is still there", "test sign-ups are still there", number
        ),
        f"{page}?{query}",
        "science",
    )


def delegates(conference: Conference, **filters: str) -> str:
    page = reverse("admin:registration_delegate_changelist")
    query = {current_conference.CHOSEN: str(conference.pk), **filters}
    return f"{page}?{urlencode(query)}"


# The right to see a line, and what finds it; in the order of the page.
FINDERS: list[tuple[str, Callable[[Conference, HttpRequest], Found]]] = [
    ("registration.change_delegate", awaiting_approval),
    ("registration.view_delegate", could_be_seated),
    ("registration.view_letter", set_aside),
    ("registration.view_possibleduplicate", possible_duplicates),
    ("agenda.view_conference", of_the_programme),
    ("registration.reach_delegate", tests),
]
