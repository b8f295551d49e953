from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from agenda.admin.base import ConferenceScopedForm, with_clock
from confsite.admin.columns import Badge, badge_with_word, short_moment
from confsite.admin.fieldsets import section
from confsite.bilingual import side_by_side
from registration.admin import arrivals, imports
from registration.admin.retention import RetentionInline
from registration.admin.set_up import SaysWhatComesNext
from registration.models import RegistrationSettings


class SettingsForm(ConferenceScopedForm):
    class Meta:
        help_texts = {
            "sender": gettext_lazy(
                "Somebody has to read this mailbox: who declines the entry in a "
                "calendar writes to it, and that frees no place."
            )
        }


@admin.register(RegistrationSettings)
class RegistrationSettingsAdmin(SaysWhatComesNext):
    purpose = gettext_lazy(
        "When one can sign up for a conference, and in whose name its letters go out."
    )
    first_step = gettext_lazy(
        "Add the settings of your conference: without them nobody can sign up."
    )

    form = SettingsForm
    pages = [arrivals.together, *imports.PAGES]

    list_display = ["conference", "stands", "opens", "closes", "sender"]
    list_filter = []
    inlines = [RetentionInline]
    ordering = ["-conference__starts_at"]
    fieldsets = [
        section(None, "conference"),
        section(gettext_lazy("Hours"), ("opens_at", "closes_at"), "corrections_until"),
        section(gettext_lazy("Places"), "holding"),
        section(gettext_lazy("List of participants"), "participants_list"),
        section(
            gettext_lazy("Letters"),
            *side_by_side("sender_name"),
            ("sender", "reply_to"),
        ),
    ]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Whoever has signed up stands in the way: their letters need a sender."""
        rows, counts, missing, protected = super().get_deleted_objects(objs, request)
        for registration in objs:
            if people := registration.conference.delegates.count():
                words = ngettext("%d delegate", "%d delegates", people) % people
                protected.append(f"{registration} · {words}")
        return rows, counts, missing, protected

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegistrationSettings]:
        return super().get_queryset(request).select_related("conference")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return with_clock(super().get_fieldsets(request, obj), obj)

    @display(description=gettext_lazy("state"))
    def stands(self, registration: RegistrationSettings) -> str:
        if timezone.now() < registration.opens_at:
            return badge_with_word(_("opens later"), Badge("schedule", "open"))
        if registration.is_open:
            return badge_with_word(_("open"), Badge("lock_open_right", "good"))
        return badge_with_word(_("closed"), Badge("lock"))

    @display(description=gettext_lazy("opens"), ordering="opens_at")
    def opens(self, registration: RegistrationSettings) -> str:
        return short_moment(registration.opens_at, registration.conference.clocks[0])

    @display(description=gettext_lazy("closes"), ordering="closes_at")
    def closes(self, registration: RegistrationSettings) -> str:
        return short_moment(registration.closes_at, registration.conference.clocks[0])
