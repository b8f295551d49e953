"""Lists: the rows of one page, and how many there are, each read once."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Count, Window
from django.http import HttpRequest
from unfold.views import ChangeList

# Of so many rows at most all are looked at to find those of a page: PostgreSQL would
# rather go through the whole table until it has met with enough.
FEW = 60_000
# No table has so many rows, and PostgreSQL counts no further.
MOST = 2**62
# The saved view that a list is seen through; no filter.
VIEW = "view"


class List(ChangeList):
    """Looks for the keys of a page first, and reads what is shown of those alone.

    A search has to look at every row: it counts what it finds on the same way.
    """

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        found: dict[str, Any] = super().get_filters_params(params)
        found.pop(VIEW, None)
        return {
            # Of one that is named twice Django would show the rows of both, and whoever
            # asks the address what somebody may do reads the last.
            name: values[-1:] if name.endswith("__exact") else values
            for name, values in found.items()
        }

    def get_results(self, request: HttpRequest) -> None:
        first = 0 if self.show_all else (self.page_num - 1) * self.list_per_page
        if not 0 <= first < MOST:
            raise IncorrectLookupParameters
        keys, count = self.found(first)
        if first and not keys:
            raise IncorrectLookupParameters
        self.can_show_all = count <= self.list_max_show_all
        if not self.can_show_all:
            keys = keys[: self.list_per_page]
        everything = self.root_queryset
        self.paginator = self.model_admin.get_paginator(
            request, self.queryset, self.list_per_page
        )
        self.paginator.count = self.result_count = count
        self.multi_page = count > self.list_per_page
        self.show_full_result_count = False
        # Of a list without filters it is the same number; of others nobody asks.
        is_whole = self.queryset.query.where == everything.query.where
        self.full_result_count = count if is_whole else None
        self.show_admin_actions = count > 0
        self.result_list = self.rows(keys)

    def found(self, first: int) -> tuple[list[Any], int]:
        """The keys of the page that begins there, and how many rows there are."""
        size = self.list_max_show_all if self.show_all else self.list_per_page
        page = slice(first, first + size)
        keys = self.queryset.values_list("pk", flat=True)
        if not self.query and (count := self.queryset.count()) > FEW:
            return list(keys[page]), count
        total = Window(Count("*"))
        found = list(keys.annotate(total=total).values_list("pk", "total")[page])
        return [pk for pk, _total in found], found[0][1] if found else 0

    def rows(self, keys: Sequence[Any]) -> list[Any]:
        rows = self.root_queryset.filter(pk__in=keys)
        if not rows.query.select_related:
            rows = self.apply_select_related(rows)
        place = {pk: number for number, pk in enumerate(keys)}
        shown = self.model_admin.shown(rows)
        return sorted(shown, key=lambda row: place[row.pk])
