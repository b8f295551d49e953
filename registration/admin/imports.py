"""Delegates from a file: the file, what it means, what it would do, and doing it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from agenda.admin.current_conference import CHOSEN, conferences
from agenda.rights import visible
from confsite.admin.columns import badge_with_word
from confsite.admin.pages import StaffRequest, attachment, page, render_page
from confsite.admin.row_badges import ROW_BADGES
from confsite.exceptions import ServiceError
from confsite.tables import export, spreadsheet
from confsite.tables.result import RowStatus, in_words
from confsite.words import sentences
from registration.admin.exports import rendered
from registration.admin.import_forms import (
    ImportChoicesForm,
    PeopleFileForm,
    initial_of,
)
from registration.imports import jobs, services
from registration.imports.choices import ImportChoices
from registration.imports.lookups import DelegateLookups
from registration.imports.resource import DelegateResource
from registration.jobs import services as job_services
from registration.models import DelegateFile, Job, RegistrationSettings

RIGHTS = ["registration.add_delegate", "registration.change_delegate"]
# More rows are a matter for the worker: nobody waits for the page.
FEW = 500
PER_PAGE = 100
# Seconds after which a page that waits shows itself anew.
EVERY = 2


def page_of(request: HttpRequest) -> str:
    """The address of the import into what a list is filtered by; empty without a right
    to it."""
    if not request.user.has_perms(RIGHTS):
        return ""
    page = reverse("admin:registration_delegate_import")
    chosen = request.GET.get(CHOSEN, "")
    return f"{page}?{urlencode({CHOSEN: chosen})}" if chosen else page


def urls(admin_view: Callable[[Any], Any]) -> list[Any]:
    view = admin_view(into_which)
    return [path("import/", view, name="registration_delegate_import")]


def into_which(request: HttpRequest) -> HttpResponse:
    """On to the import into the chosen conference, or ask which."""
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied
    ready = RegistrationSettings.objects.filter(conference__in=conferences(request))
    for right in RIGHTS:
        ready = visible(ready, request.user, right)
    choices = {
        str(row.pk): (str(row), address("delegate_import", row.pk))
        for row in ready.select_related("conference").order_by("-conference__starts_at")
    }
    if chosen := choices.get(request.GET.get(CHOSEN, "")):
        return redirect(chosen[1])
    return rendered(
        request,
        "admin/registration/which.html",
        title=_("Import delegates"),
        choices=choices.values(),
        back=reverse("admin:registration_delegate_changelist"),
    )


def address(name: str, *args: object) -> str:
    return reverse(f"admin:registration_registrationsettings_{name}", args=args)


def list_of(registration: RegistrationSettings) -> str:
    people = reverse("admin:registration_delegate_changelist")
    return f"{people}?{urlencode({CHOSEN: registration.pk})}"


def file_or_404(request: StaffRequest, conference: int, key: UUID) -> DelegateFile:
    """A file that somebody has brought is seen by them alone."""
    files = DelegateFile.objects.waiting().select_related("conference")
    file = files.filter(conference=conference, by=request.user, pk=key).first()
    if file is None:
        raise Http404(_("The file is no longer here. Choose it again."))
    return file


def render(
    request: StaffRequest,
    registration: RegistrationSettings,
    template: str,
    **context: Any,
) -> HttpResponse:
    context = {"title": _("Import delegates"), "back": list_of(registration)} | context
    template = f"admin/registration/imports/{template}.html"
    return render_page(request, registration, template, **context)


def found_by(request: HttpRequest, job: Job) -> str:
    """Where whose file it is sees what a check has found, while the file waits."""
    if job.kind != jobs.CHECK:
        return ""
    waiting = DelegateFile.objects.waiting().filter(job=job.pk, by=request.user.pk)
    file = waiting.defer("content", "result").first()
    return address("delegate_check", file.conference_id, file.pk) if file else ""


# -- The pages -------------------------------------------------------------------------


@page(
    "import/",
    permissions=RIGHTS,
    label=gettext_lazy("Import delegates"),
    icon="upload_file",
)
def delegate_import(
    request: StaffRequest, registration: RegistrationSettings
) -> HttpResponse:
    """Take a file, and ask what its columns mean."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PeopleFileForm(*sent)
    conference = registration.conference
    if form.is_valid():
        tables = form.cleaned_data["file"]
        file = services.receive(tables, conference, request.user)
        return redirect(address("delegate_columns", conference.pk, file.pk))
    files = DelegateFile.objects.waiting().filter(by=request.user)
    waiting = files.filter(conference=conference).defer("content", "result")
    return render(
        request,
        registration,
        "file",
        form=form,
        waiting=[
            {
                "file": file,
                "url": address("delegate_check", conference.pk, file.pk),
                # As text: a template would show it in UTC.
                "time": time_format(conference.clocks[0].at(file.came_at), "H:i"),
            }
            for file in waiting.order_by("-came_at")[:5]
        ],
        has_categories=conference.categories.exists(),
        templates=[
            (name, address("delegate_template", conference.pk, language))
            for language, name in (("en", "English"), ("zh-hans", "中文"))
        ],
    )


@page("import/<uuid:key>/", permissions=RIGHTS)
def delegate_columns(
    request: StaffRequest, registration: RegistrationSettings, key: UUID
) -> HttpResponse:
    """Ask what the heads mean, and what holds for all rows; then look into it."""
    file = file_or_404(request, registration.pk, key)
    sent = (request.POST,) if request.method == "POST" else ()
    form = ImportChoicesForm(
        *sent,
        conference=file.conference,
        sheets=services.sheets(file),
        initial=initial_of(ImportChoices.of(file.choices)) if file.choices else None,
    )
    if form.is_valid():
        services.choose(file, form.import_choices)
        look_into(request, file)
        return redirect(address("delegate_check", registration.pk, file.pk))
    return render(request, registration, "columns", form=form, file=file)


def look_into(request: StaffRequest, file: DelegateFile) -> None:
    """At once, or as a job where that takes longer than anybody waits for a page."""
    if file.rows <= FEW:
        services.look_into(file, request.user)
        return
    start(request, file, jobs.CHECK)


def start(request: StaffRequest, file: DelegateFile, kind: str) -> None:
    job = job_services.start(
        kind,
        conference=file.conference_id,
        by=request.user,
        arguments={"file": str(file.pk)},
    )
    # Known before the worker looks: the bar begins with it.
    Job.objects.filter(pk=job.pk).update(total=file.rows)
    file.job = job.pk
    file.save(update_fields=["job"])


@page("import/<uuid:key>/check/", permissions=RIGHTS)
def delegate_check(
    request: StaffRequest, registration: RegistrationSettings, key: UUID
) -> HttpResponse:
    """Show what the file would do; do it, if that was shown."""
    file = file_or_404(request, registration.pk, key)
    job = Job.objects.filter(pk=file.job or 0).first()
    if job and not job.is_over:
        return wait_for(request, registration, job)
    if not file.choices:
        return redirect(address("delegate_columns", registration.pk, file.pk))
    if request.method == "POST" and "again" in request.POST:
        look_into(request, file)
        return redirect(request.path)
    if file.result is None:
        return render(request, registration, "unchecked", file=file, job=job)
    if request.method == "POST":
        return carry_out(request, registration, file)
    if file.result["language"] != get_language() and file.rows <= FEW:
        # In the words of whoever reads it now.
        services.look_into(file, request.user)
    return render(request, registration, "check", **shown(request, file))


@page("import/<uuid:key>/left-out.csv", permissions=RIGHTS, asks_again=True)
def delegate_left_out(
    request: StaffRequest, registration: RegistrationSettings, key: UUID
) -> HttpResponse:
    """The rows that would stay out, as a file, each with the reason."""
    file = file_or_404(request, registration.pk, key)
    if file.result is None:
        raise Http404
    stored = (row for _title, row in services.rows_of(file.result, ""))
    rows = [
        [str(row.line), str(row.status.label), str(row.name), services.reasons(row)]
        for row in map(services.unpacked, stored)
        if row.status in jobs.LEFT_OUT
    ]
    heads = [_("Line"), _("Outcome"), _("Name"), _("Reason")]
    name = f"{registration.conference.slug}-left-out.csv"
    content = spreadsheet.csv_bytes(heads, rows)
    return attachment(request, content, name, len(rows), conference=registration.pk)


def wait_for(
    request: StaffRequest, registration: RegistrationSettings, job: Job
) -> HttpResponse:
    """A check shows its result here by itself; an import has the page of the job."""
    page = reverse("admin:registration_job_change", args=[job.pk])
    if job.kind == jobs.IMPORT:
        return redirect(page)
    response = render(request, registration, "checking", job=job, job_page=page)
    response.headers["Refresh"] = str(EVERY)
    return response


def carry_out(
    request: StaffRequest, registration: RegistrationSettings, file: DelegateFile
) -> HttpResponse:
    if request.POST.get("shown") != file.fingerprint:
        messages.warning(request, _("This was checked anew meanwhile: look at it."))
        return redirect(request.path)
    if file.rows > FEW:
        start(request, file, jobs.IMPORT)
        return redirect("admin:registration_job_change", file.job)
    try:
        with transaction.atomic():
            counts, _out = services.carry_out(str(file.pk), request.user)
    except ServiceError as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, sentences(*jobs.what_was_done(counts)))
    return redirect(list_of(registration))


def shown(request: StaffRequest, file: DelegateFile) -> dict[str, Any]:
    result = file.result
    status = request.GET.get("status", "")
    status = status if status in RowStatus.values else ""
    rows = Paginator(list(services.rows_of(result, status)), PER_PAGE)
    now = rows.get_page(request.GET.get("page"))
    numbers = {RowStatus(name): count for name, count in result["counts"].items()}
    return {
        "file": file,
        "result": result,
        "summary": in_words(numbers),
        "numbers": [
            (name, name.label, numbers[name]) for name in RowStatus if name in numbers
        ],
        "status": status,
        "page": now,
        "rows": [(title, *with_links(stored)) for title, stored in now.object_list],
        "has_titles": len(result["tables"]) > 1,
        "button": button(result["to_write"], numbers),
        "columns": address("delegate_columns", file.conference_id, file.pk),
        "left_out": any(map(numbers.get, jobs.LEFT_OUT))
        and address("delegate_left_out", file.conference_id, file.pk),
    }


def with_links(stored: list[Any]) -> tuple[Any, ...]:
    """A row, its status as a word and an icon, and whom it may be about already."""
    row = services.unpacked(stored)
    suspects = [
        {
            "name": suspect.name,
            "why": suspect.why,
            "url": suspect.pk
            and reverse("admin:registration_delegate_change", args=[suspect.pk]),
        }
        for suspect in row.suspects
    ]
    badge = badge_with_word(row.status.label, ROW_BADGES[row.status])
    return row, badge, suspects


def button(to_write: int, numbers: dict[RowStatus, int]) -> str:
    """What pressing it does."""
    if numbers.get(RowStatus.REFUSED) or numbers.get(RowStatus.DUPLICATE):
        words = ngettext(
            "Import the other row alone",
            "Import the other %(count)d rows alone",
            to_write,
        )
    else:
        words = ngettext("Import this row", "Import these %(count)d rows", to_write)
    return words % {"count": to_write}


@page("import/template-<slug:language>.xlsx", permissions=RIGHTS)
def delegate_template(
    request: StaffRequest, registration: RegistrationSettings, language: str
) -> HttpResponse:
    """All columns with an example, in either language."""
    if language not in ("en", "zh-hans"):
        raise Http404
    with translation.override(language):
        lookups = DelegateLookups(registration.conference)
        sheets = export.template(lookups, [DelegateResource])
        sheets.append(export.words(lookups, [DelegateResource]))
        content = spreadsheet.xlsx_bytes(sheets)
    name = f"{registration.conference.slug}-delegates-{language}.xlsx"
    return attachment(request, content, name, 0, conference=registration.pk)


PAGES = [
    delegate_import,
    delegate_columns,
    delegate_check,
    delegate_left_out,
    delegate_template,
]
