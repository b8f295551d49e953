"""What staff see of sign-ups that arrived together, on the way to taking them back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from agenda.admin.current_conference import CHOSEN
from confsite.admin.columns import moment_in_words
from confsite.admin.pages import StaffRequest, page, render_page
from registration import arrivals
from registration.models import RegistrationSettings


class TogetherFilter(DropdownFilter):
    """Exactly those who arrived together, as the page below leads to them."""

    title = gettext_lazy("arrived together")
    parameter_name = "together"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        key = self.used_parameters.get(self.parameter_name)
        return [(key, gettext_lazy("from one network"))] if key else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        key = self.value()
        return arrivals.of(key, queryset) if key else queryset


def page_of(settings: int | None) -> str:
    """The address of the page below; empty where nobody can have signed up."""
    name = "admin:registration_registrationsettings_together"
    return reverse(name, args=[settings]) if settings else ""


@page(
    "together/",
    permissions=["registration.reach_delegate"],
    label=gettext_lazy("Arrived together"),
    icon="groups",
)
def together(request: StaffRequest, registration: RegistrationSettings) -> HttpResponse:
    """Many sign-ups from one network within ten minutes, and the way to each."""
    clock, _second = registration.conference.clocks
    people = reverse("admin:registration_delegate_changelist")

    def row(arrival: arrivals.Arrival) -> dict[str, Any]:
        query = {CHOSEN: registration.pk, "together": arrival.key}
        return {
            "arrival": arrival,
            "begins": moment_in_words(arrival.begins_at, clock),
            "ends": moment_in_words(arrival.ends_at, clock),
            "url": f"{people}?{urlencode(query)}",
        }

    found = arrivals.together(registration.pk)
    return render_page(
        request,
        registration,
        "admin/registration/together.html",
        title=_("Arrived together"),
        rows=[row(arrival) for arrival in found],
        many=arrivals.MANY,
    )
