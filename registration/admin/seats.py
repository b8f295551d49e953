"""Those who wait though places are free for them: there should be none."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import DropdownFilter


class SeatFilter(DropdownFilter):
    title = gettext_lazy("waits, and places are free")
    parameter_name = "seat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("free", gettext_lazy("places are free"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "free":
            return queryset.who_could_be_seated()  # type: ignore[attr-defined]
        return queryset
