"""A selection of people as a filter of their list: every verb works on it."""

from typing import Any

from django.db.models import Func, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter

from agenda.admin.current_conference import CHOSEN
from confsite.keys import is_key
from registration.models import DelegateSelection

NAME = "selection"


class SelectionFilter(DropdownFilter):
    """Exactly those whom somebody has chosen, by a pasted list or for a job."""

    title = gettext_lazy("selection")
    parameter_name = NAME

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        key = self.used_parameters.get(self.parameter_name)
        return [(key, gettext_lazy("those chosen"))] if key else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        key = self.value()
        return of(key, queryset) if key else queryset


def of(key: str, people: Any) -> Any:
    """Those of a selection; of one that is not there, nobody."""
    if not is_key(key):
        return people.none()
    chosen = DelegateSelection.objects.filter(pk=int(key))
    return people.filter(pk__in=chosen.values(key=Func("keys", function="unnest")))


def page_of(selection: int, conference: int | None) -> str:
    """The address of the list of these people."""
    query: dict[str, Any] = {NAME: selection}
    if conference:
        query[CHOSEN] = conference
    else:
        query["conference__isnull"] = False
    people = reverse("admin:registration_delegate_changelist")
    return f"{people}?{urlencode(query)}"
