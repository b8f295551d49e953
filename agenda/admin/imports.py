"""Importing a programme from a file: the file, what it would do, and doing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminRadioSelectWidget

from agenda.imports import programme
from agenda.imports.lookups import ProgrammeLookups
from agenda.models import Conference, Organisation, Room, Track
from confsite.admin.columns import badge_with_word
from confsite.admin.pages import StaffRequest, attachment, form_of, page, render_page
from confsite.admin.row_badges import ROW_BADGES
from confsite.tables import dry_run, export, recognition, spreadsheet, staging
from confsite.tables.cells import shortened
from confsite.tables.dry_run import ImportPlan, Tables
from confsite.tables.faults import FileFault, SpreadsheetRefused
from confsite.tables.recognition import Kind
from confsite.tables.result import ImportResult, RowResult, TableResult

EXPORT = "agenda.export_conference"
LEAVE_OUT = "none"


class FileForm(forms.Form):
    """A file, read; what is wrong with it as a whole stands at its field."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, five megabytes at most."),
        allow_empty_file=True,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, plan: ImportPlan, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_file(self) -> Tables:
        uploaded = self.cleaned_data["file"]
        if uploaded.size > spreadsheet.LARGEST_FILE:
            raise SpreadsheetRefused(FileFault.TOO_LARGE)
        tables = spreadsheet.read(uploaded.read())
        if not recognition.unclear(tables, self.plan.kinds):
            recognition.recognise(tables, self.plan.kinds, self.plan.allowed)
        return tables


class ListsForm(forms.Form):
    """What the lists are of which their heads do not say it."""

    def __init__(self, *args: Any, unclear: dict[str, list[Kind]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.names = {f"list_{n}": title for n, title in enumerate(unclear)}
        for name, kinds in zip(self.names, unclear.values(), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=shortened(self.names[name]) or _("This list"),
                choices=[
                    *((kind.code, kind.name()) for kind in kinds),
                    (LEAVE_OUT, _("Something else: leave it out")),
                ],
                widget=UnfoldAdminRadioSelectWidget,
            )

    @property
    def kinds(self) -> dict[str, str]:
        """By the title of the list; nothing for one that is left out."""
        said = {title: self.cleaned_data[name] for name, title in self.names.items()}
        return {t: "" if kind == LEAVE_OUT else kind for t, kind in said.items()}


# -- Who may do what -------------------------------------------------------------------


def may(
    request: HttpRequest,
    verb: str,
    model: type[models.Model],
    conference: Conference | None,
) -> bool:
    name = get_permission_codename(verb, model._meta)
    return request.user.has_perm(f"{model._meta.app_label}.{name}", conference)


def importable(request: HttpRequest, conference: Conference | None) -> list[Kind]:
    return [
        sheet
        for sheet in programme.KINDS
        if may(request, "add", sheet.model, conference)
        and may(request, "change", sheet.model, conference)
    ]


def viewable(request: HttpRequest, conference: Conference) -> list[Kind]:
    return [s for s in programme.KINDS if may(request, "view", s.model, conference)]


def exportable(request: HttpRequest, conference: Conference) -> list[Kind]:
    """Raises PermissionDenied rather than sending an empty file."""
    kinds = viewable(request, conference)
    if not kinds:
        raise PermissionDenied
    return kinds


def plan_of(request: HttpRequest, conference: Conference) -> ImportPlan:
    named = (Organisation, Room, Track)
    may_add = [model for model in named if may(request, "add", model, conference)]
    return programme.import_plan(conference, importable(request, conference), may_add)


def staged(request: HttpRequest, conference: Conference) -> Tables | None:
    return staging.staged(request.session, programme.staging_target(conference))


# -- The pages -------------------------------------------------------------------------


@page(
    "import/",
    permissions=["view", importable],
    label=gettext_lazy("Import"),
    icon="upload_file",
)
def imports(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Take a file, and stage it for the check."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent, plan=plan_of(request, conference))
    check = reverse("admin:agenda_conference_import_check", args=[conference.pk])
    if form.is_valid():
        target = programme.staging_target(conference)
        staging.stage(request.session, target, form.cleaned_data["file"])
        return redirect(check)
    return render_page(
        request,
        conference,
        "admin/agenda/imports/file.html",
        title=_("Import and export"),
        form=form,
        downloads=downloads(request, conference),
        check=check if staged(request, conference) else "",
    )


@page("import/lists/", permissions=["view", importable])
def import_lists(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Ask what the lists of a file are that may be of speakers or of anybody."""
    tables = staged(request, conference) or {}
    unclear = recognition.unclear(tables, programme.KINDS)
    check = reverse("admin:agenda_conference_import_check", args=[conference.pk])
    start = reverse("admin:agenda_conference_imports", args=[conference.pk])
    if not unclear:
        return redirect(check)
    sent = request.POST if request.method == "POST" else None
    form = ListsForm(sent, unclear=unclear)
    if form.is_valid():
        said = recognition.answered(tables, form.kinds)
        staging.stage(request.session, programme.staging_target(conference), said)
        if said:
            return redirect(check)
        staging.discard(request.session)
        messages.info(request, _("Nothing of this file is left to be imported."))
        return redirect(start)
    return render_page(
        request,
        conference,
        "admin/agenda/imports/lists.html",
        title=_("Import and export"),
        form=form,
        back=start,
    )


@page("import/check/", permissions=["view", importable])
def import_check(request: StaffRequest, conference: Conference) -> HttpResponse:
    """Show what the staged file would do; do it, if that was shown."""
    start = reverse("admin:agenda_conference_imports", args=[conference.pk])
    tables = staged(request, conference)
    if tables is None:
        messages.error(request, _("The file is no longer here. Choose it again."))
        return redirect(start)
    try:
        if recognition.unclear(tables, programme.KINDS):
            return redirect("admin:agenda_conference_import_lists", conference.pk)
        if request.method == "POST":
            return carry_out(request, conference, tables)
        result = dry_run.check(tables, plan_of(request, conference))
    except recognition.NotUnderstood as refused:
        messages.error(request, str(refused.message))
        return redirect(start)
    except dry_run.ResultChanged as changed:
        messages.warning(
            request,
            _(
                "Nothing was imported: somebody has changed the programme in the "
                "meantime. This is what the file would do now."
            ),
        )
        result = changed.result
    return render_page(
        request,
        conference,
        "admin/agenda/imports/check.html",
        title=_("Import and export"),
        result=result,
        tables=[(table, with_badges(table)) for table in result.tables],
        button=button(result),
        back=start,
    )


def carry_out(
    request: StaffRequest, conference: Conference, tables: Tables
) -> HttpResponse:
    shown = request.POST.get("shown", "")
    result = dry_run.carry_out(tables, plan_of(request, conference), shown=shown)
    staging.discard(request.session)
    words = _("Imported: %s. Visitors see it once the conference is published.")
    messages.success(request, words % result.summary)
    return redirect(form_of(conference))


@page("import/<slug:what>.xlsx", permissions=["view", EXPORT])
def as_workbook(
    request: StaffRequest, conference: Conference, what: str
) -> HttpResponse:
    kinds = exportable(request, conference)
    sheets = tables_to_send(what, conference, kinds)
    if what == "template":
        sheets.append(export.words(ProgrammeLookups(conference), kinds))
    content = spreadsheet.xlsx_bytes(sheets)
    rows = sum(len(sheet.rows) for sheet in sheets)
    name = f"{conference.slug}-{what}.xlsx"
    return attachment(request, content, name, rows, conference=conference.pk)


@page("import/<slug:what>/<slug:kind>.csv", permissions=["view", EXPORT])
def as_csv(
    request: StaffRequest, conference: Conference, what: str, kind: str
) -> HttpResponse:
    kinds = [sheet for sheet in exportable(request, conference) if sheet.code == kind]
    if not kinds:
        raise Http404
    [table] = tables_to_send(what, conference, kinds)
    content = spreadsheet.csv_bytes(table.header, table.rows)
    name = f"{conference.slug}-{what}-{kind}.csv"
    number = len(table.rows)
    return attachment(request, content, name, number, conference=conference.pk)


# -- What a page shows -----------------------------------------------------------------


def with_badges(table: TableResult) -> list[tuple[RowResult, SafeString]]:
    """The rows of a table, the status of each as a word and an icon."""
    return [
        (row, badge_with_word(row.status.label, ROW_BADGES[row.status]))
        for row in table.by_urgency
    ]


def button(result: ImportResult) -> str:
    """What pressing it does."""
    if result.refused:
        return ngettext(
            "Import the other row alone",
            "Import the other %(count)d rows alone",
            result.to_write,
        ) % {"count": result.to_write}
    return ngettext(
        "Import this row", "Import these %(count)d rows", result.to_write
    ) % {"count": result.to_write}


def downloads(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    if not request.user.has_perm(EXPORT, conference):
        return []
    kinds = viewable(request, conference)
    groups = {
        "template": (
            _("Templates"),
            _(
                "All columns with an example. A file may have fewer, in any order, "
                "with heads in either language."
            ),
        ),
        "programme": (
            _("The programme as it stands"),
            _("Change it in a spreadsheet program and import it again."),
        ),
    }

    def address(name: str, *rest: str) -> str:
        return reverse(
            f"admin:agenda_conference_as_{name}", args=[conference.pk, *rest]
        )

    return [
        {
            "title": title,
            "purpose": purpose,
            "workbook": address("workbook", what),
            "tables": [
                {"name": kind.name(), "url": address("csv", what, kind.code)}
                for kind in kinds
            ],
        }
        for what, (title, purpose) in groups.items()
    ]


def tables_to_send(
    what: str, conference: Conference, kinds: list[Kind]
) -> list[spreadsheet.Worksheet]:
    makers = {"template": export.template, "programme": export.everything}
    if what not in makers:
        raise Http404
    return makers[what](ProgrammeLookups(conference), kinds)
