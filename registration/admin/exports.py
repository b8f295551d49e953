"""Taking away what the list of delegates shows, as Excel or CSV."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from agenda.admin.current_conference import CHOSEN, conferences
from agenda.models import Conference
from agenda.rights import visible
from confsite.admin import downloads
from confsite.admin.pages import StaffRequest
from confsite.keys import is_key
from confsite.staff.asked import asked_again
from confsite.tables.streaming import MOST_LINES
from confsite.words import headed, listed
from registration.exports import columns
from registration.models import Delegate, ExportChoice

EXPORT = "registration.export_delegate"


class ColumnsForm(forms.Form):
    """Which columns the file has."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": gettext_lazy("Choose at least one column.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(code, column.label) for code, column in columns.COLUMNS.items()]
        self.fields["columns"].choices = choices  # type: ignore[attr-defined]


@asked_again
def export(request: StaffRequest) -> HttpResponseBase:
    """The rows that the list shows by its filters and its search, in its order."""
    if not may_export(request):
        raise PermissionDenied
    changelist = shown_in_the_list(request)
    known = visible(Conference.objects.all(), request.user, EXPORT, "pk")
    conference = known.filter(pk=chosen(request) or 0).first()
    if conference is None:
        return which_conference(request)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        initial={"columns": taken_last(request)},
    )
    if form.is_valid():
        codes = columns.known(form.cleaned_data["columns"])
        keep(request, codes)
        try:
            return send(request, conference, changelist, codes)
        except downloads.TwoAreBeingMade as refusal:
            messages.warning(request, str(refusal))
    context = {
        "title": _("Export"),
        "form": form,
        "number": changelist.result_count,
        "selection": selection(changelist),
        "most": MOST_LINES - 1,
        "back": list_as_shown(request),
    }
    return rendered(request, "admin/registration/exports/export.html", **context)


def send(
    request: StaffRequest, conference: Conference, changelist: ChangeList, codes: Any
) -> HttpResponseBase:
    suffix = "csv" if "csv" in request.POST else "xlsx"
    day = conference.clocks[0].at(timezone.now()).date()
    return downloads.stream(
        request,
        f"{conference.slug}-delegates-{day}.{suffix}",
        capfirst(str(Delegate._meta.verbose_name_plural)),
        columns.heads(codes),
        columns.batches(changelist.queryset, conference, codes),
        selection(changelist),
        conference=conference.pk,
    )


def which_conference(request: StaffRequest) -> HttpResponse:
    """A file is about one: it has its categories, its countries and its clock."""
    query = request.GET.copy()

    def address(conference: Conference) -> str:
        query[CHOSEN] = str(conference.pk)
        return f"?{query.urlencode()}"

    return rendered(
        request,
        "admin/registration/which.html",
        title=_("Export"),
        choices=[
            (str(c), address(c)) for c in conferences(request) if may_export(request, c)
        ],
        back=list_as_shown(request),
    )


def urls(admin_view: Callable[[Any], Any]) -> list[Any]:
    return [path("export/", admin_view(export), name="registration_delegate_export")]


# -- Who, what of, and which columns ---------------------------------------------------


def may_export(request: HttpRequest, conference: Conference | None = None) -> bool:
    """From this conference; without one, from any."""
    rights = [EXPORT, "registration.view_delegate"]
    return request.user.has_perms(rights, conference)


def chosen(request: HttpRequest) -> int | None:
    pk = request.GET.get(CHOSEN, "")
    return int(pk) if is_key(pk) else None


def address(request: HttpRequest) -> str:
    """Of the page, for the rows that a list shows; empty for who may not export."""
    pk = chosen(request)
    if not may_export(request, Conference(pk=pk) if pk else None):
        return ""
    page = reverse("admin:registration_delegate_export")
    return f"{page}?{request.GET.urlencode()}"


def list_as_shown(request: HttpRequest) -> str:
    page = reverse("admin:registration_delegate_changelist")
    return f"{page}?{request.GET.urlencode()}"


def shown_in_the_list(request: HttpRequest) -> ChangeList:
    """Raises BadRequest where the list has no such filter."""
    model_admin: Any = admin.site.get_model_admin(Delegate)
    try:
        return model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters as error:
        raise BadRequest("no list can be filtered like this") from error


def selection(changelist: ChangeList) -> str:
    """By what the list is filtered, in words."""
    said = [
        headed(capfirst(str(spec.title)), words)
        for spec in changelist.filter_specs
        if (words := values_of(spec))
    ]
    if changelist.query:
        said.append(headed(_("Search"), changelist.query))
    return "; ".join(said)


def values_of(spec: Any) -> str:
    values = []
    for value in spec.used_parameters.values():
        values += value if isinstance(value, list) else [value]
    known = getattr(spec, "lookup_choices", None)
    known = spec.field.flatchoices if known is None else known
    words = {str(code): str(word) for code, word in known}
    return listed(words.get(str(value), value) for value in values)


def taken_last(request: StaffRequest) -> list[str]:
    """By this member of staff; all of them the first time."""
    choice = ExportChoice.objects.filter(by=request.user.pk).first()
    return columns.known(choice.columns) if choice else list(columns.COLUMNS)


def keep(request: StaffRequest, codes: list[str]) -> None:
    ExportChoice.objects.update_or_create(
        by_id=request.user.pk, defaults={"columns": codes}
    )


def rendered(request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
    """A page about delegates, which is about none of them alone."""
    frame = {"opts": Delegate._meta}
    site = admin.site.each_context(request)
    return TemplateResponse(request, template, site | frame | context)
