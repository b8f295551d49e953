"""Rows that belong to a conference: its clock, and nothing of another conference."""

from typing import Any

from django import forms
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.current_conference import ConferenceFilter, FiltersByConference
from agenda.admin.refusals import RULES
from agenda.models import Conference
from confsite.keys import is_key

ADDRESS_LEADS_ON = gettext_lazy(
    "If you change it, the old address leads to the new one once you have published."
)


class ConferenceScopedForm(forms.ModelForm):
    """A form of a row whose room, track or category is of the same conference as it."""

    # Of a new row: the conference that it is most likely for (FiltersByConference).
    offered: int | None = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        owner = self.instance.conference_id
        for field in self.siblings.values():
            if owner:
                field.queryset = field.queryset.filter(conference=owner)
                continue
            field.queryset = field.queryset.select_related("conference")
            field.label_from_instance = with_conference
            if self.offered:
                # What is sent all the same is refused in words, by clean().
                rows = field.queryset.filter(conference=self.offered)
                field.choices = [("", "–"), *((row.pk, str(row)) for row in rows)]

    @property
    def siblings(self) -> dict[str, Any]:
        """The fields that choose another row of the conference."""
        chosen: list[tuple[str, Any]] = [
            (name, field)
            for name, field in self.fields.items()
            if isinstance(field, ModelChoiceField)
        ]
        return {
            name: field
            for name, field in chosen
            if hasattr(field.queryset.model, "conference_id")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        owner = self.owner
        for name in self.siblings:
            chosen = data.get(name)
            if chosen and owner and chosen.conference_id != owner.pk:
                self.add_error(
                    name,
                    _("This belongs to another conference: %s.") % chosen.conference,
                )
        return data

    @property
    def owner(self) -> Conference | None:
        if self.instance.conference_id:
            return self.instance.conference
        return self.cleaned_data.get("conference")


def sees_agreements(request: HttpRequest, row: Any = None) -> bool:
    """Whether somebody may hear of agreements, which may be under embargo.

    Of those of the conference of a row; without one, of any.
    """
    return request.user.has_perm("agenda.view_agreement", row)


def with_conference(row: Any) -> str:
    return f"{row} · {row.conference}"


class ConferenceScopedAdmin(FiltersByConference):
    """Pages of rows that belong to a conference, and stay with it once they exist."""

    form = ConferenceScopedForm
    refusals = RULES
    zone_path = "conference__time_zone"
    list_filter: list[Any] = [("conference", ConferenceFilter)]
    list_select_related = ["conference"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "conference"] if obj else fixed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the conference that the list was filtered by, or the next one."""
        given = super().get_changeform_initial_data(request)
        begin = self.conference_of_new(request) or self.next_conference(request)
        return {"conference": begin} | given

    def zone_of_new(self, request: HttpRequest) -> str | None:
        """The clock of the conference that was chosen, or that the form begins with."""
        chosen = request.POST.get("conference") or self.get_changeform_initial_data(
            request
        ).get("conference")
        pk: Any = chosen if is_key(chosen) else None
        known = self.to_choose(request, Conference.objects.all(), "pk")
        return known.filter(pk=pk).values_list("time_zone", flat=True).first()

    def next_conference(self, request: HttpRequest) -> int | None:
        """Where staff most likely work: the conference that begins last."""
        known = self.to_choose(request, Conference.objects.all(), "pk")
        return known.values_list("pk", flat=True).first()


def with_clock(fieldsets: Any, row: Any) -> list[Any]:
    """The same fieldsets; the one with times says which clock they are in.

    Of a row that is being added the conference may still be chosen.
    """
    clock = _("Times are in the conference's own clock.")
    if row:
        words = _("Times are in the conference's own clock: %s.")
        clock = words % timezone.get_current_timezone_name()
    return [
        (name, options | {"description": clock} if has_times(options) else options)
        for name, options in fieldsets
    ]


def has_times(options: dict[str, Any]) -> bool:
    times = {("starts_at", "ends_at"), ("opens_at", "closes_at")}
    return not times.isdisjoint(options["fields"])
