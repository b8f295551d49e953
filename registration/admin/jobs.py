"""Jobs: how far long work has come, by whom it was started, and what it refused."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from agenda.rights import conferences_of, visible
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import (
    Badge,
    badge_with_word,
    moment_in_words,
    one_line,
)
from confsite.admin.pages import StaffRequest, attachment, form_of, page, render_page
from confsite.tables.spreadsheet import csv_bytes
from confsite.words import sentences
from registration.admin import imports, outbox, selections
from registration.errors import JobIsOver
from registration.jobs import services
from registration.jobs.kinds import KINDS, JobKind
from registration.models import Delegate, Job, RefusedRow
from registration.states import JobState

BADGES = {
    JobState.QUEUED: Badge("hourglass_top", "open"),
    JobState.RUNNING: Badge("autorenew", "open"),
    JobState.DONE: Badge("check_circle", "good"),
    JobState.CANCELLED: Badge("cancel"),
    JobState.FAILED: Badge("error", "bad"),
}
VIEW = "registration.view_job"
# Seconds after which the page of a job that is not over shows itself anew.
EVERY = 2
FEW = 20  # refused rows that the page itself shows


# -- In words --------------------------------------------------------------------------


def number(value: int) -> str:
    """1,200 in either language: zh-hans would group by four."""
    return f"{value:,}"


def label(job: Job) -> str:
    kind = KINDS.get(job.kind)
    return str(kind.label) if kind else job.kind


def progress(job: Job) -> str:
    """1,200 of 10,000; 3 refused."""
    facts = {
        "done": number(job.done),
        "total": number(max(job.total, job.done)),
        "refused": number(job.refused),
    }
    if job.refused:
        return _("%(done)s of %(total)s; %(refused)s refused") % facts
    return _("%(done)s of %(total)s") % facts


def result(job: Job) -> str:
    """What has come of it, in whole sentences."""
    kind = KINDS.get(job.kind)
    is_whole = bool(kind and kind.is_whole)
    effects = kind.in_words(job.tally) if kind else []
    match job.state:
        case JobState.QUEUED:
            return _("It begins as soon as a worker is free.")
        case JobState.RUNNING:
            return _("It is to end: it stops in a moment.") if is_ending(job) else ""
        case JobState.DONE:
            return sentences(done_in_words(job), *effects)
        case JobState.CANCELLED:
            why = _("Cancelled by %s.") % (job.cancelled_by or "–")
        case _:
            why = str(job.fault.plain)
    if is_whole:
        return sentences(why, _("Nothing of it was done."))
    stays = _("What had been done by then stays done: %s.") % progress(job)
    return sentences(why, stays, *effects)


def done_in_words(job: Job) -> str:
    done, refused = number(job.done - job.refused), number(job.refused)
    if job.refused:
        facts = {"done": done, "refused": refused}
        return _("Done: %(done)s. Refused: %(refused)s.") % facts
    return _("Done: %s.") % done


def is_ending(job: Job) -> bool:
    return job.cancel_requested_at is not None


def ahead(job: Job) -> str:
    """How many others have their turn before it."""
    if job.state != JobState.QUEUED:
        return ""
    others = Job.objects.unfinished().filter(pk__lt=job.pk).count()
    words = ngettext(
        "%d job was started before it.", "%d jobs were started before it.", others
    )
    return words % others if others else ""


def moment(job: Job, name: str) -> str:
    """In the first clock of its conference."""
    when = getattr(job, name)
    if when is None:
        return ""
    if job.conference is None:
        return outbox.at(when)
    return moment_in_words(when, job.conference.clocks[0])


# -- Pages -----------------------------------------------------------------------------


def show(request: StaffRequest, job: Job) -> HttpResponse:
    """The page of a job: it can be left and come back to."""
    kind = KINDS.get(job.kind)
    refused = refused_rows(request, job)[:FEW]
    people = job.selection_id and selections.page_of(
        job.selection_id, job.conference_id
    )
    response = render_page(
        request,
        job,
        "admin/registration/job.html",
        title=label(job),
        job=job,
        has_change_permission=False,
        badge=badge_with_word(job.get_state_display(), BADGES[JobState(job.state)]),
        progress=progress(job),
        bar=[{"value": 100 * job.done // max(job.total, job.done, 1)}],
        result=sentences(result(job), ahead(job)),
        asked=moment(job, "asked_at"),
        chosen=kind.asked(job.arguments) if kind else [],
        ended=moment(job, "ended_at"),
        refused=refused,
        more=job.refused - len(refused) if job.is_over else 0,
        may_cancel=not job.is_over and not is_ending(job),
        found=imports.found_by(request, job) if job.is_over else "",
        people=people
        if request.user.has_perm("registration.view_delegate", beside(job))
        else "",
        next_verbs=next_verbs(request, job, kind),
        cannot_be_undone=bool(kind and not kind.is_whole),
    )
    if not job.is_over:
        # Without JavaScript: whoever has left it open sees how far it has come.
        response.headers["Refresh"] = str(EVERY)
    return response


def next_verbs(
    request: StaffRequest, job: Job, kind: JobKind | None
) -> Mapping[str, Any]:
    """Verbs of the list that may be wanted next with the same people."""
    is_open = job.is_over and job.selection_id and job.done
    may = request.user.has_perm("registration.change_delegate", beside(job))
    return kind.next_verbs if kind and is_open and may else {}


@page("cancel/", permissions=["view"])
def cancel(request: StaffRequest, job: Job) -> HttpResponse:
    if request.method == "POST":
        try:
            services.cancel(job, request.user)
        except JobIsOver as refusal:
            messages.warning(request, str(refusal))
    return redirect(form_of(job))


@page("refused.csv", permissions=["view"], asks_again=True)
def refused(request: StaffRequest, job: Job) -> HttpResponse:
    """The refused rows as a file, each with the reason."""
    kind = KINDS.get(job.kind)
    columns = [*(kind.columns(job) if kind else []), _("Reason")]
    refused = refused_rows(request, job)
    rows = [[*row.cells, str(row.reason.plain)] for row in refused]
    content, name = csv_bytes(columns, rows), f"refused-{job.pk}.csv"
    return attachment(request, content, name, len(rows), conference=job.conference_id)


# -- Who sees what ---------------------------------------------------------------------


def seen_by(user: Any) -> Q:
    """Jobs of conferences in which somebody may do the same: their own, and those of
    colleagues if they may see these. What was about several conferences is seen by
    whoever has started it alone."""
    if conferences_of(user, VIEW) is None:
        return Q()
    colleagues = Q(conference__in=conferences_of(user, VIEW))
    found = Q(pk=None)
    for kind in KINDS.values():
        keys = conferences_of(user, kind.permission)
        if keys:
            own = Q(by=user.pk) & (Q(conference__in=keys) | Q(conference=None))
            found |= Q(kind=kind.name) & (own | Q(conference__in=keys) & colleagues)
    return found


def refused_rows(request: HttpRequest, job: Job) -> QuerySet[RefusedRow]:
    """Of several conferences those of whose people somebody may still see."""
    rows = job.refused_rows.all()
    if job.conference_id or conferences_of(request.user, VIEW) is None:
        return rows
    people = visible(Delegate.objects.all(), request.user, "registration.view_delegate")
    return rows.filter(delegate__in=people.values("pk"))


def beside(job: Job) -> Job | None:
    return job if job.conference_id else None


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    purpose = gettext_lazy(
        "Long work that goes on by itself: how far it has come, and what it could not "
        "do."
    )
    first_step = gettext_lazy(
        "Jobs appear here when something is done with many people at once."
    )
    list_display = ["work", "progress", "state_word", "started", "by"]
    list_filter = [("state", ChoicesDropdownFilter)]
    pages = [cancel, refused]

    # -- Who may see which ---------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """One's own, and those of colleagues; none of what one may not do oneself."""
        rows = super().get_queryset(request)
        rows = rows.select_related("conference", "by", "cancelled_by")
        return rows.filter(seen_by(request.user), kind__in=KINDS)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        if obj is None:
            rights = {VIEW, *(kind.permission for kind in KINDS.values())}
            return any(user.has_perm(right) for right in rights)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # -- One and all ---------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, unquote(object_id))
        if job is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return show(request, job)  # type: ignore[arg-type]

    @display(description=gettext_lazy("work"), header=True, ordering="kind")
    def work(self, job: Job) -> list[Any]:
        return [label(job), job.conference or ""]

    @display(description=gettext_lazy("how far"))
    def progress(self, job: Job) -> str:
        return one_line(progress(job))

    @display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, job: Job) -> str:
        return badge_with_word(job.get_state_display(), BADGES[JobState(job.state)])

    @display(description=gettext_lazy("started"), ordering="asked_at")
    def started(self, job: Job) -> str:
        return one_line(moment(job, "asked_at"))
