from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from agenda.models import Release
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import short_moment


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    purpose = _(
        "Every programme that was ever published. Visitors see the latest; "
        "none of them can be changed."
    )
    first_step = _("Open a conference and press Publish.")

    list_display = ["number", "conference", "made", "made_by", "note"]
    list_filter = [("conference", RelatedDropdownFilter)]
    list_select_related = ["conference", "made_by"]
    fields = ["conference", "number", "made", "made_by", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        return super().get_queryset(request).order_by("-made_at").defer("snapshot")

    @display(description=_("published"), ordering="made_at")
    def made(self, release: Release) -> str:
        return short_moment(release.made_at, release.conference.clocks[0])
