"""Letters: what was written to whom, and what became of it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from agenda.admin.current_conference import FiltersByConference
from confsite.admin.actions import Verb, one_by_one
from confsite.admin.base import ReadOnlyAdmin
from confsite.admin.columns import badge_with_word, short_moment
from registration.admin.badges import LETTERS
from registration.letters import outbox
from registration.models import Letter
from registration.states import LetterState


class LetterColumns:
    @display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, letter: Letter) -> str:
        return badge_with_word(
            letter.get_state_display(), LETTERS[LetterState(letter.state)]
        )

    @display(description=gettext_lazy("queued"), ordering="queued_at")
    def queued(self, letter: Letter) -> str:
        return at(letter, letter.queued_at)

    @display(description=gettext_lazy("sent"), ordering="sent_at", empty_value="–")
    def sent(self, letter: Letter) -> str | None:
        return at(letter, letter.sent_at) if letter.sent_at else None


def at(letter: Letter, moment: datetime) -> str:
    """A moment in the first clock of the conference that the letter is about."""
    return short_moment(moment, letter.delegate.conference.clocks[0])


class LetterInline(LetterColumns, TabularInline):
    """The letters of one delegate."""

    model = Letter
    fields = readonly_fields = ["link", "language", "state_word", "queued", "sent"]
    extra = max_num = 0
    can_delete = False
    hide_title = True
    per_page = 10

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return super().get_queryset(request).select_related("delegate__conference")

    @display(description=gettext_lazy("letter"))
    def link(self, letter: Letter) -> str:
        page = reverse("admin:registration_letter_change", args=[letter.pk])
        return format_html('<a href="{}">{}</a>', page, letter.get_kind_display())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Letter)
class LetterAdmin(LetterColumns, ReadOnlyAdmin, FiltersByConference):
    purpose = gettext_lazy(
        "Every letter that was written to delegates. "
        "Those set aside can be queued again once their reason is gone."
    )
    first_step = gettext_lazy("Letters appear here as soon as somebody signs up.")
    zone_path = "delegate__conference__time_zone"
    conference_path = "delegate__conference"

    list_display = ["kind", "delegate", "state_word", "queued", "sent", "reason_short"]
    list_filter = [
        ("delegate__conference", RelatedDropdownFilter),
        ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("language", ChoicesDropdownFilter),
    ]
    list_select_related = ["delegate__conference"]
    search_fields = ["delegate__search_text", "recipient"]
    search_help_text = gettext_lazy(
        "Name, e-mail address, organisation or reference of the delegate"
    )
    verbs = [
        Verb(
            "retry",
            one_by_one(outbox.retry),
            list_label=gettext_lazy("Queue again letters that were set aside"),
            permission="registration.change_letter",
        )
    ]
    fields = [
        ("kind", "language"),
        ("delegate", "recipient"),
        ("state_word", "attempts"),
        ("queued", "sent"),
        "why",
        "subject",
        "as_sent",
    ]
    readonly_fields = ["state_word", "queued", "sent", "why", "as_sent"]

    @display(description=gettext_lazy("text"), empty_value="–")
    def as_sent(self, letter: Letter) -> str | None:
        """Line for line; its personal link was left out when it was kept."""
        if not letter.text:
            return None
        return format_html('<div class="whitespace-pre-line">{}</div>', letter.text)

    @display(description=gettext_lazy("reason"), empty_value="–")
    def reason_short(self, letter: Letter) -> str | None:
        return Truncator(letter.reason_in_words).chars(80) or None

    @display(description=gettext_lazy("reason"), empty_value="–")
    def why(self, letter: Letter) -> str | None:
        return letter.reason_in_words or None
