"""Files that were taken away, as the owners of a conference read it."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from agenda.admin.current_conference import ConferenceRowsAdmin
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import day_and_time, one_line
from confsite.models import Export
from confsite.words import listed


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin, ConferenceRowsAdmin):
    purpose = gettext_lazy(
        "Who has taken which file away from here, or leafed far through the delegates, "
        "and when, in UTC. The owners of a conference read what was taken of it."
    )
    first_step = gettext_lazy("Nobody has taken a file away yet.")
    conference_path = "conference_id"
    list_display = ["what", "by", "rows_", "moment"]
    search_fields = ["what", "by"]
    ordering = ["-pk"]
    fields = ["what", "by", "rows_", "moment", "selection_", "columns_"]

    @display(description=gettext_lazy("number of rows"), ordering="rows")
    def rows_(self, export: Export) -> str:
        """Of one that was broken off, how many had been made of it."""
        if export.finished_at:
            return str(export.rows)
        return _("broken off after %d") % export.rows

    @display(description=gettext_lazy("selected by"), empty_value="–")
    def selection_(self, export: Export) -> str | None:
        return export.selection or None

    @display(description=gettext_lazy("columns"), empty_value="–")
    def columns_(self, export: Export) -> str | None:
        return listed(export.columns) or None

    @display(description=gettext_lazy("time"), ordering="at")
    def moment(self, export: Export) -> str:
        return one_line(day_and_time(export.at))
