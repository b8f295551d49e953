"""Importing a programme from a file: the file, what it would do, and doing it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminFileFieldWidget

from agenda.imports import programme
from agenda.imports.lookups import ProgrammeLookups
from agenda.models import Conference, Organisation, Room, Track
from confsite.admin.columns import Badge, badge_with_word
from confsite.tables import dry_run, export, recognition, spreadsheet, staging
from confsite.tables.dry_run import ImportPlan, Tables
from confsite.tables.recognition import Kind
from confsite.tables.result import ImportResult, RowStatus
from confsite.tables.spreadsheet import FileFault, SpreadsheetRefused

View = Callable[..., HttpResponse]
TEMPLATES = "admin/agenda/imports"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LOOKS = {
    RowStatus.REFUSED: Badge("block", "bad"),
    RowStatus.CHANGED: Badge("edit", "open"),
    RowStatus.NEW: Badge("add_circle", "good"),
    RowStatus.UNCHANGED: Badge("check"),
}


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
        recognition.recognise(tables, self.plan.kinds, self.plan.allowed)
        return tables


def of_conference(view: View) -> View:
    """A page that belongs to a conference which its visitor may see."""

    @wraps(view)
    def guarded(
        self: Any, request: HttpRequest, object_id: str, **kwargs: Any
    ) -> HttpResponse:
        conference = self.get_object(request, object_id)
        if conference is None:
            raise Http404
        if not self.has_view_or_change_permission(request, conference):
            raise PermissionDenied
        return view(self, request, conference, **kwargs)

    return guarded


class ImportsMixin:
    """Mixed into the admin of conferences: a programme comes and goes as a file."""

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path(
                "<path:object_id>/import/check/",
                wrap(self.import_check),
                name="agenda_conference_import_check",
            ),
            path(
                "<path:object_id>/import/<slug:what>.xlsx",
                wrap(self.as_workbook),
                name="agenda_conference_as_workbook",
            ),
            path(
                "<path:object_id>/import/<slug:what>/<slug:kind>.csv",
                wrap(self.as_csv),
                name="agenda_conference_as_csv",
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def has_imports_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(importable(request))

    @action(
        description=gettext_lazy("Import"),
        url_path="import",
        icon="upload_file",
        permissions=["imports"],
    )
    @of_conference
    def imports(self, request: HttpRequest, conference: Conference) -> HttpResponse:
        """Take a file, and stage it for the check."""
        plan = plan_of(request, conference)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = FileForm(*sent, plan=plan)
        if form.is_valid():
            target = programme.staging_target(conference)
            staging.stage(request.session, target, form.cleaned_data["file"])
            return redirect("admin:agenda_conference_import_check", conference.pk)
        context = {
            "form": form,
            "downloads": downloads(request, conference),
            "check": (
                reverse("admin:agenda_conference_import_check", args=[conference.pk])
                if staged(request, conference)
                else ""
            ),
        }
        return self.import_page(request, conference, "file", context)

    @of_conference
    def import_check(
        self, request: HttpRequest, conference: Conference
    ) -> HttpResponse:
        """Show what the staged file would do; do it, if that was shown."""
        tables = staged(request, conference)
        if tables is None:
            return self.once_more(
                request, conference, _("The file is no longer here. Choose it again.")
            )
        try:
            if request.method == "POST":
                return self.carry_out(request, conference, tables)
            outcome = dry_run.check(tables, plan_of(request, conference))
        except recognition.NotUnderstood as refused:
            return self.once_more(request, conference, str(refused.message))
        except dry_run.ResultChanged as changed:
            messages.warning(
                request,
                _(
                    "Nothing was imported: somebody has changed the programme in the "
                    "meantime. This is what the file would do now."
                ),
            )
            outcome = changed.result
        context = {
            "outcome": outcome,
            "parts": with_looks(outcome),
            "button": button(outcome),
            "back": self.start(conference),
        }
        return self.import_page(request, conference, "check", context)

    def carry_out(
        self, request: HttpRequest, conference: Conference, tables: Tables
    ) -> HttpResponse:
        shown = request.POST.get("shown", "")
        plan = plan_of(request, conference)
        outcome = dry_run.carry_out(tables, plan, shown=shown)
        staging.discard(request.session)
        messages.success(
            request,
            _("Imported: %s. Visitors see it once the conference is published.")
            % outcome.summary,
        )
        return redirect("admin:agenda_conference_change", conference.pk)

    @of_conference
    def as_workbook(
        self, request: HttpRequest, conference: Conference, what: str
    ) -> HttpResponse:
        kinds = exportable(request)
        sheets = tables_to_send(what, conference, kinds)
        if what == "template":
            sheets.append(export.words(ProgrammeLookups(conference), kinds))
        return attachment(
            spreadsheet.xlsx_bytes(sheets), f"{conference.slug}-{what}", "xlsx"
        )

    @of_conference
    def as_csv(
        self, request: HttpRequest, conference: Conference, what: str, kind: str
    ) -> HttpResponse:
        kinds = [sheet for sheet in exportable(request) if sheet.code == kind]
        if not kinds:
            raise Http404
        [table] = tables_to_send(what, conference, kinds)
        name = f"{conference.slug}-{what}-{kind}"
        return attachment(spreadsheet.csv_bytes(table.header, table.rows), name, "csv")

    def once_more(
        self, request: HttpRequest, conference: Conference, why: str
    ) -> HttpResponse:
        messages.error(request, why)
        return redirect(self.start(conference))

    def start(self, conference: Conference) -> str:
        return reverse("admin:agenda_conference_imports", args=[conference.pk])

    def import_page(
        self,
        request: HttpRequest,
        conference: Conference,
        name: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        admin: Any = self
        return TemplateResponse(
            request,
            f"{TEMPLATES}/{name}.html",
            {
                **admin.admin_site.each_context(request),
                "title": _("Import and export"),
                "original": conference,
                "conference": conference,
                "opts": admin.opts,
                **context,
            },
        )


# -- Who may do what -------------------------------------------------------------------


def may(request: HttpRequest, verb: str, model: type[models.Model]) -> bool:
    name = get_permission_codename(verb, model._meta)
    return request.user.has_perm(f"{model._meta.app_label}.{name}")


def importable(request: HttpRequest) -> list[Kind]:
    return [
        sheet
        for sheet in programme.KINDS
        if may(request, "add", sheet.model) and may(request, "change", sheet.model)
    ]


def exportable(request: HttpRequest) -> list[Kind]:
    """Raises PermissionDenied rather than sending an empty file."""
    kinds = [s for s in programme.KINDS if may(request, "view", s.model)]
    if not kinds:
        raise PermissionDenied
    return kinds


def plan_of(request: HttpRequest, conference: Conference) -> ImportPlan:
    named = (Organisation, Room, Track)
    may_add = [model for model in named if may(request, "add", model)]
    return programme.import_plan(conference, importable(request), may_add)


def staged(request: HttpRequest, conference: Conference) -> Tables | None:
    return staging.staged(request.session, programme.staging_target(conference))


# -- What a page shows -----------------------------------------------------------------


def with_looks(outcome: ImportResult) -> list[dict[str, Any]]:
    """The tables, with the status of each row as a word and an icon."""
    return [
        {
            "part": table,
            "fates": [
                {
                    "word": badge_with_word(row.status.label, LOOKS[row.status]),
                    "fate": row,
                }
                for row in table.by_urgency
            ],
        }
        for table in outcome.tables
    ]


def button(outcome: ImportResult) -> str:
    """What pressing it does."""
    if outcome.refused:
        return ngettext(
            "Import the other row alone",
            "Import the other %(count)d rows alone",
            outcome.to_write,
        ) % {"count": outcome.to_write}
    return ngettext(
        "Import this row", "Import these %(count)d rows", outcome.to_write
    ) % {"count": outcome.to_write}


def downloads(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    kinds = [s for s in programme.KINDS if may(request, "view", s.model)]
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


# -- Files to take away ----------------------------------------------------------------


def tables_to_send(
    what: str, conference: Conference, kinds: list[Kind]
) -> list[spreadsheet.Worksheet]:
    makers = {"template": export.template, "programme": export.everything}
    if what not in makers:
        raise Http404
    return makers[what](ProgrammeLookups(conference), kinds)


def attachment(content: bytes, name: str, extension: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[extension],
        headers={"Content-Disposition": f'attachment; filename="{name}.{extension}"'},
    )
