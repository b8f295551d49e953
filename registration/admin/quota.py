"""Quotas. Every change goes through services.places, which seats who waits."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from agenda.admin.base import ConferenceScopedForm
from agenda.admin.current_conference import ConferenceFilter
from confsite.admin.columns import Badge, badge_with_word
from confsite.admin.fieldsets import section
from confsite.words import sentences
from registration import places
from registration.admin.set_up import SaysWhatComesNext
from registration.many import move_up
from registration.models import Quota


class QuotaForm(ConferenceScopedForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        size = data.get("size")
        if size is None or self.owner is None or self.errors:
            return data
        counted = Quota(
            pk=self.instance.pk,
            conference=self.owner,
            category=data.get("category"),
            attendance=data.get("attendance", ""),
        )
        taken = places.taken_of(counted)
        if taken > size + self.instance.beyond:
            self.add_error(
                "size",
                _("%(taken)d places are taken already. Cancel registrations first.")
                % {"taken": taken},
            )
        return data


@admin.register(Quota)
class QuotaAdmin(SaysWhatComesNext):
    purpose = gettext_lazy(
        "How many places there are. More places, or a quota removed, "
        "seat those who wait at once, in their order."
    )
    first_step = gettext_lazy(
        "Add a quota to limit places; without any, everybody who signs up gets one."
    )
    form = QuotaForm
    locks_what_it_saves = False

    list_display = ["name", "category_", "attendance_", "filled", "conference"]
    list_filter = [("conference", ConferenceFilter)]
    list_select_related = ["conference", "category"]
    search_fields = ["name"]
    ordering = ["-conference__starts_at", "pk"]
    readonly_fields = ["taken"]
    fieldsets = [
        section(None, "conference", "name"),
        section(gettext_lazy("Whom it counts"), ("category", "attendance")),
        section(gettext_lazy("Places"), ("size", "taken")),
    ]

    def save_model(
        self, request: HttpRequest, obj: Quota, form: Any, change: Any
    ) -> None:
        self.tell(request, places.set_up(obj))

    def delete_model(self, request: HttpRequest, obj: Quota) -> None:
        self.tell(request, places.remove(obj))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Quota]) -> None:
        self.tell(request, sum(places.remove(quota) for quota in queryset))

    def tell(self, request: HttpRequest, seated: int) -> None:
        """How many got a place: their letters are on their way."""
        if seated:
            messages.info(request, move_up(seated))

    @display(description=gettext_lazy("category"), ordering="category__name_en")
    def category_(self, quota: Quota) -> str:
        return quota.category.name if quota.category else _("all categories")

    @display(description=gettext_lazy("attendance"), ordering="attendance")
    def attendance_(self, quota: Quota) -> str:
        return quota.get_attendance_display() or _("on site and online")

    @display(description=gettext_lazy("places"))
    def filled(self, quota: Quota) -> str:
        if quota.size is None:
            words = _("%(taken)d taken, without limit") % {"taken": quota.taken}
            return badge_with_word(words, Badge("all_inclusive"))
        words = _("%(taken)d of %(size)d taken") % vars(quota)
        if quota.taken > quota.size:
            more = quota.taken - quota.size
            words = sentences(words, _("(%d beyond the limit)") % more)
        badge = (
            Badge("event_busy", "care")
            if quota.free == 0
            else Badge("event_seat", "good")
        )
        return badge_with_word(words, badge)
