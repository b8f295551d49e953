"""Where sessions take place, and what threads they belong to."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import StackedInline
from unfold.decorators import display

from agenda.admin.base import ConferenceScopedAdmin
from agenda.models import JoinOption, Room, Track
from confsite.admin.columns import Badge, badge_with_word
from confsite.admin.texts import TidyTexts
from confsite.bilingual import side_by_side


class JoinOptionInline(TidyTexts, StackedInline):
    model = JoinOption
    extra = 0
    fields = [*side_by_side("label"), ("url", "position"), ("region", "channel")]


@admin.register(Room)
class RoomAdmin(TidyTexts, ConferenceScopedAdmin):
    purpose = gettext_lazy("Halls and channels. A room holds one session at a time.")
    form_purpose = gettext_lazy(
        "A hall or a channel; below it, the ways to join it online. "
        "Their addresses are never published: only who holds a place gets them."
    )
    first_step = gettext_lazy(
        "Add the halls of the venue; then give the sessions their rooms."
    )

    list_display = [
        "names",
        "capacity",
        "ways_in",
        "position",
        "conference",
        "translated",
    ]
    search_fields = ["name_en", "name_zh"]
    ordering = ["-conference__starts_at", "position", "pk"]
    readonly_fields = ["translated_in_words"]
    inlines = [JoinOptionInline]
    fields = [
        "conference",
        *side_by_side("name"),
        ("capacity", "position"),
        "translated_in_words",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        ways = Count("join_options")
        closed = Count("join_options", Q(join_options__url=""))
        return super().get_queryset(request).annotate(ways=ways, closed=closed)

    @display(description=gettext_lazy("ways to join online"), empty_value="–")
    def ways_in(self, room: Any) -> str | None:
        """How many there are; those of a new edition still need their addresses."""
        if room.closed:
            words = ngettext(
                "%d without an address", "%d without addresses", room.closed
            )
            return badge_with_word(words % room.closed, Badge("link_off", "care"))
        return room.ways or None


@admin.register(Track)
class TrackAdmin(TidyTexts, ConferenceScopedAdmin):
    purpose = gettext_lazy("Threads of sessions on one subject.")
    first_step = gettext_lazy(
        "Add tracks only if the programme has several; most do without."
    )

    list_display = ["names", "position", "conference", "translated"]
    search_fields = ["name_en", "name_zh"]
    ordering = ["-conference__starts_at", "position", "pk"]
    fields = ["conference", *side_by_side("name"), "position"]
